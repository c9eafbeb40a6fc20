/** ajv's errors -> faults, one for each mistake, below the payload. */
import type { ErrorObject } from "ajv";
import { isObject } from "../json.ts";
import { below, parentOf } from "../pointer.ts";
import { type Fault, outside, type Unplaced } from "./fault.ts";
import { nearest } from "./nearest.ts";
import { reduceUnion } from "./union.ts";

/** How ajv's verdict is read: a bundled schema's closed objects mean "unknown", a user's mean "not allowed". */
export type Reading = "bundled" | "own";

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

function unknownName(name: string, { data, parentSchema }: ErrorObject, reading: Reading): Unplaced {
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

/** What explains a bundled schema: compiled code that leaves its errors beside itself. */
export interface Explainer {
  (payload: unknown): boolean;
  errors?: ErrorObject[] | null;
}

/** The faults of a payload by the bundled schema of this name. */
export function bundledFaults(
  explainers: Readonly<Record<string, Explainer>>,
  name: string,
  payload: unknown,
): Fault[] {
  const explain = explainers[name];
  return !explain || explain(payload) ? [] : faultsOf(explain.errors ?? [], "bundled");
}
