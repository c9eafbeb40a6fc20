/**
 * ajv's errors as faults: one for each mistake, below the payload. Errors of a union are reduced to those of
 * the branch that was meant; a union is never named.
 */
import type { ErrorObject } from "ajv";
import { below, parentOf } from "../pointer.ts";
import { isObject, typeOf } from "./json-schema.ts";
import { nearest, nearestValue } from "./nearest.ts";

/** A mistake before it has a place in a file. */
export interface Fault {
  rule: string;
  /** Into the payload. */
  pointer: string;
  /** What to point at: the value, or the key where the key is what is wrong. */
  at: "value" | "key";
  /** A further key to point at, where a name stands for the one that is missing. */
  instead?: string;
  got?: unknown;
  want?: unknown;
  suggestion?: string;
  /** A constant that tells branches of a union apart was not met. */
  tag?: boolean;
  /** Where the rule is about a closed list or a type: the values that would do, and the JSON types. `want` holds both. */
  values?: readonly unknown[];
  types?: readonly string[];
  /** The value itself, which `got` may only name the type of. */
  value?: unknown;
}

/** How ajv's verdict is read: a bundled schema's closed objects mean "unknown", a user's mean "not allowed". */
export type Reading = "bundled" | "own";

type Params = Record<string, unknown>;
type Meaning = (error: ErrorObject, params: Params, reading: Reading) => Partial<Fault> & { rule: string };

function codePoints(value: unknown): number {
  let points = 0;
  if (typeof value === "string") for (const _ of value) points++;
  return points;
}
const count = (value: unknown): number =>
  Array.isArray(value) ? value.length : isObject(value) ? Object.keys(value).length : 0;

function bound(measure: (value: unknown) => unknown): Meaning {
  return ({ data, keyword }, params) => ({
    rule: "out-of-range",
    got: measure(data),
    want: { [keyword]: params["limit"] },
  });
}

/** A number in quotes where a number would do. */
export function isQuotedNumber(got: unknown, types: readonly string[] = []): boolean {
  return (
    typeof got === "string" &&
    /^-?\d+(\.\d+)?$/.test(got) &&
    types.some((type) => type === "integer" || type === "number")
  );
}

/** A value that is none of `values` and of none of `types`; of a JSON type that neither has, it is the type that is wrong. */
function outside(
  got: unknown,
  values: readonly unknown[],
  types: readonly string[],
): Partial<Fault> & { rule: string } {
  const allowed = values.filter((value) => value !== null && !types.includes(typeOf(value)));
  const want = [...allowed, ...types];
  if (isQuotedNumber(got, types) || !values.some((value) => typeOf(value) === typeOf(got))) {
    // "got number, want integer" would leave the reader to find out why
    const shown = typeof got === "number" && types.includes("integer") ? got : typeOf(got);
    return { rule: "wrong-type", got: shown, want, value: got, values: allowed, types };
  }
  const suggestion = nearestValue(got, allowed);
  return {
    rule: "enum-mismatch",
    got,
    want,
    value: got,
    values: allowed,
    types,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

function unknownName(
  name: string,
  { data, parentSchema }: ErrorObject,
  reading: Reading,
): Partial<Fault> & { rule: string } {
  const known = Object.keys(isObject(parentSchema?.["properties"]) ? parentSchema["properties"] : {});
  const absent = known.filter((other) => !(isObject(data) && Object.hasOwn(data, other)));
  const suggestion = nearest(name, absent);
  return {
    rule: reading === "bundled" ? "unknown-field" : "not-allowed",
    at: "key",
    got: name,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

/** What an error of each keyword means. A keyword that is not here is `not-allowed`. */
const meanings: Record<string, Meaning> = {
  type({ data, parentSchema }, { type }) {
    const paper = [type].flat().map(String);
    if (
      typeof data === "number" &&
      !Number.isFinite(data) &&
      paper.some((name) => name === "number" || name === "integer")
    ) {
      return { rule: "out-of-range", got: data, want: "a number that a double can hold" };
    }
    const types = parentSchema?.["x-unexpected-null"] ? paper.filter((name) => name !== "null") : paper;
    return outside(data, [], types);
  },
  enum: ({ data }, { allowedValues }) => outside(data, Array.isArray(allowedValues) ? allowedValues : [], []),
  const: ({ data }, { allowedValue }) => ({ ...outside(data, [allowedValue], []), tag: true }),
  required: ({ schemaPath }, { missingProperty }) => ({
    rule: schemaPath.includes("/x-always/") ? "missing-wire-field" : "missing-field",
    want: missingProperty,
  }),
  dependentRequired: (_error, { missingProperty }) => ({ rule: "missing-field", want: missingProperty }),
  dependencies: (_error, { missingProperty }) => ({ rule: "missing-field", want: missingProperty }),
  "x-unexpected-null": () => ({ rule: "unexpected-null", got: null }),
  additionalProperties: (error, { additionalProperty }, reading) =>
    unknownName(String(additionalProperty), error, reading),
  unevaluatedProperties: (error, { unevaluatedProperty }) => unknownName(String(unevaluatedProperty), error, "own"),
  minimum: bound(Number),
  maximum: bound(Number),
  exclusiveMinimum: bound(Number),
  exclusiveMaximum: bound(Number),
  minLength: bound(codePoints),
  maxLength: bound(codePoints),
  minItems: bound(count),
  maxItems: bound(count),
  minProperties: bound(count),
  maxProperties: bound(count),
  format: ({ data }, { format }) => ({ rule: "bad-format", got: data, want: format }),
  pattern: ({ data, parentSchema }, { pattern }) => ({
    rule: "bad-format",
    got: data,
    want: parentSchema?.["contentEncoding"] ?? parentSchema?.["format"] ?? { pattern },
  }),
};

/** Errors that only repeat what other errors say. */
const echoes = new Set(["if", "propertyNames", "x-always"]);

function faultOf(error: ErrorObject, reading: Reading): Fault {
  const params: Params = error.params;
  const own = Object.hasOwn(meanings, error.keyword) ? meanings[error.keyword] : undefined;
  const meaning = own?.(error, params, reading) ?? {
    rule: "not-allowed",
    got: error.data,
    want: { [error.keyword]: error.schema },
  };
  const named = "additionalProperty" in params ? params["additionalProperty"] : params["unevaluatedProperty"];
  const name = error.propertyName ?? (typeof named === "string" ? named : undefined);
  return {
    at: error.propertyName === undefined ? "value" : "key",
    ...meaning,
    pointer: name === undefined ? error.instancePath : below(error.instancePath, name),
  };
}

const doubtful = new Set(["unknown-field", "unexpected-null", "missing-wire-field"]);
const certain = (fault: Fault): boolean => !doubtful.has(fault.rule);
const certainties = (faults: readonly Fault[]): number => faults.filter(certain).length;

/** The faults of the least wrong branch: fewest errors, then fewest doubts. */
function leastWrong(branches: readonly Fault[][]): Fault[] {
  const [first = [], ...more] = branches;
  return more.reduce((best, branch) => {
    const difference = certainties(branch) - certainties(best) || branch.length - best.length;
    return difference < 0 ? branch : best;
  }, first);
}

const wrongKind = (fault: Fault): boolean => fault.rule === "wrong-type" || fault.rule === "enum-mismatch";

/** One fault for several at the same place: whatever any of them wanted would do. */
function merged(faults: readonly Fault[]): Fault[] {
  const [first] = faults;
  if (!first) return [];
  const values = [...new Set(faults.flatMap((fault) => fault.values ?? []))];
  const types = [...new Set(faults.flatMap((fault) => fault.types ?? []))];
  return [{ pointer: first.pointer, at: "value", ...outside(first.value, values, types) }];
}

/** Names that fields have whose constants tell branches of a union apart. */
const tagNames = ["type", "role", "kind"];

/** The one fault of a value that lacks what would tell which of several branches it is to be measured by. */
function lackingTag(pointer: string, branches: readonly Fault[][]): Fault[] | undefined {
  const lacks = (faults: readonly Fault[], name: string): Fault | undefined =>
    faults.find((fault) => fault.rule === "missing-field" && fault.pointer === pointer && fault.want === name);
  const name = tagNames.find((tag) => branches.every((faults) => lacks(faults, tag)));
  const lacking = name === undefined ? undefined : lacks(branches[0] ?? [], name);
  return branches.length > 1 && lacking ? [lacking, ...misspellingsOf(lacking, branches)] : undefined;
}

/** Unknown names that could stand for the one that is missing. */
function misspellingsOf(lacking: Fault, branches: readonly Fault[][]): Fault[] {
  const meant = branches
    .flat()
    .find(
      (fault) => fault.at === "key" && fault.suggestion === lacking.want && parentOf(fault.pointer) === lacking.pointer,
    );
  return meant ? [meant] : [];
}

/**
 * The unmet constants that tell branches of a union at `pointer` apart: of a field just below it for which branches
 * want different values. Where none is, of a field that such a constant usually has for its name.
 */
function tellingApart(pointer: string, branches: readonly Fault[][]): Fault[] {
  const unmet = branches
    .flat()
    .filter((fault) => fault.tag && fault.pointer !== pointer && parentOf(fault.pointer) === pointer);
  const wants = (place: string): number =>
    new Set(unmet.filter((fault) => fault.pointer === place).map((fault) => JSON.stringify(fault.want))).size;
  const telling = unmet.filter((fault) => wants(fault.pointer) > 1);
  return telling.length > 0
    ? telling
    : unmet.filter((fault) => tagNames.some((name) => fault.pointer.endsWith(`/${name}`)));
}

/** Which branch of a union at `pointer` was meant, and what is wrong in it. */
function reduceUnion(pointer: string, branches: readonly Fault[][]): Fault[] {
  const ofThisKind = branches.filter(
    (faults) => !faults.some((fault) => fault.pointer === pointer && wrongKind(fault)),
  );
  if (ofThisKind.length === 0) {
    return merged(
      branches.flatMap((faults) => faults.filter((fault) => fault.pointer === pointer && wrongKind(fault))),
    );
  }
  const tags = tellingApart(pointer, ofThisKind);
  const tagOf = (faults: readonly Fault[]): Fault | undefined => faults.find((fault) => tags.includes(fault));
  const tagged = ofThisKind.filter((faults) => !tagOf(faults));
  if (tagged.length > 0) return lackingTag(pointer, tagged) ?? leastWrong(tagged);
  const unmet = ofThisKind.flatMap((faults) => tagOf(faults) ?? []);
  const groups = [...new Set(unmet.map((tag) => tag.pointer))].map((place) =>
    unmet.filter((tag) => tag.pointer === place),
  );
  const largest = groups.reduce((most, next) => (next.length > most.length ? next : most));
  return merged(largest);
}

/** Reads ajv's list from its end: an error of a union is preceded by those of its branches. */
function read(errors: readonly ErrorObject[], reading: Reading): Fault[] {
  const found: Fault[][] = [];
  for (let at = errors.length - 1; at >= 0; at--) {
    const error = errors[at];
    if (!error || echoes.has(error.keyword)) continue;
    const counts: unknown = error.params["counts"];
    if (!Array.isArray(counts)) {
      found.push([faultOf(error, reading)]);
      continue;
    }
    const branches: Fault[][] = [];
    for (const size of counts.map(Number).toReversed()) {
      branches.push(read(errors.slice(at - size, at), reading));
      at -= size;
    }
    const explained = error.keyword !== "contains" && error.params["passing"] == null;
    found.push(explained ? reduceUnion(error.instancePath, branches.toReversed()) : [faultOf(error, reading)]);
  }
  return found.toReversed().flat();
}

/** Of several faults of one value, the one that the others follow from. */
const precedence = ["wrong-type", "enum-mismatch"];
const rank = (fault: Fault): number => {
  const at = precedence.indexOf(fault.rule);
  return at === -1 ? precedence.length : at;
};

const place = (pointer: string, name: unknown): string => JSON.stringify([pointer, name]);

/** A missing name and an unknown one that resembles it are one mistake. */
function joinMisspelt(faults: readonly Fault[]): Fault[] {
  const misspelt = new Map(
    faults
      .filter((fault) => fault.at === "key" && fault.suggestion !== undefined)
      .map((fault) => [place(parentOf(fault.pointer), fault.suggestion), fault]),
  );
  const joined = new Set<Fault>();
  const all = faults.map((fault) => {
    const meant = fault.rule === "missing-field" ? misspelt.get(place(fault.pointer, fault.want)) : undefined;
    if (!meant) return fault;
    joined.add(meant);
    return { ...fault, got: meant.got, instead: meant.pointer, suggestion: String(fault.want) };
  });
  return all.filter((fault) => !joined.has(fault));
}

/** The faults behind ajv's errors, in the order of the schema, each mistake once. */
export function faultsOf(errors: readonly ErrorObject[], reading: Reading): Fault[] {
  const last = errors.at(-1);
  const known = read(errors, reading);
  // whatever ajv refuses has a finding, even if all of its errors seem to repeat others
  const faults = joinMisspelt(known.length === 0 && last ? [faultOf(last, reading)] : known);
  const kept = new Map<string, Fault>();
  for (const fault of faults) {
    const absence = fault.rule === "missing-field" || fault.rule === "missing-wire-field";
    const key = `${fault.at} ${absence ? JSON.stringify(fault.want) : ""} ${fault.pointer}`;
    const other = kept.get(key);
    if (!other || rank(fault) < rank(other)) kept.set(key, fault);
  }
  return [...kept.values()];
}
