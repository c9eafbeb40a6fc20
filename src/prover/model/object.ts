/** Keywords of objects. */
import { FORM_ANY } from "../assembly/layout.ts";
import { isObject } from "../../json.ts";
import { intersection } from "./intersection.ts";
import { assertionsOf, isCount, type Reading, type Schema } from "./keywords.ts";
import { type Model, nothing, type ObjectModel, type TextCheck } from "./model.ts";
import { isLong, textOf } from "./text.ts";

/** Fields that an object may have a model for: each is a bit. */
const mostFields = 64;

/** What a pattern wants names to begin with; undefined where it wants more, or something else. */
const literalPrefix = (pattern: string): string | undefined =>
  /^\^((?:[\w -]|\\[-./$])*)$/.exec(pattern)?.[1]?.replaceAll("\\", "");

/** The models of `patternProperties`, by what names begin with; undefined where a pattern wants more. */
function prefixesOf(patterns: Schema, modelOf: Reading["modelOf"]): Map<string, Model> | undefined {
  const prefixes = new Map<string, Model>();
  for (const [pattern, inner] of Object.entries(patterns)) {
    const prefix = literalPrefix(pattern);
    if (prefix === undefined) return undefined;
    prefixes.set(prefix, modelOf(inner));
  }
  return prefixes;
}

/** What `propertyNames` wants of names; undefined where that is more than a length. */
function namesOf(names: unknown): TextCheck | undefined {
  if (names === true) return { least: 0, most: Infinity, form: FORM_ANY };
  if (!isObject(names)) return undefined;
  const isLength = assertionsOf(names).every((keyword) => ["type", "minLength", "maxLength"].includes(keyword));
  return isLength && (names["type"] === undefined || names["type"] === "string") ? textOf(names) : undefined;
}

export function objectOf({ schema, modelOf }: Reading): ObjectModel | undefined {
  const { properties = {}, required = [], additionalProperties = true, patternProperties = {} } = schema;
  const { propertyNames, minProperties: least = 0, maxProperties: most = Infinity } = schema;
  if (!isObject(properties) || !isObject(patternProperties) || !isCount(least) || !isCount(most)) return undefined;
  if (!Array.isArray(required) || !required.every((name) => typeof name === "string")) return undefined;
  const others = modelOf(additionalProperties);
  const prefixes = prefixesOf(patternProperties, modelOf);
  const own = new Map(Object.entries(properties));
  // ajv passes over a property of this name
  if (!prefixes || own.has("__proto__") || required.includes("__proto__")) return undefined;
  const fields = new Map<string, Model>();
  for (const name of new Set([...own.keys(), ...required])) {
    const models = [...prefixes].flatMap(([prefix, model]) => (name.startsWith(prefix) ? [model] : []));
    if (own.has(name)) models.push(modelOf(own.get(name)));
    fields.set(name, models.length > 0 ? intersection(models) : others);
  }
  if (fields.size > mostFields) return undefined;
  const model: ObjectModel = {
    fields,
    required: new Set(required),
    others: others === nothing ? undefined : others,
    prefixes,
    least: Math.ceil(least),
    most: Math.floor(most),
  };
  if (propertyNames === undefined) return model;
  const names = namesOf(propertyNames);
  return names && [...fields.keys()].every((name) => isLong(name, names)) ? { ...model, names } : undefined;
}
