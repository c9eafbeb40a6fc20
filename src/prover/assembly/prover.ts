/**
 * Proves on the bytes of a block that its records are JSON and valid under a program, without building anything of them.
 * Positions are addresses, and 0 stands for "not proved", which says nothing of the record. Behind a block lie
 * PADDING zeros: no text goes on past a zero, so that loads need not look where the block ends.
 */
import { digest, forgetPlans } from "./digest";
import * as L from "./layout";
import { endHoles, isLenient, letPass, mayBeStrange, mayLack, passedHoles, startHoles, takeBack, wrongEnd } from "./holes";
import { numberEnd, shortNumberEnd } from "./number";
import { ending, forgetShapes, isAsleep, known, learn, learnLesson, lesson, recognised, rootOfShapes } from "./shapes";
import { checkedEnd, decoded, hashOf, hasEscape, isLong, QUOTE, same, shortEnd, tableHashOf, textEnd } from "./text";
import { isNoting, leafOf, leavesTop, noteLeaves, rewindLeaves, startLeaves } from "./leaves";

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

/** Items of an array that are compared with each other at most. */
const mostUnique: u32 = 64;

/** The event that the record at hand is. */
let event: u32 = 0;
/** The same where it stands in a string, which may have any event in it. */
let carried: u32 = 0;
/** End of the texts around the value at hand that were decoded. */
let textsTop: usize = L.TEXTS;
/** End of the hashes of names of open objects around the value at hand. */
let namesTop: usize = L.NAMES;

/** The first byte from `at` on that is no blank. A line feed is none: it ends the record. */
// @ts-ignore: decorator
@inline
function blank(at: usize): usize {
  let byte = load<u8>(at);
  while (byte <= 0x20 && (byte == 0x20 || byte == 0x09 || byte == carriageReturn)) byte = load<u8>(++at);
  return at;
}

/** The entry of `table` for the string at `at`, which has no escape in it. */
function entryAt(table: usize, at: usize): usize {
  const last = load<usize>(table, L.STRINGS_LAST);
  if (last != 0 && same(load<usize>(last, L.ENTRY_BYTES), at, load<u32>(last, L.ENTRY_LENGTH))) return last;
  const end = textEnd(at);
  if (end == 0) return 0;
  const slot = (tableHashOf(at, end) & load<u32>(table, L.STRINGS_MASK)) << 2;
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
  return end == 0 ? 0 : end + 1;
}

/** Notes the scalar from `at` to `end`, if it is a leaf: a string that is not one of a list, or a number. */
// @ts-ignore: decorator
@inline
function scalar(node: usize, at: usize, end: usize, depth: i32): void {
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
function scalarEnd(node: usize, at: usize): usize {
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
  return byte == 0x6e && mask & L.NULL && load<u32>(at) == 0x6c6c756e ? at + 4 : 0;
}

/** Notes the value from `at` to `end` as a leaf as a whole, instead of the leaves that were noted of it. */
// @ts-ignore: decorator
@inline
function asOneLeaf(leaves: usize, at: usize, end: usize, node: usize, depth: i32): void {
  if (!isNoting) return;
  rewindLeaves(leaves);
  leafOf(at, end, L.VALUE, node, depth);
}

/** What keyAt() found: the key, 0 if the table has none; after its closing quote; where its bytes are as they mean. */
let foundKey: usize = 0;
let keyStop: usize = 0;
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
    keyTo = decoded(at, end, L.DECODED, L.DECODED + L.MOST_DECODED, 10);
    if (keyTo == 0) return false;
    store<u8>(keyTo, QUOTE);
  }
  const length = <u32>(keyTo + 1 - keyFrom);
  let key = load<usize>(load<usize>(table, L.OBJECT_SLOTS) + ((tableHashOf(keyFrom, keyTo) & load<u32>(table, L.OBJECT_MASK)) << 2));
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
  const hash = hashOf(keyFrom, keyTo);
  for (let name = names; name < namesTop; name += 4) if (load<u32>(name) == hash) return 0;
  if (namesTop == L.NAMES + 4 * L.MOST_NAMES) return 0;
  store<u32>(namesTop, hash);
  namesTop += 4;
  return node;
}

/** Whether `key`, with quotes and a colon, stands at `at`. */
// @ts-ignore: decorator
@inline
function isKey(key: usize, at: usize): bool {
  return key != 0 && same(load<usize>(key, L.KEY_BYTES) - 1, at, load<u32>(key, L.KEY_LENGTH) + 2);
}

/** After the colon of the key at `at`, which is not as it was foreseen and is noted as foundKey; 0 if there is none. */
function keyEnd(table: usize, follows: usize, at: usize): usize {
  if (load<u8>(at) != QUOTE || !keyAt(table, at + 1)) return 0;
  if (foundKey != 0 && load<usize>(follows) != foundKey) {
    // the first stays, or two that take turns would never be foreseen
    if (load<usize>(follows) == 0) store<usize>(follows, foundKey);
    else store<usize>(follows, foundKey, 4);
  }
  at = blank(keyStop);
  return load<u8>(at) == colon ? at + 1 : 0;
}

/** Whether an object takes no keys but those in its table, so that it is no matter what is in the value of another. */
function isClosed(table: usize): bool {
  return load<usize>(table, L.OBJECT_OTHERS) == 0 && load<usize>(table, L.OBJECT_PREFIXES) == 0;
}

/** After the value at `at` of a key that nobody knows. It is a leaf if it is a string or a number: what is in it is no matter. */
function strangeEnd(at: usize, depth: i32): usize {
  const byte = load<u8>(at);
  if (byte == QUOTE) {
    const end = textEnd(at + 1);
    if (end == 0) return 0;
    leafOf(at + 1, end, L.FREE, 0, depth);
    return end + 1;
  }
  const end = byte - 0x30 < 10 || byte == minus ? numberEnd(L.ANY_NUMBER, at) : skipped(at);
  if (end != 0 && byte < 0x3a) leafOf(at, end, L.NUMBER, L.ANY_NUMBER, depth);
  return end;
}

/** After the value at `at` that does not meet its node, if it may be wrong; what was noted of it is given up. */
function heldWrong(at: usize, leaves: usize): usize {
  const end = wrongEnd(at);
  if (end != 0) rewindLeaves(leaves);
  return end;
}

/** After the object at `at`. */
function object(node: usize, at: usize, depth: i32): usize {
  if (depth > deepest) return 0;
  const table = load<usize>(node, L.NODE_OBJECT);
  const required = load<u64>(table, L.OBJECT_REQUIRED);
  const names = namesTop;
  const start = at;
  let seen: u64 = 0;
  let count: u32 = 0;
  /** Where the keys are noted that come next. */
  let follows = table + L.OBJECT_FIRST;
  at = blank(at + 1);
  if (load<u8>(at) == closeObject) at++;
  else {
    while (true) {
      const keyAtHand = at;
      let key = load<usize>(follows);
      if (isKey(key, at)) at += load<u32>(key, L.KEY_LENGTH) + 2;
      else {
        key = load<usize>(follows, 4);
        if (isKey(key, at)) at += load<u32>(key, L.KEY_LENGTH) + 2;
        else {
          at = keyEnd(table, follows, at);
          if (at == 0) return 0;
          key = foundKey;
        }
      }
      let child: usize;
      if (key != 0) {
        const bit = load<u64>(key, L.KEY_BIT);
        if (seen & bit) return 0;
        seen |= bit;
        child = load<usize>(key, L.KEY_NODE);
        follows = key + L.KEY_NEXT;
      } else {
        child = nodeOfOther(table, names);
        if (child == 0 && !(isLenient && isClosed(table) && mayBeStrange(keyAtHand))) return 0;
      }
      count++;
      at = blank(at);
      let end = child == 0 ? strangeEnd(at, depth + 1) : scalarEnd(child, at);
      if (child != 0) {
        if (end != 0) {
          if (isNoting) scalar(child, at, end, depth + 1);
        } else {
          const leaves = leavesTop;
          end = value(child, at, depth + 1);
          if (end == 0 && isLenient) end = heldWrong(at, leaves);
        }
      }
      if (end == 0) return 0;
      at = blank(end);
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
  if ((!fits || (seen & required) != required) && !(isLenient && mayLack(start))) return 0;
  return at;
}

/** Whether each of the strings in the array at `at`, which was proved, is another. False where it would take more to say. */
function areUnique(at: usize): bool {
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
    if (load<u8>(item) != comma) return true;
    item = blank(item + 1);
  }
}

/** After the array at `at`. */
function array(node: usize, at: usize, depth: i32): usize {
  if (depth > deepest) return 0;
  const table = load<usize>(node, L.NODE_ARRAY);
  const items = load<usize>(table, L.ARRAY_ITEMS);
  const prefix = load<usize>(table, L.ARRAY_PREFIX);
  const prefixed: u32 = prefix == 0 ? 0 : load<u32>(prefix);
  const leaves = leavesTop;
  const start = at;
  let count: u32 = 0;
  at = blank(at + 1);
  if (load<u8>(at) == closeArray) at++;
  else {
    while (true) {
      const item = count < prefixed ? load<usize>(prefix + 4 + (count << 2)) : items;
      if (item == 0) return 0;
      at = isNoting && load<u8>(at) == openObject ? unit(item, at, depth + 1) : value(item, at, depth + 1);
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
  const isTied = load<u32>(table, L.ARRAY_UNIQUE) != 0 && count > 1;
  if (isTied && (count > mostUnique || !areUnique(start))) return 0;
  if (isTied) asOneLeaf(leaves, start, at, node, depth);
  return at;
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
  const own = load<usize>(choice, L.SWITCH_OWN);
  at = blank(at + 1);
  while (true) {
    if (load<u8>(at) != QUOTE) return otherwise;
    const isField = same(bytes, at + 1, length);
    if (!isField && own != 0 && entryAt(own, at + 1) != 0) return otherwise;
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
  if (++attempts > mostAttempts || depth > deepest) return 0;
  const leaves = leavesTop;
  const names = namesTop;
  const holes = passedHoles();
  for (let left = load<u32>(choice); left > 0; left--) {
    choice += 4;
    const end = value(load<usize>(choice), at, depth + 1);
    if (end != 0) return end;
    rewindLeaves(leaves);
    namesTop = names;
    takeBack(holes);
  }
  return 0;
}

/** After the value at `at`, which each of the nodes proves. */
function allOf(node: usize, all: usize, at: usize, depth: i32): usize {
  if (++attempts > mostAttempts || depth > deepest) return 0;
  const leaves = leavesTop;
  let end: usize = 0;
  for (let left = load<u32>(all); left > 0; left--) {
    all += 4;
    const stop = value(load<usize>(all), at, depth + 1);
    if (stop == 0) return 0;
    end = stop;
  }
  // its leaves are those of several nodes
  asOneLeaf(leaves, at, end, node, depth);
  return end;
}

/** After the value at `at`, which meets `node`, about which several nodes decide, or that takes nothing. */
function joint(node: usize, at: usize, depth: i32): usize {
  const choice = load<usize>(node, L.NODE_CHOICE);
  if (choice != 0) return oneOf(choice, at, depth);
  const all = load<usize>(node, L.NODE_ALL);
  return all == 0 ? 0 : allOf(node, all, at, depth);
}

/** After the value at `at`, which meets `node`. */
function value(node: usize, at: usize, depth: i32): usize {
  const mask = load<u32>(node, L.NODE_MASK);
  let end: usize = 0;
  if (mask == 0) {
    // what an event is to be is no union of its own making
    const wasLenient = letPass(isLenient && load<u32>(node, L.NODE_EVENT) != 0);
    end = joint(node, at, depth);
    letPass(wasLenient);
    return end;
  }
  const byte = load<u8>(at);
  if (byte == QUOTE) {
    if (!(mask & L.STRING)) return 0;
    const inner = load<usize>(node, L.NODE_INNER);
    if (inner != 0) return carrier(node, inner, at, depth);
    end = text(node, at + 1);
  } else if (byte == openObject) {
    if (!(mask & L.OBJECT)) return 0;
    const by = load<usize>(node, L.NODE_SWITCH);
    if (by == 0) return object(node, at, depth);
    const target = chosen(by, at);
    if (target == 0) return 0;
    const named = load<u32>(target, L.NODE_EVENT);
    const wasLenient = letPass(isLenient && named != 0);
    end = value(target, at, depth);
    letPass(wasLenient);
    if (named != 0) event = named;
    return end;
  } else if (byte == openArray) {
    if (!(mask & L.ARRAY)) return 0;
    const wasLenient = letPass(false);
    end = array(node, at, depth);
    letPass(wasLenient);
    return end;
  } else if (byte - 0x30 < 10 || byte == minus) {
    if (mask & L.INTEGER) end = numberEnd(node, at);
  } else if (byte == 0x6e) {
    if (mask & L.NULL && load<u32>(at) == 0x6c6c756e) end = at + 4;
  } else if (byte == 0x74) {
    if (mask & L.TRUE && load<u32>(at) == 0x65757274) end = at + 4;
  } else if (byte == 0x66) {
    if (mask & L.FALSE && load<u32>(at + 1) == 0x65736c61) end = at + 5;
  }
  if (isNoting && end != 0) scalar(node, at, end, depth);
  return end;
}

/** After the string at `at`, whose text is JSON for an object that meets `inner`. */
function carrier(node: usize, inner: usize, at: usize, depth: i32): usize {
  const end = textEnd(at + 1);
  if (end == 0) return 0;
  const from = textsTop;
  const to = decoded(at + 1, end, from, L.TEXTS + L.MOST_TEXTS, 13);
  if (to == 0) return 0;
  for (let zero: usize = 0; zero < L.PADDING; zero += 16) v128.store(to + zero, i8x16.splat(0));
  const names = namesTop;
  const around = event;
  // what is noted lies in a text that is given up
  const wasNoting = noteLeaves(false);
  const wasLenient = letPass(false);
  textsTop = to + L.PADDING;
  event = 0;
  const start = blank(from);
  const stop = load<u8>(start) == openObject ? unit(inner, start, depth + 1) : 0;
  if (event != 0) carried = event;
  event = around;
  textsTop = from;
  namesTop = names;
  noteLeaves(wasNoting);
  letPass(wasLenient);
  if (stop == 0 || blank(stop) != to) return 0;
  leafOf(at, end + 1, L.VALUE, node, depth);
  return end + 1;
}

/** After the value at `at`, as a leaf of a shape: its own leaves are no matter. */
export function valueLeafEnd(node: usize, at: usize, depth: i32): usize {
  const names = namesTop;
  const wasNoting = noteLeaves(false);
  const end = load<u8>(at) == openObject ? unit(node, at, depth) : value(node, at, depth);
  noteLeaves(wasNoting);
  namesTop = names;
  return end;
}

/** The root of a node's shapes, which is made if there is none; 0 where there is no room. */
function shapesOf(node: usize): usize {
  let root = load<usize>(node, L.NODE_SHAPES);
  if (root == 0) {
    root = rootOfShapes();
    store<usize>(node, root, L.NODE_SHAPES);
  }
  return root;
}

/** After the object at `at`, which has a shape of its own: by that, or else by the general way, which learns it. */
function unit(node: usize, at: usize, depth: i32): usize {
  // what several nodes have to prove has no shape, but is proved anew
  if (load<usize>(node, L.NODE_ALL) != 0) return value(node, at, depth);
  const root = shapesOf(node);
  if (root == 0) return value(node, at, depth);
  const leaves = leavesTop;
  const isPart = isNoting;
  let end = recognised(root, at, depth);
  if (end != 0) {
    if (known != 0) event = known;
  } else {
    const before = event;
    event = 0;
    noteLeaves(!isAsleep(root));
    end = value(node, at, depth);
    if (event == 0) event = load<u32>(node, L.NODE_EVENT);
    if (isNoting && end != 0) learn(root, at, end, leaves, depth, event);
    if (event == 0) event = before;
    noteLeaves(isPart);
    // where its leaves were noted they are leaves of what it is in
    if (isPart && leavesTop > leaves) return end;
  }
  rewindLeaves(leaves);
  leafOf(at, end, L.VALUE, node, depth);
  return end;
}

/** Whether the record that was proved last was recognised by its shape. */
let isRecognised: bool = false;
/** The lesson that the record is an example of; 0 if it is none, and right. */
let wrongAs: u32 = 0;
/** The root that proved it, and its first byte, behind what a log writes. */
let byRoot: u32 = 0;
let recordFrom: usize = 0;

/** After the record at `at`, which meets `node`; counted as `number`. */
function provedBy(node: usize, number: u32, at: usize): usize {
  startLeaves();
  attempts = 0;
  namesTop = L.NAMES;
  byRoot = number;
  recordFrom = at;
  carried = 0;
  const root = shapesOf(node);
  const stop = root == 0 ? 0 : recognised(root, at, 0);
  isRecognised = stop != 0;
  wrongAs = 0;
  if (isRecognised) {
    event = known != 0 ? known : carried;
    wrongAs = lesson;
    return stop;
  }
  startLeaves();
  event = 0;
  carried = 0;
  noteLeaves(root != 0 && !isAsleep(root));
  const end = value(node, at, 0);
  if (end == 0) return 0;
  if (event == 0) event = load<u32>(node, L.NODE_EVENT);
  if (root != 0) learn(root, at, end, L.LEAVES, 0, event);
  if (event == 0) event = carried;
  return end;
}

/** Whether the bytes at `at` are those of a form, whatever the digits. */
function hasForm(form: usize, at: usize): bool {
  const zeros = i8x16.splat(0x30);
  let left = load<i32>(form, L.FORM_LENGTH);
  for (form += L.FORM_BYTES; left > 0; left -= 16, at += 16, form += 16) {
    const bytes = v128.load(at);
    const isDigit = i8x16.lt_u(i8x16.sub(bytes, zeros), i8x16.splat(10));
    const equal = i8x16.bitmask(i8x16.eq(v128.bitselect(zeros, bytes, isDigit), v128.load(form)));
    const wanted = left < 16 ? (1 << left) - 1 : 0xffff;
    if (~equal & wanted) return false;
  }
  return true;
}

/** After the record at `at`, by the first root that proves it, or what a log writes and then a record. */
function proved(at: usize): usize {
  if (load<u8>(at) != openObject) {
    const forms = load<u32>(L.CONTROL, L.FORMS);
    let form = L.FORM_LIST;
    for (let number: u32 = 0; number < forms; number++, form += L.FORM_SIZE) {
      const start = at + load<u32>(form, L.FORM_LENGTH);
      if (!hasForm(form, at) || load<u8>(start) != openObject) continue;
      const node = load<usize>(form, L.FORM_NODE);
      if (node != 0) return provedBy(node, L.FIRST_FORM + number, start);
      at = start;
      break;
    }
  }
  const count = load<u32>(L.CONTROL, L.ROOTS);
  for (let number: u32 = 1; number <= count; number++) {
    const end = provedBy(load<usize>(L.CONTROL + L.ROOTS + (number << 2)), number, at);
    if (end != 0) return end;
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

/** Whether the bytes from `at` to `end` are ASCII; a few more may be looked at. */
function isAscii(at: usize, end: usize): bool {
  let seen = i8x16.splat(0);
  for (; at < end; at += 16) seen = v128.or(seen, v128.load(at));
  return i8x16.bitmask(seen) == 0;
}

/** Tells which lesson the record from `at` to `end` is an example of. */
function tellLesson(at: usize, end: usize): void {
  store<u32>(L.CONTROL, wrongAs, L.LESSON);
  store<usize>(L.CONTROL, at, L.RECORD);
  store<u32>(L.CONTROL, isAscii(at, end) ? 1 : 0, L.IS_ASCII);
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

// @ts-ignore: decorator
@inline
function add(place: usize): void {
  store<u32>(place, load<u32>(place) + 1);
}

function count(after: usize, shape: u32): void {
  add(L.CONTROL + L.PROVED);
  add(L.CONTROL + L.LINE);
  add(L.CONTROL + L.COUNTS + (shape << 2));
  add(L.CONTROL + L.BY_ROOT + (byRoot << 2));
  store<usize>(L.CONTROL, after, L.AT);
}

/** Whether a digest of the record that was proved last is wanted. */
// @ts-ignore: decorator
@inline
function isWatched(): bool {
  return (
    load<u32>(L.CONTROL, L.DIGESTS_WANTED) != 0 && (load<u8>(L.CONTROL + L.EVENT_FLAGS + event) & L.IS_WATCHED) != 0
  );
}

/** Digests the record that was proved last. False if there is no room for that. */
// @ts-ignore: decorator
@inline
function digestOf(from: usize, to: usize, mayBeLike: bool): bool {
  const lens = load<usize>(L.CONTROL + L.LENSES + (byRoot << 2));
  return digest(lens, from, recordFrom, to, load<u32>(L.CONTROL, L.LINE), event, isRecognised ? ending : 0, mayBeLike);
}

/**
 * Digests a record that is wrong, if that is wanted, behind those that are proved, of which it is none. False if these have to be read first,
 * to make room.
 */
function digestWrong(from: usize, to: usize): bool {
  const top = load<usize>(L.CONTROL, L.DIGESTED);
  store<usize>(L.CONTROL, 0, L.WRONG_DIGEST);
  if (!isWatched()) return true;
  if (!digestOf(from, to, false)) return top == L.DIGESTS;
  store<usize>(L.CONTROL, top, L.WRONG_DIGEST);
  store<usize>(L.CONTROL, top, L.DIGESTED);
  return true;
}

/** Gives the line from `from` to `to` back, and goes on behind it. */
function stopAt(from: usize, to: usize, end: usize): void {
  store<usize>(L.CONTROL, from, L.FROM);
  store<usize>(L.CONTROL, to, L.TO);
  store<usize>(L.CONTROL, min(to + 1, end), L.AT);
  store<u32>(L.CONTROL, load<u32>(L.CONTROL, L.LINE) + 1, L.LINE);
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
    const isBlank = at >= end || load<u8>(at) == newline;
    if (isBlank && at - from > load<u32>(L.CONTROL, L.MOST_BYTES) && (at < end || isLast)) {
      stopAt(from, min(at, end), end);
      return L.NOT_PROVED;
    }
    if (isBlank && at < end) {
      store<u32>(L.CONTROL, load<u32>(L.CONTROL, L.LINE) + 1, L.LINE);
      store<usize>(L.CONTROL, ++at, L.AT);
      continue;
    }
    if (at >= end) {
      if (isLast) store<usize>(L.CONTROL, end, L.AT);
      return L.BLOCK_USED;
    }
    const start = at;
    let after = proved(start);
    if (after != 0) after = lineAfter(from, after, end, isLast);
    if (after != 0 && wrongAs != 0) {
      if (!digestWrong(from, min(after, end))) return L.DIGESTS_FULL;
      tellLesson(recordFrom, after);
      stopAt(from, min(after - 1, end), end);
      return L.RECORD_WRONG;
    }
    if (after != 0 && isWatched()) {
      if (!digestOf(from, min(after, end), true)) {
        if (load<usize>(L.CONTROL, L.DIGESTED) > L.DIGESTS) return L.DIGESTS_FULL;
        after = 0;
      }
    }
    if (after != 0) {
      after = min(after, end);
      count(after, event);
      if (isRecognised) store<u32>(L.CONTROL, load<u32>(L.CONTROL, L.RECOGNISED) + 1, L.RECOGNISED);
      at = after;
      store<u32>(L.CONTROL, event, L.EVENT);
      if (load<u32>(L.CONTROL, L.STOPS)) {
        store<usize>(L.CONTROL, start, L.FROM);
        store<usize>(L.CONTROL, at > start && load<u8>(at - 1) == newline ? at - 1 : at, L.TO);
        return L.RECORD_PROVED;
      }
      continue;
    }
    const stop = lineEnd(start, end);
    if (stop == end && !isLast) return L.BLOCK_USED;
    stopAt(from, stop, end);
    return L.NOT_PROVED;
  }
  return L.BLOCK_USED;
}

/** Whether the text from `at` to `end` is proved. */
export function proves(at: usize, end: usize): bool {
  for (let zero: usize = 0; zero < L.PADDING; zero += 16) v128.store(end + zero, i8x16.splat(0));
  const stop = proved(blank(at));
  return stop != 0 && blank(stop) == end;
}

/** Whether an object is a leaf as a whole that is no item of an array: nobody can say which keys those of other records have there. */
function isAnyHidden(): bool {
  for (let leaf = L.LEAVES; leaf < leavesTop; leaf += L.LEAF_SIZE) {
    let at = load<usize>(leaf, L.LEAF_FROM);
    if (load<u8>(at) != openObject) continue;
    do at--;
    while (load<u8>(at) <= 0x20);
    if (load<u8>(at) == colon) return true;
  }
  return false;
}

/**
 * Learns from the record between `at` and `end`, of which HOLES says what is wrong, how others look that are wrong in the same way: that is
 * lesson `number`, from 1. Gives how many LEAVES the record has, and one more; 0 if nothing can be learnt from it.
 */
export function teach(at: usize, end: usize, number: u32): u32 {
  store<u32>(L.ANY_NUMBER, L.INTEGER | L.FRACTION, L.NODE_MASK);
  const count = load<u32>(L.CONTROL, L.ROOTS);
  for (let place: u32 = 1; place <= count; place++) {
    const node = load<usize>(L.CONTROL + L.ROOTS + (place << 2));
    const root = shapesOf(node);
    if (root == 0 || isAsleep(root)) continue;
    startLeaves();
    attempts = 0;
    namesTop = L.NAMES;
    noteLeaves(true);
    startHoles();
    event = 0;
    const stop = value(node, at, 0);
    if (event == 0) event = load<u32>(node, L.NODE_EVENT);
    if (!endHoles() || stop != end || isAnyHidden()) continue;
    return learnLesson(root, at, end, L.LEAVES, number, event) ? <u32>((leavesTop - L.LEAVES) / L.LEAF_SIZE) + 1 : 0;
  }
  return 0;
}

/** Whether the record from `at` to `end` is an example of a lesson, which is told. */
export function isLike(at: usize, end: usize): bool {
  // no text goes on past a zero
  const behind = load<u8>(end);
  store<u8>(end, 0);
  wrongAs = 0;
  const count = load<u32>(L.CONTROL, L.ROOTS);
  for (let place: u32 = 1; place <= count && wrongAs == 0; place++) {
    const root = shapesOf(load<usize>(L.CONTROL + L.ROOTS + (place << 2)));
    startLeaves();
    attempts = 0;
    namesTop = L.NAMES;
    if (root != 0 && recognised(root, at, 0) == end) wrongAs = lesson;
  }
  store<u8>(end, behind);
  if (wrongAs != 0) tellLesson(at, end);
  return wrongAs != 0;
}

/** Forgets all shapes; for when a program was put in its place, which knows of none. */
export function forget(): void {
  forgetShapes();
  forgetPlans();
}
