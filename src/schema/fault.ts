/** A mistake, as the schema sees it, and how one is made of a value that is not what it should be. */
import { isJson, typeOf } from "../json.ts";
import { nearestValue } from "./nearest.ts";

/** A mistake before it has a place in a file. */
export interface Fault {
  rule: string;
  /** Into the payload. */
  pointer: string;
  /** What to point at: the value, or the key where the key is what is wrong. */
  at: "value" | "key";
  /** The key to point at instead, where a name stands for the one that is missing. */
  instead?: string;
  got?: unknown;
  want?: unknown;
  suggestion?: string;
  /** A constant that tells branches of a union apart was not met. */
  tag?: boolean;
  /** Where the rule is about a closed list or a type: the values that would do, and the JSON types. `want` holds both. */
  values?: readonly unknown[];
  types?: readonly string[];
  /** The value itself, which `got` may only name the type of. */
  value?: unknown;
  /** Where the value would be allowed, in words. */
  elsewhere?: string;
  /** Fields by names of another generation of the API, and the places that these have here; "" where they are gone. */
  renamed?: readonly (readonly [name: string, place: string])[];
  /** The field that a name which is not known here is one of. */
  inside?: string;
  /** Names that stand beside what is missing, and are its own. */
  beside?: readonly string[];
  /** How many fields of the record have the same fault, this one included; there is one mistake behind them. */
  times?: number;
}

/** A fault before it has a pointer. */
export type Unplaced = Partial<Fault> & { rule: string };

/** The JSON type of what a text has in it, where that would do and a text does not: a number in quotes, or an object as JSON in a string. */
export function typeInQuotes(got: unknown, types: readonly string[] = []): string | undefined {
  if (typeof got !== "string" || types.includes("string")) return undefined;
  if (!/^(?:-?\d+(?:\.\d+)?|true|false|null|\s*[[{].*)$/s.test(got) || !isJson(got)) return undefined;
  const type = typeOf(JSON.parse(got));
  return types.includes(type) || (type === "number" && types.includes("integer")) ? type : undefined;
}

/** A value that is none of `values` and of none of `types`; of a JSON type that neither has, it is the type that is wrong. */
export function outside(got: unknown, values: readonly unknown[], types: readonly string[]): Unplaced {
  const allowed = values.filter((value) => value !== null && !types.includes(typeOf(value)));
  const want = [...allowed, ...types];
  if (typeInQuotes(got, types) !== undefined || !values.some((value) => typeOf(value) === typeOf(got))) {
    // "got number, want integer" would leave the reader to find out why
    const shown = typeof got === "number" && types.includes("integer") ? got : typeOf(got);
    return { rule: "wrong-type", got: shown, want, value: got, values: allowed, types };
  }
  const suggestion = nearestValue(got, allowed);
  return {
    rule: "enum-mismatch",
    got,
    want,
    value: got,
    values: allowed,
    types,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

/** The value is of the wrong type or outside its list: it is not what was meant at all. */
export const isWrongKind = (fault: Fault): boolean => fault.rule === "wrong-type" || fault.rule === "enum-mismatch";

/** What recorders put in place of audio, or at its end. Sources: livekit agents realtime_model.py, Strands bidirectional logger. */
const ellipsis = /^[A-Za-z0-9+/=]*(?:\.\.\.|…)(?: ?\(truncated.*\))?$/;

/** The recorder cut the audio, and no fault of the service is to be seen. */
export const isCutAudio = ({ rule, want, got }: Fault): boolean =>
  rule === "bad-format" && want === "base64" && typeof got === "string" && ellipsis.test(got);
