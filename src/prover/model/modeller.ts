/** JSON Schema -> models. */
import { isObject } from "../../json.ts";
import { flatKeywords, flatOf } from "./flat.ts";
import { intersection } from "./intersection.ts";
import { jointKeywords, jointsOf } from "./joint.ts";
import { assertionsOf, type Reading } from "./keywords.ts";
import { ALL, anything, type Model, nothing, unprovable } from "./model.ts";

/** A schema, and what its references are relative to. */
export interface Located {
  schema: unknown;
  file: string;
}

export interface ModelOptions {
  /** What `reference` in `file` leads to; undefined where it leads nowhere. */
  resolve: (reference: string, file: string) => Located | undefined;
  /** Whether `format` asserts anything; where it does, it is not understood. */
  assertsFormats: boolean;
  /** Whether `prefixItems` is a keyword, as since 2020-12. */
  hasPrefixItems: boolean;
}

export interface Modeller {
  modelOf(this: void, schema: unknown, file: string): Model;
}

const flat: ReadonlySet<string> = new Set(flatKeywords);
const understood: ReadonlySet<string> = new Set([...flatKeywords, ...jointKeywords]);

export function createModeller({ resolve, assertsFormats, hasPrefixItems }: ModelOptions): Modeller {
  const known = new Map<string, Map<object, Model>>();

  function readingOf(schema: Record<string, unknown>, file: string): Reading {
    return {
      schema,
      modelOf: (inner) => modelOf(inner, file),
      follow(reference) {
        const target = resolve(reference, file);
        return target ? modelOf(target.schema, target.file) : unprovable;
      },
      assertsFormats,
    };
  }

  function built(schema: Record<string, unknown>, file: string): Model {
    const keywords = assertionsOf(schema);
    if (!keywords.every((keyword) => understood.has(keyword))) return unprovable;
    if ("prefixItems" in schema && !hasPrefixItems) return unprovable;
    const reading = readingOf(schema, file);
    const alone = keywords.some((keyword) => flat.has(keyword)) ? [flatOf(reading)] : [];
    return intersection([...alone, ...jointsOf(reading)]);
  }

  function modelOf(schema: unknown, file: string): Model {
    if (schema === true) return anything;
    if (schema === false) return nothing;
    if (!isObject(schema)) return unprovable;
    const models = known.get(file) ?? new Map<object, Model>();
    known.set(file, models);
    const before = models.get(schema);
    if (before) return before;
    const model: Model = { mask: ALL, may: ALL, isOpen: true };
    models.set(schema, model);
    const result = built(schema, file);
    delete model.isOpen;
    if (result === anything || result === nothing) {
      models.set(schema, result);
      return result;
    }
    // what is still being read is pointed to, since there is nothing yet to be copied
    const isPending = result === model || result.isOpen === true;
    return Object.assign(model, isPending ? { every: [result] } : result);
  }
  return { modelOf };
}
