/** Texts as numbers, as src/session/text.ts has them: two polynomial hashes over their UTF-16 code units, modulo 2^32. */
import { BACKSLASH, QUOTE } from "../json/bytes";
import { escapedUnit, escapeLength } from "../json/escapes";
import * as L from "../layout";

const base: u32 = 0x9e3779b1;
const otherBase: u32 = 0x85ebca6b;

/** The hashes of the text that was read last, and its length in UTF-16 code units. */
export let hashOne: u32 = 0;
export let hashOther: u32 = 0;
export let hashLength: u32 = 0;

/** The powers of the bases, from that of the 15th to the 0th; and from the 0th on up to the 16th. */
const falling: usize = L.POWERS;
const otherFalling: usize = L.POWERS + 64;
const rising: usize = L.POWERS + 128;
const otherRising: usize = L.POWERS + 196;
/** Sixteen bytes without and sixteen with all bits. */
const masks: usize = L.POWERS + 264;

function fillPowers(): void {
  let one: u32 = 1;
  let other: u32 = 1;
  for (let exponent: usize = 0; exponent <= 16; exponent++) {
    store<u32>(rising + (exponent << 2), one);
    store<u32>(otherRising + (exponent << 2), other);
    if (exponent < 16) {
      store<u32>(falling + ((15 - exponent) << 2), one);
      store<u32>(otherFalling + ((15 - exponent) << 2), other);
    }
    one *= base;
    other *= otherBase;
  }
  v128.store(masks, i8x16.splat(0));
  v128.store(masks, i8x16.splat(-1), 16);
}

// @ts-ignore: decorator
@inline
function summed(lanes: v128): u32 {
  return (
    i32x4.extract_lane(lanes, 0) +
    i32x4.extract_lane(lanes, 1) +
    i32x4.extract_lane(lanes, 2) +
    i32x4.extract_lane(lanes, 3)
  );
}

/** What sixteen numbers of 16 bits, the first eight in `low`, are by the powers at `powers`. */
// @ts-ignore: decorator
@inline
function weighed(low: v128, high: v128, powers: usize): u32 {
  const first = i32x4.mul(i32x4.extend_low_i16x8_u(low), v128.load(powers));
  const second = i32x4.mul(i32x4.extend_high_i16x8_u(low), v128.load(powers, 16));
  const third = i32x4.mul(i32x4.extend_low_i16x8_u(high), v128.load(powers, 32));
  const fourth = i32x4.mul(i32x4.extend_high_i16x8_u(high), v128.load(powers, 48));
  return summed(i32x4.add(i32x4.add(first, second), i32x4.add(third, fourth)));
}

/** After the string whose first character is at `at`, which is hashed. */
export function hashed(at: usize): usize {
  if (load<u32>(rising) == 0) fillPowers();
  let one: u32 = 0;
  let other: u32 = 0;
  let length: u32 = 0;
  while (true) {
    const bytes = v128.load(at);
    const odd = v128.or(
      i8x16.lt_s(bytes, i8x16.splat(0x20)),
      v128.or(i8x16.eq(bytes, i8x16.splat(QUOTE)), i8x16.eq(bytes, i8x16.splat(BACKSLASH))),
    );
    const found = i8x16.bitmask(odd);
    const plain: usize = found == 0 ? 16 : ctz(found);
    if (plain > 0) {
      // the plain ones come last, and before them is nothing
      const shift = 16 - plain;
      const units = v128.and(v128.load(at - shift), v128.load(masks + plain));
      const counted = i8x16.sub(units, v128.load(masks + plain));
      const low = i16x8.extend_low_i8x16_u(counted);
      const high = i16x8.extend_high_i8x16_u(counted);
      one = one * load<u32>(rising + (plain << 2)) + weighed(low, high, falling);
      other = other * load<u32>(otherRising + (plain << 2)) + weighed(low, high, otherFalling);
      length += <u32>plain;
      at += plain;
    }
    if (found == 0) continue;
    const byte = load<u8>(at);
    if (byte == QUOTE) break;
    let unit: u32 = byte;
    if (byte == BACKSLASH) {
      unit = escapedUnit(at);
      at += escapeLength(at);
    } else if (byte < 0xe0) {
      unit = ((<u32>byte & 0x1f) << 6) | (load<u8>(at + 1) & 0x3f);
      at += 2;
    } else if (byte < 0xf0) {
      unit = ((<u32>byte & 0x0f) << 12) | ((<u32>load<u8>(at + 1) & 0x3f) << 6) | (load<u8>(at + 2) & 0x3f);
      at += 3;
    } else {
      const point =
        ((<u32>byte & 0x07) << 18) |
        ((<u32>load<u8>(at + 1) & 0x3f) << 12) |
        ((<u32>load<u8>(at + 2) & 0x3f) << 6) |
        (load<u8>(at + 3) & 0x3f);
      at += 4;
      const high = 0xd800 + ((point - 0x10000) >> 10);
      one = one * base + high + 1;
      other = other * otherBase + high + 1;
      length++;
      unit = 0xdc00 + (point & 0x3ff);
    }
    one = one * base + unit + 1;
    other = other * otherBase + unit + 1;
    length++;
  }
  hashOne = one;
  hashOther = other;
  hashLength = length;
  return at + 1;
}
