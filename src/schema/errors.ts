/** ajv's errors -> faults, one for each mistake, below the payload. */
import type { ErrorObject } from "ajv";
import { loggerFields, recorderFields } from "../event.ts";
import { isObject } from "../json.ts";
import { below, parentOf } from "../pointer.ts";
import { type Fault, outside, type Unplaced } from "./fault.ts";
import { compiled, type Validator } from "./compiled.ts";
import type { Explain } from "./judge.ts";
import { nearest } from "./nearest.ts";
import type { Profile } from "./profile.ts";
import { remembering } from "./remember.ts";
import { reduceUnion } from "./union.ts";

/** How ajv's verdict is read: a bundled schema's closed objects mean "unknown", a user's mean "not allowed". */
type Reading = "bundled" | "own";

type Params = Record<string, unknown>;
type Meaning = (error: ErrorObject, params: Params, reading: Reading) => Unplaced;

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

/** The text that an annotation has for `key`. */
function textIn(annotation: unknown, key: unknown): string | undefined {
  if (!isObject(annotation) || typeof key !== "string" || !Object.hasOwn(annotation, key)) return undefined;
  const text = annotation[key];
  return typeof text === "string" ? text : undefined;
}

/** A value outside a closed list, which may be in that of another place. */
function strange({ data, parentSchema }: ErrorObject, values: readonly unknown[]): Unplaced {
  const elsewhere = textIn(parentSchema?.["x-elsewhere"], data);
  return { ...outside(data, values, []), ...(elsewhere === undefined ? {} : { elsewhere }) };
}

function unknownName(name: string, { data, parentSchema }: ErrorObject, reading: Reading): Unplaced {
  const known = Object.keys(isObject(parentSchema?.["properties"]) ? parentSchema["properties"] : {});
  const absent = known.filter(
    (other) => !(isObject(data) && Object.hasOwn(data, other)) && !recorderFields.includes(other),
  );
  const renamed = textIn(parentSchema?.["x-renamed"], name);
  const inside = textIn(parentSchema?.["x-inside"], name);
  const near = inside === undefined ? nearest(name, absent) : `${inside}.${name}`;
  const suggestion = renamed === undefined ? near : renamed || undefined;
  return {
    rule: reading === "bundled" ? "unknown-field" : "not-allowed",
    at: "key",
    got: name,
    ...(renamed === undefined ? {} : { renamed: [[name, renamed]] as const }),
    ...(inside === undefined ? {} : { inside }),
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
  enum: (error, { allowedValues }) => strange(error, Array.isArray(allowedValues) ? allowedValues : []),
  const: (error, { allowedValue }) => ({ ...strange(error, [allowedValue]), tag: true }),
  required: (_error, { missingProperty }) => ({ rule: "missing-field", want: missingProperty }),
  "x-always": (_error, { missingProperty }) => ({ rule: "missing-wire-field", want: missingProperty }),
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
const echoes = new Set(["if", "propertyNames"]);

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

/** What is wrong with the fields of one object. */
interface Fields {
  lacking: Fault[];
  /** By names of another generation of the API. */
  renamed: Fault[];
  unknown: Fault[];
}

/** Names that stand beside an event's own: recorders have them, and nobody writes one in place of another. */
const besides: ReadonlySet<unknown> = new Set([...recorderFields, ...loggerFields]);

function fieldsIn(faults: readonly Fault[]): Iterable<Fields> {
  const objects = new Map<string, Fields>();
  const objectAt = (pointer: string): Fields => {
    const found = objects.get(pointer) ?? { lacking: [], renamed: [], unknown: [] };
    objects.set(pointer, found);
    return found;
  };
  for (const fault of faults) {
    const { rule, at, instead, renamed, got } = fault;
    if (rule === "missing-field" && instead === undefined) objectAt(fault.pointer).lacking.push(fault);
    if (at !== "key") continue;
    const pointer = parentOf(fault.pointer);
    if (renamed) objectAt(pointer).renamed.push(fault);
    else if (rule === "unknown-field" || rule === "not-allowed") {
      if (pointer !== "" || !besides.has(got)) objectAt(pointer).unknown.push(fault);
    }
  }
  return objects.values();
}

/** `faults` with some of them replaced, or left out where nothing is to stand for them. */
const withReplaced = (faults: readonly Fault[], replaced: ReadonlyMap<Fault, Fault | undefined>): Fault[] =>
  faults.flatMap((fault) => (replaced.has(fault) ? (replaced.get(fault) ?? []) : [fault]));

/**
 * Where an object is missing whose fields stand beside it, they are one mistake with it. Where an object lacks one name and has one that is
 * not known, the one stands for the other, however little they resemble.
 */
function joinStrange(faults: readonly Fault[]): Fault[] {
  const replaced = new Map<Fault, Fault | undefined>();
  for (const { lacking, renamed, unknown } of fieldsIn(faults)) {
    for (const lack of lacking) {
      const own = unknown.filter(({ inside }) => inside === lack.want);
      const [instead, ...others] = unknown;
      if (own.length > 0) {
        const { got: _got, instead: _instead, ...rest } = lack;
        replaced.set(lack, { ...rest, beside: own.map(({ got }) => String(got)) });
        for (const fault of own) replaced.set(fault, undefined);
      } else if (instead && lacking.length === 1 && others.length + renamed.length === 0) {
        replaced.set(lack, { ...lack, got: instead.got, instead: instead.pointer }).set(instead, undefined);
      }
    }
  }
  return withReplaced(faults, replaced);
}

/**
 * Fields by another generation's names are one mistake of their object, and what it lacks besides is part of it: a
 * session of the beta has neither the names of GA nor its `type`.
 */
function joinRenamed(faults: readonly Fault[]): Fault[] {
  const replaced = new Map<Fault, Fault | undefined>();
  for (const { lacking, renamed } of fieldsIn(faults)) {
    const [first, ...more] = [...lacking, ...renamed];
    if (!first || renamed.length === 0 || more.length === 0) continue;
    const { suggestion: _suggestion, ...rest } = first;
    replaced.set(first, { ...rest, renamed: renamed.flatMap((fault) => fault.renamed ?? []) });
    for (const fault of more) replaced.set(fault, undefined);
  }
  return withReplaced(faults, replaced);
}

/** Nulls from which on a record is taken for a printed object of an SDK, which has all unset fields as null. */
const manyNulls = 3;

const isNullFault = ({ rule, value, got }: Fault): boolean =>
  rule === "unexpected-null" || (rule === "wrong-type" && (value === null || got === "null"));

/** Many nulls that should not be there are one mistake: the first of the worst stands for all. */
function joinNulls(faults: readonly Fault[]): Fault[] {
  const nulls = faults.filter(isNullFault);
  if (nulls.length < manyNulls) return [...faults];
  const kept = nulls.find(({ rule }) => rule === "wrong-type") ?? nulls[0];
  return faults.flatMap((fault) => {
    if (fault === kept) return [{ ...fault, times: nulls.length }];
    return nulls.includes(fault) ? [] : [fault];
  });
}

/** The faults behind ajv's errors, in the order of the schema, each mistake once. */
function faultsOf(errors: readonly ErrorObject[], reading: Reading): Fault[] {
  const last = errors.at(-1);
  const known = read(errors, reading);
  // whatever ajv refuses has a finding, even if all of its errors seem to repeat others
  const single = joinMisspelt(known.length === 0 && last ? [faultOf(last, reading)] : known);
  const kept = new Map<string, Fault>();
  for (const fault of single) {
    const absence = fault.rule === "missing-field" || fault.rule === "missing-wire-field";
    const key = `${fault.at} ${absence ? JSON.stringify(fault.want) : ""} ${fault.pointer}`;
    const other = kept.get(key);
    if (!other || rank(fault) < rank(other)) kept.set(key, fault);
  }
  return joinStrange([...kept.values()]);
}

const none: readonly Fault[] = [];

/** Explains by the bundled schemas under a profile. */
export function bundledExplain(profile: Profile): Explain {
  const validators = new Map<string, Validator>();
  const remembered = remembering((errors) => {
    const faults = joinRenamed(faultsOf(errors, "bundled"));
    // the published schema refuses nulls that the service does send
    return profile === "wire" ? joinNulls(faults) : faults;
  });
  return (schema, payload) => {
    let validator = validators.get(schema);
    if (!validator) validators.set(schema, (validator = compiled(profile, schema, "explain")));
    return validator(payload) ? none : remembered(validator.errors ?? []);
  };
}

/** The faults behind the errors of a schema of the user's own. */
export function createOwnFaults(): (errors: readonly ErrorObject[]) => readonly Fault[] {
  return remembering((errors) => faultsOf(errors, "own"));
}
