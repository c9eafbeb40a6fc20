/** The bytes of JSON: its punctuation, the blanks between, and comparing them in blocks. */
import { PADDING } from "../layout";

export const QUOTE: u8 = 0x22;
export const BACKSLASH: u8 = 0x5c;
export const COMMA: u8 = 0x2c;
export const COLON: u8 = 0x3a;
export const MINUS: u8 = 0x2d;
export const NEWLINE: u8 = 0x0a;
export const CARRIAGE_RETURN: u8 = 0x0d;
export const OPEN_ARRAY: u8 = 0x5b;
export const CLOSE_ARRAY: u8 = 0x5d;
export const OPEN_OBJECT: u8 = 0x7b;
export const CLOSE_OBJECT: u8 = 0x7d;

/** The first byte from `at` on that is no blank. A line feed is none: it ends the record. */
// @ts-ignore: decorator
@inline
export function blank(at: usize): usize {
  let byte = load<u8>(at);
  while (byte <= 0x20 && (byte == 0x20 || byte == 0x09 || byte == CARRIAGE_RETURN)) byte = load<u8>(++at);
  return at;
}

/** Puts zeros behind what ends at `end`: no text goes on past a zero, so that loads need not look where a text ends. */
export function pad(end: usize): void {
  for (let zero: usize = 0; zero < PADDING; zero += 16) v128.store(end + zero, i8x16.splat(0));
}

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
