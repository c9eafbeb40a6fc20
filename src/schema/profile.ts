/**
 * What is compiled, made from the bundled schemas and their `x-wire` annotations. Runs when the
 * package is built. Each function takes a schema and gives a changed copy.
 */
import { type Api, type Direction, recorderFields } from "../event.ts";
import { isObject } from "../json.ts";
import type { Schema, SchemaObject } from "./json-schema.ts";

export type Profile = "wire" | "spec";

/** What a schema is compiled for. */
export interface Form {
  profile: Profile;
  api: Api;
  /** Who sends what it judges. What the wire never or always has is only known of what the service sends. */
  sender: Direction;
  purpose: "accept" | "explain" | "prove" | "prove-always";
}

type Change = (schema: SchemaObject) => SchemaObject;

/** Keywords that hold one schema, a list of schemas, or schemas by name. */
const holders = {
  one: ["items", "additionalProperties", "propertyNames", "if", "then", "else", "not", "contains"],
  list: ["anyOf", "oneOf", "allOf", "prefixItems"],
  named: ["properties", "patternProperties", "$defs"],
} as const;

/** Applies `change` to every schema object in `schema`, the outermost first: it may look at what lies below. */
function everywhere(schema: Schema, change: Change): Schema {
  if (typeof schema === "boolean") return schema;
  const copy: SchemaObject = change({ ...schema });
  const enter = (inner: unknown): Schema => (isObject(inner) ? everywhere(inner, change) : inner !== false);
  for (const keyword of holders.one) if (keyword in copy) copy[keyword] = enter(copy[keyword]);
  for (const keyword of holders.list) {
    const list = copy[keyword];
    if (Array.isArray(list)) copy[keyword] = list.map(enter);
  }
  for (const keyword of holders.named) {
    const named = copy[keyword];
    if (isObject(named)) {
      copy[keyword] = Object.fromEntries(Object.entries(named).map(([name, inner]) => [name, enter(inner)]));
    }
  }
  return copy;
}

const isNull = (schema: Schema): schema is SchemaObject => isObject(schema) && schema["type"] === "null";

function withoutNull(schema: SchemaObject): SchemaObject {
  const copy = { ...schema };
  if (Array.isArray(copy.type)) {
    const [first, ...more] = copy.type.filter((type) => type !== "null");
    if (first !== undefined) copy.type = more.length === 0 ? first : [first, ...more];
  }
  if (copy.enum) copy.enum = copy.enum.filter((value) => value !== null);
  if (copy.anyOf) copy.anyOf = copy.anyOf.filter((branch) => !isNull(branch));
  return copy;
}

function omit(schema: SchemaObject, keywords: readonly string[]): SchemaObject {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !keywords.includes(keyword)));
}

const isAbsent = (schema: Schema): boolean => isObject(schema) && schema["x-wire"]?.published === "absent";

/** The schema as published: what the annotations say the publication lacks is taken away. */
const asPublished: Change = (schema) => {
  let copy = schema;
  const { properties, anyOf } = copy;
  if (properties) {
    const kept = Object.entries(properties).filter(([, inner]) => !isAbsent(inner));
    copy = { ...copy, properties: Object.fromEntries(kept) };
  }
  if (anyOf) copy = { ...copy, anyOf: anyOf.filter((branch) => !isAbsent(branch)) };
  const published = schema["x-wire"]?.published;
  if (published === "not-null") copy = withoutNull(copy);
  else if (isObject(published)) copy = { ...omit(copy, published.without ?? []), ...published.with };
  return omit(copy, ["x-wire"]);
};

/**
 * Assertions for the annotations that 2020-12 leaves without effect. They are simple enough to run
 * in linear time over any length, which a grammar's regular expression would not.
 */
const assertContent: Change = (schema) => {
  const copy = { ...schema };
  if (copy.contentEncoding === "base64") copy.pattern = "^[A-Za-z0-9+/]*={0,2}$";
  if (copy.format === "uri") copy.pattern = '^[A-Za-z][A-Za-z0-9+.-]*:[^\\s<>"{}|\\\\^`]*$';
  return copy;
};

/** Every object that lists its fields refuses others; unions leave that to their branches. */
const close: Change = (schema) =>
  schema.properties && !schema.anyOf && !schema.oneOf && !("additionalProperties" in schema)
    ? { ...schema, additionalProperties: false }
    : schema;

/** Only a clean record passes: nulls that the wire never has are refused as well. */
const refuseDoubts: Change = (schema) => (schema["x-wire"]?.null === "never" ? withoutNull(schema) : schema);

/**
 * A union as a chain of `if` and `else`, which says the same and for which ajv makes no errors that nobody reads. Not
 * for `explain`, and not under unevaluatedProperties, which the bundled schemas do not use.
 */
const chooseQuietly: Change = (schema) => {
  const { anyOf, ...rest } = schema;
  if (!anyOf || "if" in rest) return schema;
  const chained = anyOf.reduceRight<Schema>((otherwise, branch) => ({ if: branch, else: otherwise }), false);
  return { ...rest, ...(isObject(chained) ? chained : {}) };
};

/** Fields of an object that are always on the wire. */
const alwaysOf = ({ properties = {} }: SchemaObject): string[] =>
  Object.entries(properties).flatMap(([name, inner]) => (isObject(inner) && inner["x-wire"]?.always ? [name] : []));

/** The doubts as keywords of their own, to be explained (see vocabulary.ts). */
const nameDoubts: Change = (schema) => {
  const copy = { ...schema };
  if (copy["x-wire"]?.null === "never") {
    // in a union on the branch that takes it, so that null is not offered as what was wanted
    if (copy.anyOf)
      copy.anyOf = copy.anyOf.map((branch) => (isNull(branch) ? { ...branch, "x-unexpected-null": true } : branch));
    else copy["x-unexpected-null"] = true;
  }
  const always = alwaysOf(copy);
  if (always.length > 0) copy["x-always"] = always;
  return copy;
};

const acceptsNull = (schema: SchemaObject): boolean =>
  [schema.type].flat().includes("null") || (schema.anyOf?.some(isNull) ?? false);

/**
 * Every optional field may be null, which is doubtful: the beta is known from printed objects of an SDK, which writes
 * unset fields as null. For `explain`; what accepts clean records leaves them to it.
 */
const allowDumpedNulls: Change = (schema) => {
  const { properties, required = [] } = schema;
  if (!properties) return schema;
  const dumped = (inner: Schema): Schema =>
    isObject(inner) && !acceptsNull(inner) ? { anyOf: [inner, { type: "null", "x-unexpected-null": true }] } : inner;
  const entries = Object.entries(properties).map(([name, inner]): [string, Schema] => [
    name,
    required.includes(name) ? inner : dumped(inner),
  ]);
  return { ...schema, properties: Object.fromEntries(entries) };
};

/** What only people read, and what an accepting validator has no words for. */
const prose = ["description", "title", "examples", "default", "x-wire"];
const meanings = ["x-renamed", "x-elsewhere", "x-inside"];

function chain(...changes: Change[]): Change {
  return (schema) => changes.reduce((changed, change) => change(changed), schema);
}

/** What is always on the wire is required. */
const requireAlways: Change = (schema) => {
  const always = alwaysOf(schema);
  return always.length === 0 ? schema : { ...schema, required: [...new Set([...(schema.required ?? []), ...always])] };
};

/**
 * `accept` passes exactly the records without any finding of a rule that is on by default, and `prove` says the same; `prove-always`
 * passes those that have no `missing-wire-field` either; `explain` fails with an error for each.
 */
export function compiledForm(schema: Schema, { profile, api, sender, purpose }: Form): Schema {
  const isDoubted = profile === "wire" && sender === "server";
  const changes: Change[] = profile === "spec" ? [asPublished, assertContent] : [assertContent, close];
  if (purpose !== "explain") {
    if (isDoubted) changes.push(refuseDoubts);
    if (isDoubted && purpose === "prove-always") changes.unshift(requireAlways);
    if (purpose === "accept") changes.push(chooseQuietly);
    changes.push((copy) => omit(copy, [...prose, ...meanings]));
  } else {
    if (isDoubted) changes.push(nameDoubts);
    if (isDoubted && api === "beta") changes.push(allowDumpedNulls);
    changes.push((copy) => omit(copy, prose));
  }
  return everywhere(schema, chain(...changes));
}

/** `schema`, of an event, letting the fields of recorders stand beside its own. */
export function asRecord(schema: SchemaObject): SchemaObject {
  const extra = recorderFields.filter((name) => !(name in (schema.properties ?? {})));
  return {
    ...schema,
    properties: { ...schema.properties, ...Object.fromEntries(extra.map((name) => [name, true])) },
  };
}
