/** What the keywords say by which several schemas decide about one value. */
import { INTEGER } from "../assembly/layout.ts";
import { isObject } from "../../json.ts";
import { intersection } from "./intersection.ts";
import { assertionsOf, listIn, maskOf, type Reading } from "./keywords.ts";
import { ALL, anything, type Model, nothing, NUMERIC, unprovable } from "./model.ts";
import { union } from "./union.ts";

/** What takes the values that a schema refuses, where that is plain. */
function negation(schema: unknown): Model {
  if (schema === false) return anything;
  if (!isObject(schema)) return schema === true ? nothing : unprovable;
  const keywords = assertionsOf(schema);
  if (keywords.length === 0) return nothing;
  if (keywords.length > 1 || keywords[0] !== "type") return unprovable;
  const refused = maskOf(schema["type"]);
  // what is no integer may be a number
  if ((refused & NUMERIC) === INTEGER) return unprovable;
  return { ...anything, mask: ALL & ~refused, may: ALL & ~refused };
}

/** `if` and `then`, or `else` where `if` is surely not met. */
function conditional({ schema, modelOf }: Reading): Model {
  const { if: condition, then: met = true, else: unmet = true } = schema;
  const both = intersection([modelOf(condition), modelOf(met)]);
  const neither = intersection([negation(condition), modelOf(unmet)]);
  // whatever `if` says, both may hold
  const always = intersection([modelOf(met), modelOf(unmet)]);
  return { mask: ALL, may: ALL, choice: [both, neither, always] };
}

function unionIn({ schema, modelOf }: Reading, keyword: "anyOf" | "oneOf"): Model[] {
  const models = listIn(schema[keyword])
    ?.map((inner) => modelOf(inner))
    .filter((model) => model !== nothing);
  return models ? [union(models, keyword === "oneOf") ?? unprovable] : [];
}

/** The models that a value has to meet, by the keyword that asks for them. */
const joints: Readonly<Record<string, (reading: Reading) => Model[]>> = {
  $ref: ({ schema, follow }) => [follow(String(schema["$ref"]))],
  allOf: ({ schema, modelOf }) => (listIn(schema["allOf"]) ?? []).map((inner) => modelOf(inner)),
  anyOf: (reading) => unionIn(reading, "anyOf"),
  oneOf: (reading) => unionIn(reading, "oneOf"),
  not: ({ schema }) => [negation(schema["not"])],
  if: (reading) => ("then" in reading.schema || "else" in reading.schema ? [conditional(reading)] : []),
};

export const jointKeywords: readonly string[] = [...Object.keys(joints), "then", "else"];

export const jointsOf = (reading: Reading): Model[] =>
  Object.entries(joints).flatMap(([keyword, read]) => (keyword in reading.schema ? read(reading) : []));
