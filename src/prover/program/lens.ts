/** Lenses -> tables in memory, by which the prover tells what is wanted of a record. */
import type { Lens } from "../../event.ts";
import * as L from "../assembly/layout.ts";
import { slotsFor, type Writer } from "./writer.ts";

/** The place of a key in a table of a lens, as assembly/digest/walk.ts has it. @param length with the closing quote. */
function slotOf(text: string, length: number): number {
  const key = Buffer.from(text);
  return length * 5 + (key[0] ?? 0) * 3 + (key.at(-1) ?? 0);
}

function fieldOf({ field, lengthOnly, isJson, varies }: Lens): number {
  if (isJson) return L.DIGEST_IS_JSON;
  const flag = lengthOnly === "always" ? L.DIGEST_LENGTH_ONLY : lengthOnly === "audio" ? L.DIGEST_MAY_BE_AUDIO : 0;
  return field | flag | (varies ? L.DIGEST_VARIES : 0);
}

/** The address of a lens. */
export function encodeLens(writer: Writer, { fields = {}, items }: Lens): number {
  const { allocate, word } = writer;
  const keys = Object.entries(fields);
  const count = keys.length === 0 ? 0 : 2 * slotsFor(keys.length);
  const address = allocate(L.LENS_SLOTS + 4 * count);
  word(address + L.LENS_MASK, Math.max(0, count - 1));
  if (items) {
    word(address + L.LENS_ITEM_FIELD, fieldOf(items));
    word(address + L.LENS_ITEM, encodeLens(writer, items));
  }
  for (const [key, inner] of keys) {
    const { address: bytes, length } = writer.name(key);
    const entry = allocate(L.LENS_KEY_SIZE);
    word(entry + L.LENS_BYTES, bytes);
    word(entry + L.LENS_LENGTH, length);
    word(entry + L.LENS_FIELD, fieldOf(inner));
    if (inner.fields || inner.items) word(entry + L.LENS_INNER, encodeLens(writer, inner));
    writer.chain(address + L.LENS_SLOTS + 4 * (slotOf(key, length) & (count - 1)), entry, L.LENS_NEXT);
  }
  return address;
}
