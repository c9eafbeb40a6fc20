/** What a recorder put around an event, as a model: records of the same keys carry their event in the same place. */
import { lookedAt } from "../envelope.ts";
import type { Step } from "../event.ts";
import { isObject } from "../json.ts";
import { FALSE, NULL, OBJECT, STRING, TRUE } from "./assembly/layout.ts";
import { anything, type Model, spelling } from "./model/model.ts";

/** The one value that a field may have; undefined where there is no telling it by its bytes. */
function constant(value: unknown): Model | undefined {
  if (value === null) return { mask: NULL, may: NULL };
  if (typeof value === "boolean") return { mask: value ? TRUE : FALSE, may: TRUE | FALSE };
  // JSON in a string would be looked into
  const isPlain = typeof value === "string" && spelling(value) !== undefined && !/^\s*\{/.test(value);
  return isPlain ? { mask: STRING, may: STRING, strings: new Set([value]) } : undefined;
}

/** What makes records the same to envelopeModel(), as text. */
export function envelopeOf(record: unknown, path: readonly Step[]): string {
  const [step, ...rest] = path;
  if (step === null && typeof record === "string") return `text of ${envelopeOf(JSON.parse(record), rest)}`;
  if (!isObject(record) || step == null) return "";
  return JSON.stringify(
    Object.entries(record).map(([name, value]) => [
      name,
      name === step ? envelopeOf(value, rest) : lookedAt.has(name) ? value : null,
    ]),
  );
}

/**
 * The envelope in `record` whose event lies along `path` and is of `payload`. It has the keys of `record` and no others, and
 * wherever a value decides what a record is taken for, that value. Undefined where this is not enough to be sure.
 */
export function envelopeModel(record: unknown, path: readonly Step[], payload: Model): Model | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return payload;
  if (step === null && typeof record === "string") {
    const inner = envelopeModel(JSON.parse(record), rest, payload);
    return inner && { mask: STRING, may: STRING, inner };
  }
  if (step === null || !isObject(record)) return undefined;
  const fields = new Map<string, Model>();
  for (const [name, value] of Object.entries(record)) {
    const model = name === step ? envelopeModel(value, rest, payload) : lookedAt.has(name) ? constant(value) : anything;
    if (!model) return undefined;
    fields.set(name, model);
  }
  const required = new Set(fields.keys());
  if (fields.size > 64 || fields.has("__proto__")) return undefined;
  return {
    mask: OBJECT,
    may: OBJECT,
    object: { fields, required, others: undefined, prefixes: new Map(), least: 0, most: Infinity },
  };
}
