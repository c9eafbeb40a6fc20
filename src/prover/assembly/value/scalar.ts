/** Scalars, and which of them are leaves. */
import { MINUS, QUOTE, same } from "../json/bytes";
import { shortEnd, textEnd } from "../json/text";
import * as L from "../layout";
import { leafOf } from "../shapes/leaves";
import { numberEnd, shortNumberEnd } from "./number";
import { entryAt } from "./strings";
import { checkedEnd } from "./text-check";

const nullWord: u32 = 0x6c6c756e;
const trueWord: u32 = 0x65757274;
/** What comes after the first letter. */
const falseWord: u32 = 0x65736c61;

/** Whether a number begins with `byte`. */
// @ts-ignore: decorator
@inline
export function isNumeric(byte: u8): bool {
  return byte - 0x30 < 10 || byte == MINUS;
}

/** Notes the scalar from `at` to `end`, if it is a leaf: a string that is not one of a list, or a number. */
// @ts-ignore: decorator
@inline
export function noteScalar(node: usize, at: usize, end: usize, depth: i32): void {
  const byte = load<u8>(at);
  if (byte == QUOTE) {
    if (load<usize>(node, L.NODE_STRINGS) != 0) return;
    const check = load<usize>(node, L.NODE_TEXT);
    leafOf(at + 1, end - 1, check == 0 ? L.FREE : L.CHECKED, check, depth);
  } else if (byte < 0x3a) leafOf(at, end, L.NUMBER, node, depth);
}

/** After the scalar at `at`, where it is plain to see that it meets `node`; 0 where that takes a closer look. */
// @ts-ignore: decorator
@inline
export function plainScalarEnd(node: usize, at: usize): usize {
  const mask = load<u32>(node, L.NODE_MASK);
  const byte = load<u8>(at);
  if (byte == QUOTE) {
    if (!(mask & L.STRING)) return 0;
    const table = load<usize>(node, L.NODE_STRINGS);
    if (table != 0) {
      const last = load<usize>(table, L.STRINGS_LAST);
      const length = load<u32>(last, L.ENTRY_LENGTH);
      return last != 0 && same(load<usize>(last, L.ENTRY_BYTES), at + 1, length) ? at + 1 + length : 0;
    }
    if (load<usize>(node, L.NODE_TEXT) != 0) return 0;
    const end = shortEnd(at + 1);
    return end == 0 ? 0 : end + 1;
  }
  if (byte - 0x30 < 10) return mask & L.INTEGER ? shortNumberEnd(node, at) : 0;
  return byte == 0x6e && mask & L.NULL && load<u32>(at) == nullWord ? at + 4 : 0;
}

/** After the string whose first character is at `at`. */
export function stringEnd(node: usize, at: usize): usize {
  const table = load<usize>(node, L.NODE_STRINGS);
  if (table != 0) {
    const entry = entryAt(table, at);
    return entry == 0 ? 0 : at + load<u32>(entry, L.ENTRY_LENGTH);
  }
  const check = load<usize>(node, L.NODE_TEXT);
  const end = check == 0 ? textEnd(at) : checkedEnd(check, at);
  return end == 0 ? 0 : end + 1;
}

/** After the number, null, true or false at `at`, which meets `node`, whose mask is `mask`. */
// @ts-ignore: decorator
@inline
export function otherScalarEnd(node: usize, mask: u32, at: usize): usize {
  const byte = load<u8>(at);
  if (isNumeric(byte)) return mask & L.INTEGER ? numberEnd(node, at) : 0;
  if (byte == 0x6e) return mask & L.NULL && load<u32>(at) == nullWord ? at + 4 : 0;
  if (byte == 0x74) return mask & L.TRUE && load<u32>(at) == trueWord ? at + 4 : 0;
  return byte == 0x66 && mask & L.FALSE && load<u32>(at + 1) == falseWord ? at + 5 : 0;
}
