/** Strings and keys: what is between two quotes. Positions are addresses; 0 says that it is not as it should be. */
import { BACKSLASH, QUOTE } from "./bytes";
import { escapeEnd } from "./escapes";
import { wideEnd, wideRunEnd } from "./wide";

/** Whether the string that textEnd() or keyEnd() read last has an escape. */
export let hasEscape: bool = false;

/** Which of the sixteen bytes at `at` do not simply go on with a string. */
// @ts-ignore: decorator
@inline
function oddAt(at: usize): i32 {
  const bytes = v128.load(at);
  // signed: control characters and whatever is no ASCII in one comparison
  return i8x16.bitmask(
    v128.or(
      i8x16.lt_s(bytes, i8x16.splat(0x20)),
      v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))),
    ),
  );
}

/** The same as textEnd(), without a call where the string is short and plain; says nothing of escapes. */
// @ts-ignore: decorator
@inline
export function shortEnd(at: usize): usize {
  let found = oddAt(at);
  if (found == 0) {
    at += 16;
    found = oddAt(at);
  }
  if (found == 0) return textEnd(at + 16);
  at += ctz(found);
  return load<u8>(at) == QUOTE ? at : textEnd(at);
}

/** The closing quote of the string whose first character is at `at`. */
export function textEnd(at: usize): usize {
  hasEscape = false;
  while (true) {
    const found = oddAt(at);
    if (found == 0) {
      at += 16;
      continue;
    }
    at += ctz(found);
    const byte = load<u8>(at);
    if (byte == QUOTE) return at;
    if (byte == BACKSLASH) {
      hasEscape = true;
      at = escapeEnd(at);
      if (at == 0) return 0;
    } else if (byte >= 0x80) {
      at = wideEnd(at);
      // one among letters of ASCII mostly stands alone
      if (at != 0 && load<u8>(at) >= 0x80) at = wideRunEnd(at);
      if (at == 0) return 0;
    } else return 0;
  }
}
