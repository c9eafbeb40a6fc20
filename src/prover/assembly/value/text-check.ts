/** What a check wants of a string: its form, and how many code points it has. */
import { BACKSLASH, QUOTE } from "../json/bytes";
import { textEnd } from "../json/text";
import { FORM_BASE64, TEXT_FORM, TEXT_LEAST, TEXT_MOST } from "../layout";

/** All ones in the bytes at `at` that are of the alphabet of base64: a letter, a digit or a slash before the digits, a plus. */
// @ts-ignore: decorator
@inline
function digitsOf64(at: usize): v128 {
  const bytes = v128.load(at);
  // a range is moved to where the least of signed bytes are
  const letters = i8x16.lt_s(i8x16.add(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(0x1f)), i8x16.splat(-102));
  const digits = i8x16.lt_s(i8x16.add(bytes, i8x16.splat(0x51)), i8x16.splat(-117));
  return v128.or(v128.or(letters, digits), i8x16.eq(bytes, i8x16.splat(0x2b)));
}

/** The closing quote of base64 at `at`: its alphabet, then at most two `=`. */
function base64End(at: usize): usize {
  while (true) {
    // four steps in one, since audio is long
    while (
      i8x16.bitmask(
        v128.and(
          v128.and(digitsOf64(at), digitsOf64(at + 16)),
          v128.and(digitsOf64(at + 32), digitsOf64(at + 48)),
        ),
      ) == 0xffff
    )
      at += 64;
    let found = i8x16.bitmask(digitsOf64(at));
    while (found == 0xffff) {
      at += 16;
      found = i8x16.bitmask(digitsOf64(at));
    }
    at += ctz(~found);
    // what some encoders make of a slash
    if (load<u16>(at) != 0x2f5c) break;
    at += 2;
  }
  if (load<u8>(at) == 0x3d) at++;
  if (load<u8>(at) == 0x3d) at++;
  return load<u8>(at) == QUOTE ? at : 0;
}

/** Whether the text from `at` to `end` is a URI as src/schema/profile.ts asserts it, and of ASCII without escapes. */
function isUri(at: usize, end: usize): bool {
  if ((load<u8>(at) | 0x20) - 0x61 >= 26) return false;
  for (at++; load<u8>(at) != 0x3a; at++) {
    const byte = load<u8>(at);
    const fits = (byte | 0x20) - 0x61 < 26 || byte - 0x30 < 10 || byte == 0x2b || byte == 0x2d || byte == 0x2e;
    if (at == end || !fits) return false;
  }
  for (; at < end; at++) {
    const byte = load<u8>(at);
    const isBad =
      byte <= 0x20 ||
      byte >= 0x7f ||
      byte == 0x3c ||
      byte == 0x3e ||
      byte == 0x7b ||
      byte == 0x7d ||
      byte == 0x7c ||
      byte == BACKSLASH ||
      byte == 0x5e ||
      byte == 0x60;
    if (isBad) return false;
  }
  return true;
}

/** Code points from `at` to `end`; all ones where escapes leave it open. */
function codePoints(at: usize, end: usize): u32 {
  let count: u32 = 0;
  for (; at < end; at++) {
    const byte = load<u8>(at);
    if (byte == BACKSLASH) {
      at++;
      if (load<u8>(at) == 0x75) return u32.MAX_VALUE;
    }
    if ((byte & 0xc0) != 0x80) count++;
  }
  return count;
}

/** Bytes that a code point can take: a pair of escapes. */
const widest: u32 = 12;

/** Whether the text from `at` to `end` is as long as `check` wants it. */
export function isLong(check: usize, at: usize, end: usize): bool {
  const least = load<u32>(check, TEXT_LEAST);
  const most = load<u32>(check, TEXT_MOST);
  const bytes = <u32>(end - at);
  if (bytes <= most && <u64>bytes >= <u64>least * widest) return true;
  const length = codePoints(at, end);
  return length != u32.MAX_VALUE && length >= least && length <= most;
}

/** The closing quote of the string at `at`, if `check` holds for it. */
export function checkedEnd(check: usize, at: usize): usize {
  const form = load<u32>(check, TEXT_FORM);
  const end = form == FORM_BASE64 ? base64End(at) : textEnd(at);
  if (end == 0) return 0;
  if (form > FORM_BASE64 && !isUri(at, end)) return 0;
  if (form == FORM_BASE64 && load<u32>(check, TEXT_LEAST) == 0 && load<u32>(check, TEXT_MOST) == u32.MAX_VALUE) return end;
  return isLong(check, at, end) ? end : 0;
}
