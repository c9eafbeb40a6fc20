/**
 * Proves on the bytes of a block that its records are JSON and valid under a program, without building anything of them.
 * Positions are addresses, and 0 stands for "not proved", which says nothing of the record. Behind a block lie
 * PADDING zeros: no text goes on past a zero, so that loads need not look where the block ends.
 */
import * as L from "./layout";
import { numberEnd } from "./number";
import { forgetShapes, isKnown, learn, recognised } from "./shapes";
import { checkedEnd, decoded, hashOf, hasEscape, isLong, QUOTE, same, textEnd } from "./text";
import { leafOf, leavesTop, rewindLeaves, setField, startLeaves, unlearnable } from "./leaves";

const comma: u8 = 0x2c;
const colon: u8 = 0x3a;
const minus: u8 = 0x2d;
const newline: u8 = 0x0a;
const carriageReturn: u8 = 0x0d;
const openArray: u8 = 0x5b;
const closeArray: u8 = 0x5d;
const openObject: u8 = 0x7b;
const closeObject: u8 = 0x7d;

/** Values in values that are followed. */
const deepest: i32 = 64;

/** Choices that are made for one record at most: a schema that leads to itself could ask for any number. */
const mostAttempts: u32 = 1 << 16;
let attempts: u32 = 0;

/** The event that the record at hand is. */
let event: u32 = 0;
/** End of the hashes of names of open objects around the value at hand. */
let namesTop: usize = L.NAMES;

/** The first byte from `at` on that is no blank. A line feed is none: it ends the record. */
// @ts-ignore: decorator
@inline
function blank(at: usize): usize {
  let byte = load<u8>(at);
  while (byte == 0x20 || byte == 0x09 || byte == carriageReturn) byte = load<u8>(++at);
  return at;
}

/** The entry of `table` for the string at `at`, which has no escape in it. */
function entryAt(table: usize, at: usize): usize {
  const last = load<usize>(table, L.STRINGS_LAST);
  if (last != 0 && same(load<usize>(last, L.ENTRY_BYTES), at, load<u32>(last, L.ENTRY_LENGTH))) return last;
  const end = textEnd(at);
  if (end == 0) return 0;
  const slot = (hashOf(at, end) & load<u32>(table, L.STRINGS_MASK)) << 2;
  let entry = load<usize>(load<usize>(table, L.STRINGS_SLOTS) + slot);
  for (; entry != 0; entry = load<usize>(entry, L.ENTRY_NEXT)) {
    if (same(load<usize>(entry, L.ENTRY_BYTES), at, load<u32>(entry, L.ENTRY_LENGTH))) {
      store<usize>(table, entry, L.STRINGS_LAST);
      return entry;
    }
  }
  return 0;
}

/** After the string whose first character is at `at`. */
function text(node: usize, at: usize): usize {
  const table = load<usize>(node, L.NODE_STRINGS);
  if (table != 0) {
    const entry = entryAt(table, at);
    return entry == 0 ? 0 : at + load<u32>(entry, L.ENTRY_LENGTH);
  }
  const check = load<usize>(node, L.NODE_TEXT);
  const end = check == 0 ? textEnd(at) : checkedEnd(check, at);
  if (end == 0) return 0;
  leafOf(at, end, check);
  return end + 1;
}

/** After the number at `at`. */
function numeral(node: usize, mask: u32, at: usize): usize {
  const check = load<usize>(node, L.NODE_NUMBER);
  const end = numberEnd(check, mask, at);
  if (end != 0) leafOf(at, end, node | 1);
  return end;
}

/** What keyAt() found: the key, 0 if the table has none; after its closing quote; its hash; where its bytes are as they mean. */
let foundKey: usize = 0;
let keyStop: usize = 0;
let keyHash: u32 = 0;
let keyFrom: usize = 0;
let keyTo: usize = 0;

/** Looks for the key whose first character is at `at`. False if it is no string, or one that is left to others. */
function keyAt(table: usize, at: usize): bool {
  const end = textEnd(at);
  if (end == 0) return false;
  keyStop = end + 1;
  keyFrom = at;
  keyTo = end;
  if (hasEscape) {
    keyFrom = L.DECODED;
    keyTo = decoded(at, end, L.DECODED, L.DECODED + L.MOST_DECODED);
    if (keyTo == 0) return false;
    store<u8>(keyTo, QUOTE);
  }
  keyHash = hashOf(keyFrom, keyTo);
  const length = <u32>(keyTo + 1 - keyFrom);
  let key = load<usize>(load<usize>(table, L.OBJECT_SLOTS) + ((keyHash & load<u32>(table, L.OBJECT_MASK)) << 2));
  for (; key != 0; key = load<usize>(key, L.KEY_CHAIN)) {
    if (load<u32>(key, L.KEY_LENGTH) == length && same(load<usize>(key, L.KEY_BYTES), keyFrom, length)) break;
  }
  foundKey = key;
  return true;
}

/** The node of the values of a key that the table does not have; 0 if it is refused, or may stand twice. */
function nodeOfOther(table: usize, names: usize): usize {
  let node = load<usize>(table, L.OBJECT_OTHERS);
  let prefixes = load<usize>(table, L.OBJECT_PREFIXES);
  if (prefixes != 0) {
    let isMatched = false;
    let left = load<u32>(prefixes);
    for (prefixes += 4; left > 0; left--, prefixes += 12) {
      const length = load<u32>(prefixes, 4);
      if (keyTo - keyFrom < length || !same(load<usize>(prefixes), keyFrom, length)) continue;
      if (isMatched) return 0;
      isMatched = true;
      node = load<usize>(prefixes, 8);
    }
  }
  if (node == 0) return 0;
  const check = load<usize>(table, L.OBJECT_NAMES);
  if (check != 0 && (hasEscape || !isLong(check, keyFrom, keyTo))) return 0;
  for (let name = names; name < namesTop; name += 4) if (load<u32>(name) == keyHash) return 0;
  if (namesTop == L.NAMES + 4 * L.MOST_NAMES) return 0;
  store<u32>(namesTop, keyHash);
  namesTop += 4;
  return node;
}

/** After the object at `at`. */
function object(node: usize, at: usize, depth: i32): usize {
  const table = load<usize>(node, L.NODE_OBJECT);
  const required = load<u64>(table, L.OBJECT_REQUIRED);
  const names = namesTop;
  let seen: u64 = 0;
  let count: u32 = 0;
  /** Where the key is noted that comes next. */
  let follows = table + L.OBJECT_FIRST;
  at = blank(at + 1);
  if (load<u8>(at) == closeObject) at++;
  else {
    while (true) {
      if (load<u8>(at) != QUOTE) return 0;
      at++;
      let key = load<usize>(follows);
      if (key != 0 && same(load<usize>(key, L.KEY_BYTES), at, load<u32>(key, L.KEY_LENGTH))) {
        at += load<u32>(key, L.KEY_LENGTH);
      } else {
        if (!keyAt(table, at)) return 0;
        key = foundKey;
        at = keyStop;
        if (key != 0) store<usize>(follows, key);
      }
      let child: usize;
      let field: u32 = 0;
      if (key != 0) {
        const bit = (<u64>1) << load<u32>(key, L.KEY_BIT);
        if (seen & bit) return 0;
        seen |= bit;
        child = load<usize>(key, L.KEY_NODE);
        field = load<u32>(key, L.KEY_FIELD);
        follows = key + L.KEY_NEXT;
      } else {
        child = nodeOfOther(table, names);
        if (child == 0) return 0;
      }
      count++;
      at = blank(at);
      if (load<u8>(at) != colon) return 0;
      const leaves = leavesTop;
      at = value(child, blank(at + 1), depth + 1);
      if (at == 0) return 0;
      if (field != 0) setField(leaves, field);
      at = blank(at);
      const byte = load<u8>(at);
      if (byte == comma) {
        at = blank(at + 1);
        continue;
      }
      if (byte != closeObject) return 0;
      at++;
      break;
    }
  }
  namesTop = names;
  const fits = count >= load<u32>(table, L.OBJECT_LEAST) && count <= load<u32>(table, L.OBJECT_MOST);
  return fits && (seen & required) == required ? at : 0;
}

/** Whether each item, of the strings and numbers that `count` items from `leaves` on are, is another. */
function areUnique(leaves: usize, count: u32): bool {
  if (count < 2) return true;
  // what ties leaves together is no matter of shapes
  unlearnable();
  if (leavesTop - leaves != <usize>count * L.LEAF_SIZE || count > 64) return false;
  for (let one = leaves; one < leavesTop; one += L.LEAF_SIZE) {
    const from = load<usize>(one);
    const length = <u32>(load<usize>(one, 4) - from);
    // no escapes and no numbers, which have more than one spelling
    if (load<u8>(from - 1) != QUOTE) return false;
    for (let at = from; at < from + length; at++) if (load<u8>(at) == 0x5c) return false;
    for (let other = leaves; other < one; other += L.LEAF_SIZE) {
      const start = load<usize>(other);
      if (<u32>(load<usize>(other, 4) - start) == length && same(start, from, length)) return false;
    }
  }
  return true;
}

/** After the array at `at`. */
function array(node: usize, at: usize, depth: i32): usize {
  const table = load<usize>(node, L.NODE_ARRAY);
  const items = load<usize>(table, L.ARRAY_ITEMS);
  const prefix = load<usize>(table, L.ARRAY_PREFIX);
  const prefixed: u32 = prefix == 0 ? 0 : load<u32>(prefix);
  const leaves = leavesTop;
  let count: u32 = 0;
  at = blank(at + 1);
  if (load<u8>(at) == closeArray) at++;
  else {
    while (true) {
      const item = count < prefixed ? load<usize>(prefix + 4 + (count << 2)) : items;
      if (item == 0) return 0;
      at = value(item, at, depth + 1);
      if (at == 0) return 0;
      count++;
      at = blank(at);
      const byte = load<u8>(at);
      if (byte == comma) {
        at = blank(at + 1);
        continue;
      }
      if (byte != closeArray) return 0;
      at++;
      break;
    }
  }
  const fits = count >= load<u32>(table, L.ARRAY_LEAST) && count <= load<u32>(table, L.ARRAY_MOST);
  if (!fits) return 0;
  return load<u32>(table, L.ARRAY_UNIQUE) == 0 || areUnique(leaves, count) ? at : 0;
}

/** After the value at `at`, in which brackets and strings are followed and nothing is checked. */
function skipped(at: usize): usize {
  let depth = 0;
  while (true) {
    const byte = load<u8>(at);
    if (byte == QUOTE) {
      at = textEnd(at + 1);
      if (at == 0) return 0;
      at++;
    } else if (byte == openObject || byte == openArray) {
      depth++;
      at++;
      continue;
    } else if (byte == closeObject || byte == closeArray) {
      if (depth == 0) return at;
      depth--;
      at++;
    } else if (byte == comma && depth == 0) return at;
    else if (byte < 0x20 && byte != 0x09 && byte != carriageReturn) return 0;
    else at++;
  }
}

/** The node by which the object at `at` is judged. What is taken for its field need not be it: the node proves that as well. */
function chosen(choice: usize, at: usize): usize {
  const otherwise = load<usize>(choice, L.SWITCH_OTHERWISE);
  const bytes = load<usize>(choice, L.SWITCH_BYTES);
  const length = load<u32>(choice, L.SWITCH_LENGTH);
  at = blank(at + 1);
  while (true) {
    if (load<u8>(at) != QUOTE) return otherwise;
    const isField = same(bytes, at + 1, length);
    at = isField ? at + 1 + length : textEnd(at + 1) + 1;
    if (at == 1) return 0;
    at = blank(at);
    if (load<u8>(at) != colon) return 0;
    at = blank(at + 1);
    if (isField) {
      const entry = load<u8>(at) == QUOTE ? entryAt(load<usize>(choice, L.SWITCH_STRINGS), at + 1) : 0;
      return entry == 0 ? otherwise : load<usize>(entry, L.ENTRY_NODE);
    }
    at = skipped(at);
    if (at == 0 || load<u8>(at) != comma) return otherwise;
    at = blank(at + 1);
  }
}

/** After the value at `at`, by the first of the nodes that proves it. */
function oneOf(choice: usize, at: usize, depth: i32): usize {
  if (++attempts > mostAttempts) return 0;
  const leaves = leavesTop;
  const names = namesTop;
  for (let left = load<u32>(choice); left > 0; left--) {
    choice += 4;
    const end = value(load<usize>(choice), at, depth + 1);
    if (end != 0) return end;
    rewindLeaves(leaves);
    namesTop = names;
  }
  return 0;
}

/** After the value at `at`, which each of the nodes proves. */
function allOf(all: usize, at: usize, depth: i32): usize {
  if (++attempts > mostAttempts) return 0;
  // its leaves would have to be checked by several nodes
  unlearnable();
  let end: usize = 0;
  for (let left = load<u32>(all); left > 0; left--) {
    all += 4;
    const stop = value(load<usize>(all), at, depth + 1);
    if (stop == 0) return 0;
    end = stop;
  }
  return end;
}

/** After the value at `at`, which meets `node`. */
function value(node: usize, at: usize, depth: i32): usize {
  if (depth > deepest) return 0;
  const choice = load<usize>(node, L.NODE_CHOICE);
  if (choice != 0) return oneOf(choice, at, depth);
  const all = load<usize>(node, L.NODE_ALL);
  if (all != 0) return allOf(all, at, depth);
  const mask = load<u32>(node, L.NODE_MASK);
  const byte = load<u8>(at);
  let end: usize = 0;
  if (byte == QUOTE) {
    if (mask & L.STRING) end = text(node, at + 1);
  } else if (byte == openObject) {
    if (mask & L.OBJECT) {
      const by = load<usize>(node, L.NODE_SWITCH);
      if (by != 0) {
        const target = chosen(by, at);
        if (target == 0) return 0;
        end = value(target, at, depth);
        const named = load<u32>(target, L.NODE_EVENT);
        if (named != 0) event = named;
      } else end = object(node, at, depth);
    }
  } else if (byte == openArray) {
    if (mask & L.ARRAY) end = array(node, at, depth);
  } else if (byte - 0x30 < 10 || byte == minus) {
    if (mask & L.INTEGER) end = numeral(node, mask, at);
  } else if (byte == 0x6e) {
    if (mask & L.NULL && load<u32>(at) == 0x6c6c756e) end = at + 4;
  } else if (byte == 0x74) {
    if (mask & L.TRUE && load<u32>(at) == 0x65757274) end = at + 4;
  } else if (byte == 0x66) {
    if (mask & L.FALSE && load<u32>(at + 1) == 0x65736c61) end = at + 5;
  }
  return end;
}

/** After the record at `at`, by the first root that proves it. */
function proved(at: usize): usize {
  const count = load<u32>(L.CONTROL, L.ROOTS);
  attempts = 0;
  for (let root: u32 = 1; root <= count; root++) {
    const node = load<usize>(L.CONTROL + L.ROOTS + (root << 2));
    startLeaves();
    namesTop = L.NAMES;
    event = 0;
    const end = value(node, at, 0);
    if (end == 0) continue;
    if (event == 0) event = load<u32>(node, L.NODE_EVENT);
    return end;
  }
  return 0;
}

/** The line feed from `at` on, or `end`. */
function lineEnd(at: usize, end: usize): usize {
  const feeds = i8x16.splat(newline);
  for (; at < end; at += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), feeds));
    if (found != 0) return min(at + ctz(found), end);
  }
  return end;
}

/** After the line of a record that ends at `at`, or 0 if there is more in that line, or it is longer than lines may be. */
// @ts-ignore: decorator
@inline
function lineAfter(from: usize, at: usize, end: usize, isLast: bool): usize {
  at = blank(at);
  if (load<u8>(at) != newline && !(isLast && at >= end)) return 0;
  const length = at - from - (load<u8>(at - 1) == carriageReturn ? 1 : 0);
  return length <= load<u32>(L.CONTROL, L.MOST_BYTES) ? at + 1 : 0;
}

function count(after: usize, shape: u32): void {
  store<u32>(L.CONTROL, load<u32>(L.CONTROL, L.PROVED) + 1, L.PROVED);
  store<u32>(L.CONTROL, load<u32>(L.CONTROL, L.LINE) + 1, L.LINE);
  const place = L.CONTROL + L.COUNTS + (shape << 2);
  store<u32>(place, load<u32>(place) + 1);
  store<usize>(L.CONTROL, after, L.AT);
}

/**
 * Goes on from AT to the next record that is not proved, and past it, and gives its line in FROM and TO; or to `end`, where a line that is
 * not whole stays for the next block: AT is its first byte. With STOPS it halts at proved records as well.
 * @param searched up to here the line at AT is known to have no end.
 * @param isLast nothing comes after `end`.
 */
export function run(end: usize, searched: usize, isLast: bool): u32 {
  for (let zero: usize = 0; zero < L.PADDING; zero += 16) v128.store(end + zero, i8x16.splat(0));
  let at = load<usize>(L.CONTROL, L.AT);
  if (searched > at && !isLast && lineEnd(searched, end) == end) return L.BLOCK_USED;
  while (at < end) {
    const from = at;
    at = blank(at);
    if (load<u8>(at) == newline && at < end) {
      store<u32>(L.CONTROL, load<u32>(L.CONTROL, L.LINE) + 1, L.LINE);
      store<usize>(L.CONTROL, ++at, L.AT);
      continue;
    }
    if (at >= end) {
      if (isLast) store<usize>(L.CONTROL, end, L.AT);
      return L.BLOCK_USED;
    }
    const start = at;
    let after = recognised(start);
    if (after != 0) after = lineAfter(from, after, end, isLast);
    if (after != 0) {
      store<u32>(L.CONTROL, load<u32>(L.CONTROL, L.RECOGNISED) + 1, L.RECOGNISED);
      event = isKnown;
    } else {
      const stop = proved(start);
      if (stop != 0) after = lineAfter(from, stop, end, isLast);
      if (after != 0) learn(start, stop, event);
    }
    if (after != 0) {
      after = min(after, end);
      count(after, event);
      at = after;
      store<u32>(L.CONTROL, event, L.EVENT);
      if (load<u32>(L.CONTROL, L.STOPS)) {
        store<usize>(L.CONTROL, start, L.FROM);
        store<usize>(L.CONTROL, at, L.TO);
        return L.RECORD_PROVED;
      }
      continue;
    }
    const stop = lineEnd(start, end);
    if (stop == end && !isLast) return L.BLOCK_USED;
    store<usize>(L.CONTROL, from, L.FROM);
    store<usize>(L.CONTROL, stop, L.TO);
    store<usize>(L.CONTROL, min(stop + 1, end), L.AT);
    store<u32>(L.CONTROL, load<u32>(L.CONTROL, L.LINE) + 1, L.LINE);
    return L.NOT_PROVED;
  }
  return L.BLOCK_USED;
}

/** Whether the text from `at` to `end`, with PADDING zeros behind it, is proved by the general prover, or `recognises` by its shape. */
export function proves(at: usize, end: usize, recognises: bool): bool {
  for (let zero: usize = 0; zero < L.PADDING; zero += 16) v128.store(end + zero, i8x16.splat(0));
  at = blank(at);
  if (recognises) {
    const known = recognised(at);
    if (known != 0 && blank(known) == end) return true;
  }
  const stop = proved(at);
  if (stop == 0 || blank(stop) != end) return false;
  learn(at, stop, event);
  return true;
}

/** Forgets shapes; for when the program is another. */
export function forget(): void {
  forgetShapes();
}
