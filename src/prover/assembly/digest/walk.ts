/** Walks through a value that was proved, by a lens, and puts entries of what is wanted of it. Nothing is checked here. */
import { blank, CLOSE_ARRAY, CLOSE_OBJECT, COMMA, OPEN_ARRAY, OPEN_OBJECT, QUOTE, same } from "../json/bytes";
import { closeTexts, opened, textsTop } from "../json/decode";
import { skipped } from "../json/skip";
import { hasEscape, textEnd } from "../json/text";
import * as L from "../layout";
import { giveUpEntries, putEntry } from "./entries";
import { hashed, hashLength, hashOne, hashOther } from "./hash";
import { isPlanning, noteCopy, noteLeaf, noteSteps } from "./plan";
import { entryField, isLengthWanted } from "./wanted";

/** Puts an entry of a field; nothing where the field is none that is wanted. */
export function put(field: u32, kind: u32, one: u32, other: u32, length: u32): void {
  if (field == 0) return;
  const head = field | (kind << 16);
  if (isPlanning) noteCopy(head, one, other, length);
  putEntry(head, one, other, length);
}

/** After the string whose first character is at `at`; its hash is put. */
export function text(field: u32, at: usize): usize {
  const end = hashed(at);
  put(field, L.DIGEST_TEXT, hashOne, hashOther, hashLength);
  return end;
}

/** After the number at `at`; one that is no plain count is put as such, for others to read. */
export function number(field: u32, at: usize): usize {
  let count: u64 = 0;
  const from = at;
  const isNegative: u32 = load<u8>(at) == 0x2d ? 1 : 0;
  let byte = load<u8>(at);
  while (byte - 0x30 < 10) {
    count = count * 10 + (byte - 0x30);
    byte = load<u8>(++at);
  }
  const isPlain = at - from > 0 && at - from <= 15 && byte != 0x2e && (byte | 0x20) != 0x65;
  while (byte == 0x2d || byte == 0x2b || byte == 0x2e || (byte | 0x20) == 0x65 || byte - 0x30 < 10) byte = load<u8>(++at);
  if (isPlain) put(field, L.DIGEST_NUMBER, <u32>count, <u32>(count >> 32), 0);
  else put(field, L.DIGEST_ODD, isNegative, 0, 0);
  return at;
}

/** After the value at `at`, which is of `field`; what is in it is as `lens` has it. */
function value(field: u32, lens: usize, at: usize): usize {
  if (!isPlanning || !noteLeaf(field, lens, at)) return valueEnd(field, lens, at);
  noteSteps(false);
  const end = valueEnd(field, lens, at);
  noteSteps(true);
  return end;
}

/** The same where nothing is to be noted of it as a whole. */
export function valueEnd(field: u32, lens: usize, at: usize): usize {
  const byte = load<u8>(at);
  if (byte == QUOTE) {
    if (field & L.DIGEST_IS_JSON) return json(lens, at + 1);
    const named = entryField(field);
    if (named != 0 && !isLengthWanted(field)) return text(named, at + 1);
    const end = textEnd(at + 1);
    put(named, L.DIGEST_LENGTH, 0, 0, <u32>(end - at - 1));
    return end + 1;
  }
  field = entryField(field);
  if (byte == OPEN_OBJECT) {
    put(field, L.DIGEST_OBJECT, 0, 0, 0);
    return lens == 0 || load<u32>(lens, L.LENS_MASK) == 0 ? skipped(at) : object(lens, at);
  }
  if (byte == OPEN_ARRAY) {
    put(field, L.DIGEST_ARRAY, 0, 0, 0);
    return lens == 0 || load<u32>(lens, L.LENS_ITEM_FIELD) == 0 ? skipped(at) : array(lens, at);
  }
  if (byte == 0x6e || byte == 0x74) {
    put(field, byte == 0x6e ? L.DIGEST_NULL : L.DIGEST_BOOLEAN, byte, 0, 0);
    return at + 4;
  }
  if (byte == 0x66) {
    put(field, L.DIGEST_BOOLEAN, 0, 0, 0);
    return at + 5;
  }
  return number(field, at);
}

/** The place in a table of keys of one that is so long, its closing quote counted. */
// @ts-ignore: decorator
@inline
function slotOf(at: usize, length: u32): u32 {
  return length * 5 + load<u8>(at) * 3 + load<u8>(at + length - 2);
}

/** After the string whose first character is at `at`, and whose text is JSON. */
function json(lens: usize, at: usize): usize {
  const end = textEnd(at);
  const from = textsTop;
  if (opened(at, end) == 0) {
    giveUpEntries();
    return end + 1;
  }
  object(lens, blank(from));
  closeTexts(from);
  return end + 1;
}

/** A field, whichever. */
const anyField: u32 = 1;

/** After the object at `at`, whose fields are looked up in `lens`. */
export function object(lens: usize, at: usize): usize {
  at = blank(at + 1);
  if (load<u8>(at) == CLOSE_OBJECT) return at + 1;
  const mask = load<u32>(lens, L.LENS_MASK);
  while (true) {
    const key = at + 1;
    const end = textEnd(key) + 1;
    const length = <u32>(end - key);
    let entry = load<usize>(lens + L.LENS_SLOTS + ((slotOf(key, length) & mask) << 2));
    while (entry != 0 && !(load<u32>(entry, L.LENS_LENGTH) == length && same(load<usize>(entry, L.LENS_BYTES), key, length)))
      entry = load<usize>(entry, L.LENS_NEXT);
    // a key with an escape may be any, so that others have to read the record
    if (entry == 0 && hasEscape) put(anyField, L.DIGEST_ODD, 0, 0, 0);
    at = blank(blank(end) + 1);
    at = entry == 0 ? value(0, 0, at) : value(load<u32>(entry, L.LENS_FIELD), load<usize>(entry, L.LENS_INNER), at);
    at = blank(at);
    if (load<u8>(at) != COMMA) return at + 1;
    at = blank(at + 1);
  }
}

function array(lens: usize, at: usize): usize {
  at = blank(at + 1);
  if (load<u8>(at) == CLOSE_ARRAY) return at + 1;
  const field = load<u32>(lens, L.LENS_ITEM_FIELD);
  const inner = load<usize>(lens, L.LENS_ITEM);
  while (true) {
    at = blank(value(field, inner, at));
    if (load<u8>(at) != COMMA) return at + 1;
    at = blank(at + 1);
  }
}
