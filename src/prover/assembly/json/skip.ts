/** Passes over values in which nothing is checked. */
import { CARRIAGE_RETURN, CLOSE_ARRAY, CLOSE_OBJECT, COMMA, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from "./bytes";
import { textEnd } from "./text";

/** After the value at `at`, which is in another, and the blanks behind it. Only brackets and strings are followed. */
export function skipped(at: usize): usize {
  let depth = 0;
  while (true) {
    const byte = load<u8>(at);
    if (byte == QUOTE) {
      at = textEnd(at + 1);
      if (at == 0) return 0;
    } else if (byte == OPEN_OBJECT || byte == OPEN_ARRAY) depth++;
    else if (byte == CLOSE_OBJECT || byte == CLOSE_ARRAY) {
      if (depth == 0) return at;
      depth--;
    } else if (byte == COMMA && depth == 0) return at;
    else if (byte < 0x20 && byte != 0x09 && byte != CARRIAGE_RETURN) return 0;
    at++;
  }
}
