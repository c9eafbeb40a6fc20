/** Escapes in strings. */
import { BACKSLASH, QUOTE } from "./bytes";

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

function digitOf(byte: u8): u32 {
  return byte < 0x3a ? byte - 0x30 : (byte | 0x20) - 0x57;
}

/** The UTF-16 code unit that the escape at `at` stands for. Here and below it is well formed. */
export function escapedUnit(at: usize): u32 {
  const kind = load<u8>(at + 1);
  if (kind == 0x75) {
    return (
      (digitOf(load<u8>(at + 2)) << 12) |
      (digitOf(load<u8>(at + 3)) << 8) |
      (digitOf(load<u8>(at + 4)) << 4) |
      digitOf(load<u8>(at + 5))
    );
  }
  if (kind == 0x62) return 8;
  if (kind == 0x66) return 12;
  if (kind == 0x6e) return 10;
  if (kind == 0x72) return 13;
  return kind == 0x74 ? 9 : kind;
}

/** Bytes of the escape at `at`. */
// @ts-ignore: decorator
@inline
export function escapeLength(at: usize): usize {
  return load<u8>(at + 1) == 0x75 ? 6 : 2;
}
