/** Objects that a field tells apart. */
import { blank, COLON, COMMA, QUOTE, same } from "../json/bytes";
import { skipped } from "../json/skip";
import { textEnd } from "../json/text";
import * as L from "../layout";
import { entryAt } from "./strings";

/** The node by which the object at `at` is judged. What is taken for its field need not be it: the node proves that as well. */
export function chosen(choice: usize, at: usize): usize {
  const otherwise = load<usize>(choice, L.SWITCH_OTHERWISE);
  const bytes = load<usize>(choice, L.SWITCH_BYTES);
  const length = load<u32>(choice, L.SWITCH_LENGTH);
  const own = load<usize>(choice, L.SWITCH_OWN);
  at = blank(at + 1);
  while (true) {
    if (load<u8>(at) != QUOTE) return otherwise;
    const isField = same(bytes, at + 1, length);
    if (!isField && own != 0 && entryAt(own, at + 1) != 0) return otherwise;
    at = isField ? at + 1 + length : textEnd(at + 1) + 1;
    if (at == 1) return 0;
    at = blank(at);
    if (load<u8>(at) != COLON) return 0;
    at = blank(at + 1);
    if (isField) {
      const entry = load<u8>(at) == QUOTE ? entryAt(load<usize>(choice, L.SWITCH_STRINGS), at + 1) : 0;
      return entry == 0 ? otherwise : load<usize>(entry, L.ENTRY_NODE);
    }
    at = skipped(at);
    if (at == 0 || load<u8>(at) != COMMA) return otherwise;
    at = blank(at + 1);
  }
}
