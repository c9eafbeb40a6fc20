/** Keywords of numbers. */
import type { Schema } from "./keywords.ts";
import type { NumberCheck } from "./model.ts";

export function numberOf(schema: Schema): NumberCheck | undefined {
  const { minimum: least, maximum: most, exclusiveMinimum: over, exclusiveMaximum: under, multipleOf: step } = schema;
  const entries = Object.entries({ least, most, over, under, step }).filter(([, value]) => value !== undefined);
  if (!entries.every(([, value]) => typeof value === "number")) return undefined;
  // fractions are not exact, and are left to ajv
  if (step !== undefined && !Number.isInteger(step)) return undefined;
  return Object.fromEntries(entries);
}
