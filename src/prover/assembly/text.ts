/** Strings and keys: what is between two quotes. Positions are addresses; 0 says that it is not as it should be. */
import { FORM_BASE64, TEXT_FORM, TEXT_LEAST, TEXT_MOST } from "./layout";

export const QUOTE: u8 = 0x22;
export const BACKSLASH: u8 = 0x5c;

// @ts-ignore: decorator
@inline
function equalAt(one: usize, other: usize): i32 {
  return i8x16.bitmask(i8x16.eq(v128.load(one), v128.load(other)));
}

/** Whether the `length` bytes at `one` and `other` are the same. Either may be read past its end. */
// @ts-ignore: decorator
@inline
export function same(one: usize, other: usize, length: u32): bool {
  if (length <= 16) return (~equalAt(one, other) & ((1 << length) - 1)) == 0;
  // the last sixteen may overlap those before
  one += length - 16;
  other += length - 16;
  for (let left = <i32>length - 16; left > 0; left -= 16) if (equalAt(one - left, other - left) != 0xffff) return false;
  return equalAt(one, other) == 0xffff;
}

// @ts-ignore: decorator
@inline
function isHex(byte: u8): bool {
  return byte - 0x30 < 10 || (byte | 0x20) - 0x61 < 6;
}

/** After the escape at `at`. */
export function escapeEnd(at: usize): usize {
  const byte = load<u8>(at + 1);
  if (byte == 0x75) {
    for (let digit: usize = 2; digit < 6; digit++) if (!isHex(load<u8>(at + digit))) return 0;
    return at + 6;
  }
  const isOne =
    byte == QUOTE ||
    byte == BACKSLASH ||
    byte == 0x2f ||
    byte == 0x62 ||
    byte == 0x66 ||
    byte == 0x6e ||
    byte == 0x72 ||
    byte == 0x74;
  return isOne ? at + 2 : 0;
}

/** After the character of several bytes at `at`, as Unicode 15, table 3-7, has them. */
export function wideEnd(at: usize): usize {
  // the first byte is the lowest
  const bytes = load<u32>(at);
  if ((bytes & 0xc0e0) == 0x80c0) return bytes & 0x1e ? at + 2 : 0;
  if ((bytes & 0xc0c0f0) == 0x8080e0) {
    /** Of the second byte only the bit that tells overlong forms and surrogates. */
    const start = bytes & 0x200f;
    return start != 0 && start != 0x200d ? at + 3 : 0;
  }
  if ((bytes & 0xc0c0c0f8) != 0x808080f0) return 0;
  const start = bytes & 0x3007;
  return start != 0 && (start & 7) < (start & 0x3000 ? 4 : 5) ? at + 4 : 0;
}

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
      do {
        at = wideEnd(at);
        if (at == 0) return 0;
      } while (load<u8>(at) >= 0x80);
    } else return 0;
  }
}

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
export function base64End(at: usize): usize {
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

/**
 * Hash by which a key or a constant is found in its table, its closing quote left out. Only the first, the last and the
 * middle four bytes count, since whatever has the same hash is compared.
 */
export function tableHashOf(at: usize, end: usize): u32 {
  const length = <u32>(end - at);
  if (length < 4) return (load<u32>(at) & ((1 << (length << 3)) - 1)) * 0x9e3779b1 >>> 7;
  const ends = load<u32>(at) ^ (load<u32>(end - 4) * 0x9e3779b1);
  const mixed = ((ends ^ (ends >>> 15)) + load<u32>(at + (length >>> 1) - 2) + length) * 0x85ebca6b;
  return mixed ^ (mixed >>> 16);
}

/** Hash of a key: FNV-1a. */
export function hashOf(at: usize, end: usize): u32 {
  let hash: u32 = 0x811c9dc5;
  for (; at < end; at++) hash = (hash ^ load<u8>(at)) * 0x01000193;
  return hash;
}

function hexAt(at: usize): u32 {
  let code: u32 = 0;
  for (let digit: usize = 0; digit < 4; digit++) {
    const byte = load<u8>(at + digit);
    code = (code << 4) | (byte < 0x3a ? byte - 0x30 : (byte | 0x20) - 0x57);
  }
  return code;
}

/**
 * Writes the string from `at` to `end` to `into` as it is without escapes. After its last byte; 0 if no UTF-8 can say it, or there is
 * no room before `limit`.
 * @param lineFeed what a line feed becomes. In JSON it may become a carriage return: both are blanks, and neither may stand in a string.
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
    const kind = load<u8>(at + 1);
    at += 2;
    let code: u32 = kind;
    if (kind == 0x75) {
      code = hexAt(at);
      at += 4;
    } else if (kind == 0x62) code = 8;
    else if (kind == 0x66) code = 12;
    else if (kind == 0x6e) code = 10;
    else if (kind == 0x72) code = 13;
    else if (kind == 0x74) code = 9;
    if (code == 10) code = lineFeed;
    if (code >= 0xd800 && code < 0xe000) {
      const isPair = code < 0xdc00 && load<u16>(at) == 0x755c;
      const low = isPair ? hexAt(at + 2) : 0;
      if (low < 0xdc00 || low > 0xdfff) return 0;
      at += 6;
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }
    if (code < 0x80) store<u8>(into++, code);
    else {
      if (code < 0x800) store<u8>(into++, 0xc0 | (code >> 6));
      else {
        if (code < 0x10000) store<u8>(into++, 0xe0 | (code >> 12));
        else {
          store<u8>(into++, 0xf0 | (code >> 18));
          store<u8>(into++, 0x80 | ((code >> 12) & 0x3f));
        }
        store<u8>(into++, 0x80 | ((code >> 6) & 0x3f));
      }
      store<u8>(into++, 0x80 | (code & 0x3f));
    }
  }
}
