/** Keys of objects: those in the table of an object, of which some are foreseen, and those that are not. */
import { blank, COLON, NEWLINE, QUOTE, same } from "../json/bytes";
import { decoded } from "../json/decode";
import { hasEscape, textEnd } from "../json/text";
import * as L from "../layout";
import { tableHashOf } from "./strings";
import { isLong } from "./text-check";

/** End of the hashes of names of open objects around the value at hand. */
export let namesTop: usize = L.NAMES;

/** Forgets the names that were noted from `to` on. */
// @ts-ignore: decorator
@inline
export function rewindNames(to: usize): void {
  namesTop = to;
}

/** What keyEnd() found: the key, 0 if the table has none; and where its bytes are as they mean. */
export let foundKey: usize = 0;
let keyFrom: usize = 0;
let keyTo: usize = 0;

/** After the key whose first character is at `at`, which is looked for. 0 if it is no string, or one that is left to others. */
function keyAt(table: usize, at: usize): usize {
  const end = textEnd(at);
  if (end == 0) return 0;
  keyFrom = at;
  keyTo = end;
  if (hasEscape) {
    keyFrom = L.DECODED;
    keyTo = decoded(at, end, L.DECODED, L.DECODED + L.MOST_DECODED, NEWLINE);
    if (keyTo == 0) return 0;
    store<u8>(keyTo, QUOTE);
  }
  const length = <u32>(keyTo + 1 - keyFrom);
  const slot = (tableHashOf(keyFrom, keyTo) & load<u32>(table, L.OBJECT_MASK)) << 2;
  let key = load<usize>(load<usize>(table, L.OBJECT_SLOTS) + slot);
  for (; key != 0; key = load<usize>(key, L.KEY_CHAIN)) {
    if (load<u32>(key, L.KEY_LENGTH) == length && same(load<usize>(key, L.KEY_BYTES), keyFrom, length)) break;
  }
  foundKey = key;
  return end + 1;
}

/** Whether `key`, with quotes and a colon, stands at `at`. */
// @ts-ignore: decorator
@inline
function isKey(key: usize, at: usize): bool {
  return key != 0 && same(load<usize>(key, L.KEY_BYTES) - 1, at, load<u32>(key, L.KEY_LENGTH) + 2);
}

/** The one of the two keys noted at `follows` that stands at `at`; 0 if neither does. */
// @ts-ignore: decorator
@inline
export function foreseenKey(follows: usize, at: usize): usize {
  let key = load<usize>(follows);
  if (isKey(key, at)) return key;
  key = load<usize>(follows, 4);
  return isKey(key, at) ? key : 0;
}

/** After the colon of the key at `at`, which is not as it was foreseen and is noted as foundKey; 0 if there is none. */
export function keyEnd(table: usize, follows: usize, at: usize): usize {
  if (load<u8>(at) != QUOTE) return 0;
  const end = keyAt(table, at + 1);
  if (end == 0) return 0;
  if (foundKey != 0 && load<usize>(follows) != foundKey) {
    // the first stays, or two that take turns would never be foreseen
    if (load<usize>(follows) == 0) store<usize>(follows, foundKey);
    else store<usize>(follows, foundKey, 4);
  }
  at = blank(end);
  return load<u8>(at) == COLON ? at + 1 : 0;
}

/** The node of keys that begin as the one at hand; `others` if none does, 0 if several do. */
function nodeByPrefix(prefixes: usize, others: usize): usize {
  let node = others;
  let isMatched = false;
  let left = load<u32>(prefixes);
  for (prefixes += 4; left > 0; left--, prefixes += 12) {
    const length = load<u32>(prefixes, 4);
    if (keyTo - keyFrom < length || !same(load<usize>(prefixes), keyFrom, length)) continue;
    if (isMatched) return 0;
    isMatched = true;
    node = load<usize>(prefixes, 8);
  }
  return node;
}

/** Hash of a name: FNV-1a. */
function hashOf(at: usize, end: usize): u32 {
  let hash: u32 = 0x811c9dc5;
  for (; at < end; at++) hash = (hash ^ load<u8>(at)) * 0x01000193;
  return hash;
}

/** Notes the name of the key at hand. False if it may be one of those from `names` on, or there is no room. */
function noteName(names: usize): bool {
  const hash = hashOf(keyFrom, keyTo);
  for (let name = names; name < namesTop; name += 4) if (load<u32>(name) == hash) return false;
  if (namesTop == L.NAMES + 4 * L.MOST_NAMES) return false;
  store<u32>(namesTop, hash);
  namesTop += 4;
  return true;
}

/** The node of the values of the key at hand, which the table does not have; 0 if it is refused, or may stand twice. */
export function nodeOfOther(table: usize, names: usize): usize {
  const others = load<usize>(table, L.OBJECT_OTHERS);
  const prefixes = load<usize>(table, L.OBJECT_PREFIXES);
  const node = prefixes == 0 ? others : nodeByPrefix(prefixes, others);
  if (node == 0) return 0;
  const check = load<usize>(table, L.OBJECT_NAMES);
  if (check != 0 && (hasEscape || !isLong(check, keyFrom, keyTo))) return 0;
  return noteName(names) ? node : 0;
}

/** Whether an object takes no keys but those in its table, so that it is no matter what is in the value of another. */
export function isClosed(table: usize): bool {
  return load<usize>(table, L.OBJECT_OTHERS) == 0 && load<usize>(table, L.OBJECT_PREFIXES) == 0;
}
