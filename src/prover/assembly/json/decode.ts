/** Strings without their escapes, and the texts around the value at hand that are JSON in strings, one in another. */
import { MOST_TEXTS, PADDING, TEXTS } from "../layout";
import { BACKSLASH, CARRIAGE_RETURN, NEWLINE, pad } from "./bytes";
import { escapedUnit, escapeLength } from "./escapes";

/** After the character of `code`, which is written to `into`. */
function putCharacter(code: u32, into: usize): usize {
  if (code < 0x80) {
    store<u8>(into, code);
    return into + 1;
  }
  if (code < 0x800) store<u8>(into++, 0xc0 | (code >> 6));
  else {
    if (code < 0x10000) store<u8>(into++, 0xe0 | (code >> 12));
    else {
      store<u8>(into++, 0xf0 | (code >> 18));
      store<u8>(into++, 0x80 | ((code >> 12) & 0x3f));
    }
    store<u8>(into++, 0x80 | ((code >> 6) & 0x3f));
  }
  store<u8>(into, 0x80 | (code & 0x3f));
  return into + 1;
}

/**
 * Writes the string from `at` to `end` to `into` as it is without escapes. After its last byte; 0 if no UTF-8 can say it, or there is
 * no room before `limit`.
 * @param lineFeed what a line feed becomes.
 */
export function decoded(at: usize, end: usize, into: usize, limit: usize, lineFeed: u32): usize {
  const backslashes = i8x16.splat(BACKSLASH);
  while (true) {
    if (into + 16 > limit) return 0;
    const bytes = v128.load(at);
    v128.store(into, bytes);
    const found = i8x16.bitmask(i8x16.eq(bytes, backslashes));
    const length: usize = found == 0 ? 16 : ctz(found);
    if (length >= end - at) return into + (end - at);
    at += length;
    into += length;
    if (found == 0) continue;
    let code = escapedUnit(at);
    at += escapeLength(at);
    if (code == NEWLINE) code = lineFeed;
    if (code >= 0xd800 && code < 0xe000) {
      const isPair = code < 0xdc00 && load<u16>(at) == 0x755c;
      const low: u32 = isPair ? escapedUnit(at) : 0;
      if (low < 0xdc00 || low > 0xdfff) return 0;
      at += 6;
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }
    into = putCharacter(code, into);
  }
}

/** End of the texts that are open: what is opened next begins there. */
export let textsTop: usize = TEXTS;

/** Opens the string from `at` to `end`, whose text is JSON. After that text; 0 where it cannot be had. */
export function opened(at: usize, end: usize): usize {
  // in JSON both are blanks, and neither may stand in a string; a line feed would end the record
  const to = decoded(at, end, textsTop, TEXTS + MOST_TEXTS, CARRIAGE_RETURN);
  if (to == 0) return 0;
  pad(to);
  textsTop = to + PADDING;
  return to;
}

/** Closes the text that begins at `from`, and those in it. */
export function closeTexts(from: usize): void {
  textsTop = from;
}
