/** Tables of strings, each of which may lead to a node. */
import { same } from "../json/bytes";
import { textEnd } from "../json/text";
import { ENTRY_BYTES, ENTRY_LENGTH, ENTRY_NEXT, STRINGS_LAST, STRINGS_MASK, STRINGS_SLOTS } from "../layout";

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

/** The entry of `table` for the string at `at`, which has no escape in it. */
export function entryAt(table: usize, at: usize): usize {
  const last = load<usize>(table, STRINGS_LAST);
  if (last != 0 && same(load<usize>(last, ENTRY_BYTES), at, load<u32>(last, ENTRY_LENGTH))) return last;
  const end = textEnd(at);
  if (end == 0) return 0;
  const slot = (tableHashOf(at, end) & load<u32>(table, STRINGS_MASK)) << 2;
  let entry = load<usize>(load<usize>(table, STRINGS_SLOTS) + slot);
  for (; entry != 0; entry = load<usize>(entry, ENTRY_NEXT)) {
    if (same(load<usize>(entry, ENTRY_BYTES), at, load<u32>(entry, ENTRY_LENGTH))) {
      store<usize>(table, entry, STRINGS_LAST);
      return entry;
    }
  }
  return 0;
}
