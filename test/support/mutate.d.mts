import type { Draw, JsonObject, Random } from "./generate.mjs";

/**
 * The one finding that a mistake must give. Where two findings would be as good (a required key misspelt), `rule` and
 * `pointer` list them side by side: the finding is `rule[i]` at `pointer[i]`. What is absent here is not asked for.
 */
export interface Expected {
  rule: string | string[];
  pointer: string | string[];
  severity: "error" | "warning";
  suggestion?: string;
  /** The name of the field that is missing. */
  want?: string;
}

export interface Mutation {
  /** The kind of mistake and the kind of place, the same for all of that kind. */
  name: string;
  value: JsonObject;
  expected: Expected;
}

export interface Sampled {
  name: string;
  record: JsonObject;
  expected: Expected;
}

export function mutations(record: JsonObject, random: Random): Generator<Mutation, void, undefined>;
export function sample(draw: Draw): Generator<Sampled, void, undefined>;
