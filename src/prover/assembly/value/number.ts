/** Numbers: what JSON allows, and what a check wants of them. */
import {
  FRACTION,
  HAS_LEAST,
  HAS_MOST,
  HAS_OVER,
  HAS_STEP,
  HAS_UNDER,
  HAS_VALUES,
  NODE_MASK,
  NODE_NUMBER,
  NUMBER_COUNT,
  NUMBER_FLAGS,
  NUMBER_LEAST,
  NUMBER_MOST,
  NUMBER_OVER,
  NUMBER_STEP,
  NUMBER_UNDER,
  NUMBER_VALUES,
  TAKES_PLAIN,
} from "../layout";

/** Digits of which a double keeps every one, and digits before the point, moved by the exponent, that it surely has room for. */
const exactDigits: u32 = 15;
const mostDigits: u32 = 308;

// @ts-ignore: decorator
@inline
function digit(at: usize): u32 {
  return <u32>load<u8>(at) - 0x30;
}

function fits(check: usize, number: f64): bool {
  const flags = load<u32>(check, NUMBER_FLAGS);
  if (flags & HAS_LEAST && !(number >= load<f64>(check, NUMBER_LEAST))) return false;
  if (flags & HAS_MOST && !(number <= load<f64>(check, NUMBER_MOST))) return false;
  if (flags & HAS_OVER && !(number > load<f64>(check, NUMBER_OVER))) return false;
  if (flags & HAS_UNDER && !(number < load<f64>(check, NUMBER_UNDER))) return false;
  if (flags & HAS_STEP) {
    // as ajv has it, for what is surely exact
    const steps = number / load<f64>(check, NUMBER_STEP);
    if (steps != trunc(steps) || abs(steps) > 1e15 || number != trunc(number)) return false;
  }
  if (!(flags & HAS_VALUES)) return true;
  const end = check + NUMBER_VALUES + (<usize>load<u32>(check, NUMBER_COUNT) << 3);
  for (let at = check + NUMBER_VALUES; at < end; at += 8) if (load<f64>(at) == number) return true;
  return false;
}

/** How many of the eight bytes at `at` are digits before one that is none. */
// @ts-ignore: decorator
@inline
function digitsAt(at: usize): u32 {
  const bytes = load<u64>(at) ^ 0x3030303030303030;
  // a carry comes out of a byte that is no digit itself, and only the first of these counts
  return <u32>(ctz(((bytes + 0x7676767676767676) | bytes) & 0x8080808080808080) >> 3);
}

/** After the number at `at`, if it is but a few digits. */
// @ts-ignore: decorator
@inline
function plainEnd(at: usize): usize {
  let digits = digitsAt(at);
  if (digits == 8) digits += digitsAt(at + 8);
  if (digits - 1 >= exactDigits || (digits > 1 && load<u8>(at) == 0x30)) return 0;
  const next = load<u8>(at + digits);
  return next == 0x2e || (next | 0x20) == 0x65 ? 0 : at + digits;
}

/** After the number at `at`, if it is but a few digits and any such meets `node`, which takes numbers. */
// @ts-ignore: decorator
@inline
export function shortNumberEnd(node: usize, at: usize): usize {
  const check = load<usize>(node, NODE_NUMBER);
  return check == 0 || load<u32>(check, NUMBER_FLAGS) & TAKES_PLAIN ? plainEnd(at) : 0;
}

/** After the number at `at`, if it is one that meets `node`; 0 also where that is left to others. */
export function numberEnd(node: usize, at: usize): usize {
  const short = shortNumberEnd(node, at);
  if (short != 0) return short;
  const check = load<usize>(node, NODE_NUMBER);
  const mask = load<u32>(node, NODE_MASK);
  const isNegative = load<u8>(at) == 0x2d;
  if (isNegative) at++;
  let digits: u32 = 0;
  let whole: u64 = 0;
  let next = digit(at);
  if (next == 0) {
    at++;
    digits = 1;
    if (digit(at) < 10) return 0;
  } else {
    for (; next < 10; next = digit(++at)) {
      whole = whole * 10 + next;
      digits++;
    }
    if (digits == 0) return 0;
  }
  /** Digits before the point. */
  let first = digits;
  let scale: f64 = 1;
  let isWhole = true;
  let isPlain = true;
  if (load<u8>(at) == 0x2e) {
    at++;
    first = digits;
    for (next = digit(at); next < 10; next = digit(++at)) {
      if (next != 0) isWhole = false;
      whole = whole * 10 + next;
      digits++;
      scale *= 10;
    }
    if (digits == first) return 0;
  }
  if ((load<u8>(at) | 0x20) == 0x65) {
    isPlain = false;
    at++;
    const sign = load<u8>(at);
    if (sign == 0x2b || sign == 0x2d) at++;
    let exponent: u32 = 0;
    let isEmpty = true;
    for (next = digit(at); next < 10; next = digit(++at)) {
      isEmpty = false;
      if (exponent <= mostDigits) exponent = exponent * 10 + next;
    }
    if (isEmpty) return 0;
    if (sign != 0x2d) first += exponent;
  }
  if (first > mostDigits) return 0;
  if (!(isWhole && isPlain) && !(mask & FRACTION)) return 0;
  if (check == 0) return at;
  if (digits > exactDigits || !isPlain) return 0;
  const number = <f64>whole / scale;
  return fits(check, isNegative ? -number : number) ? at : 0;
}
