/** A prover of single texts under any schema. */
import { isObject } from "../json.ts";
import { stepsOf } from "../pointer.ts";
import { createEncoder } from "./program/encode.ts";
import type { Loaded } from "./program/program.ts";
import { createInstance } from "./instance.ts";
import { type Model, nothing } from "./model/model.ts";
import { createModeller, type Located } from "./model/modeller.ts";

export type Dialect = "2020-12" | "draft-07";

/** Whether a schema below the root says that it lives elsewhere, so that references in it lead there. */
function hasInnerId(schema: unknown, isRoot = true): boolean {
  if (Array.isArray(schema)) return schema.some((inner) => hasInnerId(inner, false));
  if (!isObject(schema)) return false;
  return (!isRoot && "$id" in schema) || Object.values(schema).some((inner) => hasInnerId(inner, false));
}

/** Keywords whose schemas are asked about the same value. */
const sameValue = ["allOf", "anyOf", "oneOf", "not", "if", "then", "else"];

/** Whether a schema anywhere in `schema` leads to itself on the same value. */
function isEndless(schema: unknown, resolve: (reference: string) => unknown): boolean {
  /** Schemas that were gone through, or are being gone through. */
  const seen = new Map<object, "open" | "done">();
  function leadsBack(one: unknown): boolean {
    if (Array.isArray(one)) return one.some(leadsBack);
    if (!isObject(one)) return false;
    const state = seen.get(one);
    if (state) return state === "open";
    seen.set(one, "open");
    const next: unknown[] = sameValue.map((keyword) => one[keyword]);
    if (isObject(one["dependentSchemas"])) next.push(...Object.values(one["dependentSchemas"]));
    if (isObject(one["dependencies"])) next.push(...Object.values(one["dependencies"]));
    if (typeof one["$ref"] === "string") next.push(resolve(one["$ref"]));
    const isCircle = next.some(leadsBack);
    seen.set(one, "done");
    return isCircle;
  }
  const anywhere = (one: unknown): boolean =>
    leadsBack(one) || (typeof one === "object" && one !== null && Object.values(one).some(anywhere));
  return anywhere(schema);
}

function stepInto(value: unknown, step: string): unknown {
  if (Array.isArray(value)) return value[Number(step)];
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

/** The model of a schema. Only references within it are followed; where others lead is never proved. */
export function modelOfSchema(schema: unknown, dialect: Dialect): Model {
  const resolve = (reference: string): Located | undefined => {
    if (reference !== "#" && !reference.startsWith("#/")) return undefined;
    const target = stepsOf(decodeURIComponent(reference.slice(1))).reduce(stepInto, schema);
    return target === undefined ? undefined : { schema: target, file: "" };
  };
  // what no validator gets to the end of is not proved by what comes before
  if (hasInnerId(schema) || isEndless(schema, (reference) => resolve(reference)?.schema)) return nothing;
  const { modelOf } = createModeller({ resolve, assertsFormats: true, hasPrefixItems: dialect === "2020-12" });
  return modelOf(schema, "");
}

/** A user's own schema as a program; its records are no events. */
export function programOf(schema: unknown, dialect: Dialect): Loaded {
  const encoder = createEncoder();
  const root = encoder.encode(modelOfSchema(schema, dialect));
  return { bytes: encoder.bytes(), root, events: [] };
}

export interface SchemaProver {
  /** Whether it is sure that a text is JSON without a key twice, and valid. False says nothing. */
  proves(text: Uint8Array): boolean;
  /** The same by the general prover alone, which has seen no text before. */
  provesAlone(text: Uint8Array): boolean;
}

/** What the encoder does not understand of a schema is never proved. */
export function createSchemaProver(schema: unknown, dialect: Dialect): SchemaProver {
  const program = programOf(schema, dialect);
  const instance = createInstance(program.bytes.length);
  const { exports, room } = instance;
  instance.put(program);
  function put(text: Uint8Array): number {
    instance.resize(text.length).set(text);
    return room + text.length;
  }
  return {
    proves: (text) => exports.proves(room, put(text)) !== 0,
    provesAlone(text) {
      instance.put(program);
      return exports.proves(room, put(text)) !== 0;
    },
  };
}
