/**
 * Finds where a text first stops being JSON (RFC 8259). It builds nothing and does not recurse, so no nesting is too deep
 * for it.
 */

/** What was wanted where a text stops being JSON. */
export type Wanted =
  | "a value"
  | "a key"
  | "a colon"
  | "a comma or }"
  | "a comma or ]"
  | "the end"
  | "a number"
  | "an escape"
  | "four hexadecimal digits"
  | "no control character"
  /** The text ends in the middle of a value. */
  | "more";

export interface ScanFault {
  at: number;
  wanted: Wanted;
}

const isBlank = (unit: number): boolean => unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09;
const [quote, comma, colon, backslash] = [0x22, 0x2c, 0x3a, 0x5c];
const [openObject, closeObject, openArray, closeArray] = [0x7b, 0x7d, 0x5b, 0x5d];

const escape = /\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})/y;
/** An escape that the text ends in. */
const halfEscape = /^\\(?:u[0-9A-Fa-f]{0,3})?$/;
const bare = /[^\s,:[\]{}"]*/y;
const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** What is no number, and would be one if it went on. */
const halfNumber = /^-?(?:(?:0|[1-9]\d*)(?:\.|(?:\.\d+)?[eE][+-]?))?$/;
const words = ["true", "false", "null"];

/** The index after what `pattern`, which is sticky, finds at `index`; -1 where it finds nothing. */
function after(pattern: RegExp, text: string, index: number): number {
  pattern.lastIndex = index;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** The index after the string whose opening quote is at `from`, or the fault in it. */
function afterString(text: string, from: number, length: number): number | ScanFault {
  for (let index = from + 1; index < length;) {
    const unit = text.charCodeAt(index);
    if (unit === quote) return index + 1;
    if (unit < 0x20) return { at: index, wanted: "no control character" };
    if (unit !== backslash) {
      index++;
      continue;
    }
    const next = after(escape, text, index);
    if (next === -1) {
      if (halfEscape.test(text.slice(index, length))) break;
      return { at: index, wanted: text[index + 1] === "u" ? "four hexadecimal digits" : "an escape" };
    }
    index = next;
  }
  return { at: length, wanted: "more" };
}

/** The index after the number or word at `from`, or the fault in it. */
function afterWord(text: string, from: number, length: number): number | ScanFault {
  const end = Math.min(length, after(bare, text, from));
  const word = text.slice(from, end);
  if (words.includes(word) || number.test(word)) return end;
  const isHalf = halfNumber.test(word) || words.some((known) => known.startsWith(word));
  if (end === length && word !== "" && isHalf) return { at: length, wanted: "more" };
  return { at: from, wanted: /^[-\d]/.test(word) ? "a number" : "a value" };
}

/** What may come next. */
type Expected = "value" | "first value" | "key" | "first key" | "colon" | "next" | "end";

/** The first fault of `text`; undefined if it is JSON. */
export function scan(text: string): ScanFault | undefined {
  const open: number[] = [];
  let expected: Expected = "value";
  let length = text.length;
  while (length > 0 && isBlank(text.charCodeAt(length - 1))) length--;
  for (let index = 0; ;) {
    while (index < length && isBlank(text.charCodeAt(index))) index++;
    if (index >= length) return expected === "end" ? undefined : { at: length, wanted: "more" };
    const unit = text.charCodeAt(index);
    const inObject = open.at(-1) === openObject;
    const closes = unit === (inObject ? closeObject : closeArray) && open.length > 0;
    if (closes && (expected === "next" || expected === "first key" || expected === "first value")) {
      open.pop();
      index++;
      expected = open.length === 0 ? "end" : "next";
      continue;
    }
    switch (expected) {
      case "end":
        return { at: index, wanted: "the end" };
      case "next":
        if (unit !== comma) return { at: index, wanted: inObject ? "a comma or }" : "a comma or ]" };
        expected = inObject ? "key" : "value";
        index++;
        continue;
      case "colon":
        if (unit !== colon) return { at: index, wanted: "a colon" };
        expected = "value";
        index++;
        continue;
      case "key":
      case "first key": {
        if (unit !== quote) return { at: index, wanted: "a key" };
        const end = afterString(text, index, length);
        if (typeof end !== "number") return end;
        index = end;
        expected = "colon";
        continue;
      }
      case "value":
      case "first value": {
        if (unit === openObject || unit === openArray) {
          open.push(unit);
          index++;
          expected = unit === openObject ? "first key" : "first value";
          continue;
        }
        const end = unit === quote ? afterString(text, index, length) : afterWord(text, index, length);
        if (typeof end !== "number") return end;
        index = end;
        expected = open.length === 0 ? "end" : "next";
      }
    }
  }
}
