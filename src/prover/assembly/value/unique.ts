/** Arrays whose items are not to be the same. */
import { blank, COMMA, QUOTE, same } from "../json/bytes";
import { hasEscape, textEnd } from "../json/text";

/** Items of an array that are compared with each other at most. */
export const mostUnique: u32 = 64;

/** Whether each of the strings in the array at `at`, which was proved, is another. False where it would take more to say. */
export function areUnique(at: usize): bool {
  const first = blank(at + 1);
  let item = first;
  while (true) {
    if (load<u8>(item) != QUOTE) return false;
    const end = textEnd(item + 1);
    if (hasEscape) return false;
    for (let other = first; other < item; other = blank(blank(textEnd(other + 1) + 1) + 1)) {
      if (same(other, item, <u32>(end + 1 - item))) return false;
    }
    item = blank(end + 1);
    if (load<u8>(item) != COMMA) return true;
    item = blank(item + 1);
  }
}
