/** Keywords of strings. */
import { FORM_ANY, FORM_BASE64, FORM_URI } from "../assembly/layout.ts";
import { isCount, type Schema } from "./keywords.ts";
import type { TextCheck } from "./model.ts";

/** Patterns that are known, in the words of src/schema/profile.ts. */
const forms: Readonly<Record<string, number>> = {
  "^[A-Za-z0-9+/]*={0,2}$": FORM_BASE64,
  '^[A-Za-z][A-Za-z0-9+.-]*:[^\\s<>"{}|\\\\^`]*$': FORM_URI,
};

const codePoints = (text: string): number => Array.from(text).length;

/** Whether a text is as long as a check wants it. */
export const isLong = (text: string, { least, most }: TextCheck): boolean =>
  codePoints(text) >= least && codePoints(text) <= most;

export function textOf(schema: Schema): TextCheck | undefined {
  const { minLength: least = 0, maxLength: most = Infinity, pattern } = schema;
  const form = pattern === undefined ? FORM_ANY : typeof pattern === "string" ? forms[pattern] : undefined;
  if (!isCount(least) || !isCount(most) || form === undefined) return undefined;
  return { least: Math.ceil(least), most: Math.floor(most), form };
}
