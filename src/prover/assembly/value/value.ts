/**
 * The general prover: goes down a program and the bytes of a value together, and builds nothing. Positions are addresses, and 0 stands for
 * "not proved", which says nothing of the value. Items of arrays are left to ../shapes/recognise.ts as far as it knows them, and it comes
 * back here for what is a leaf of a shape as a whole.
 */
import { blank, CLOSE_ARRAY, CLOSE_OBJECT, COMMA, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from "../json/bytes";
import { closeTexts, opened, textsTop } from "../json/decode";
import { skipped } from "../json/skip";
import { textEnd } from "../json/text";
import * as L from "../layout";
import { learn } from "../shapes/learn";
import { asOneLeaf, isNoting, leafOf, leavesTop, noteLeaves, rewindLeaves, startLeaves } from "../shapes/leaves";
import { known, recognised } from "../shapes/recognise";
import { isAsleep, shapesOf } from "../shapes/shapes";
import { isLenient, letPass, mayBeStrange, mayLack, passedHoles, takeBack, wrongEnd } from "./holes";
import { foreseenKey, foundKey, isClosed, keyEnd, namesTop, nodeOfOther, rewindNames } from "./keys";
import { numberEnd } from "./number";
import { isNumeric, noteScalar, otherScalarEnd, plainScalarEnd, stringEnd } from "./scalar";
import { chosen } from "./switch";
import { areUnique, mostUnique } from "./unique";

/** Values in values that are followed. */
const deepest: i32 = 64;

/** Choices that are made for one record at most: a schema that leads to itself could ask for any number. */
const mostAttempts: u32 = 1 << 16;
let attempts: u32 = 0;

/** The event that the record at hand is, or the value in it that was proved last. */
export let event: u32 = 0;
/** The same where it stands in a string, which may have any event in it. */
export let carried: u32 = 0;

/** Begins with a record, of which nothing is known yet. */
// @ts-ignore: decorator
@inline
export function startRecord(): void {
  startLeaves();
  rewindNames(L.NAMES);
  attempts = 0;
  event = 0;
  carried = 0;
}

/** After the record at `at`, which meets `node`, without a look at the shape that it has itself. */
export function recordEnd(node: usize, at: usize): usize {
  const end = value(node, at, 0);
  if (event == 0) event = load<u32>(node, L.NODE_EVENT);
  return end;
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
  if (!isNumeric(byte)) return skipped(at);
  const end = numberEnd(L.ANY_NUMBER, at);
  if (end != 0) leafOf(at, end, L.NUMBER, L.ANY_NUMBER, depth);
  return end;
}

/** After the value at `at` that does not meet its node, if it may be wrong; what was noted of it is given up. */
function heldWrong(at: usize, leaves: usize): usize {
  const end = wrongEnd(at);
  if (end != 0) rewindLeaves(leaves);
  return end;
}

/** After the value at `at` of a field that is to meet `node`, which is 0 where nobody knows the field. */
// @ts-ignore: decorator
@inline
function fieldEnd(node: usize, at: usize, depth: i32): usize {
  if (node == 0) return strangeEnd(at, depth);
  const plain = plainScalarEnd(node, at);
  if (plain != 0) {
    if (isNoting) noteScalar(node, at, plain, depth);
    return plain;
  }
  const leaves = leavesTop;
  const end = value(node, at, depth);
  return end == 0 && isLenient ? heldWrong(at, leaves) : end;
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
  if (load<u8>(at) != CLOSE_OBJECT) {
    while (true) {
      const keyAtHand = at;
      let key = foreseenKey(follows, at);
      if (key != 0) at += load<u32>(key, L.KEY_LENGTH) + 2;
      else {
        at = keyEnd(table, follows, at);
        if (at == 0) return 0;
        key = foundKey;
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
      const end = fieldEnd(child, blank(at), depth + 1);
      if (end == 0) return 0;
      at = blank(end);
      if (load<u8>(at) != COMMA) break;
      at = blank(at + 1);
    }
    if (load<u8>(at) != CLOSE_OBJECT) return 0;
  }
  rewindNames(names);
  const fits = count >= load<u32>(table, L.OBJECT_LEAST) && count <= load<u32>(table, L.OBJECT_MOST);
  if ((!fits || (seen & required) != required) && !(isLenient && mayLack(start))) return 0;
  return at + 1;
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
  if (load<u8>(at) != CLOSE_ARRAY) {
    while (true) {
      const item = count < prefixed ? load<usize>(prefix + 4 + (count << 2)) : items;
      if (item == 0) return 0;
      at = isNoting && load<u8>(at) == OPEN_OBJECT ? unit(item, at, depth + 1) : value(item, at, depth + 1);
      if (at == 0) return 0;
      count++;
      at = blank(at);
      if (load<u8>(at) != COMMA) break;
      at = blank(at + 1);
    }
    if (load<u8>(at) != CLOSE_ARRAY) return 0;
  }
  if (count < load<u32>(table, L.ARRAY_LEAST) || count > load<u32>(table, L.ARRAY_MOST)) return 0;
  if (load<u32>(table, L.ARRAY_UNIQUE) != 0 && count > 1) {
    if (count > mostUnique || !areUnique(start)) return 0;
    // what ties items together is nothing that leaves can be asked one by one
    asOneLeaf(leaves, start, at + 1, node, depth);
  }
  return at + 1;
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
    rewindNames(names);
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
    end = value(load<usize>(all), at, depth + 1);
    if (end == 0) return 0;
  }
  // its leaves are those of several nodes
  asOneLeaf(leaves, at, end, node, depth);
  return end;
}

/** After the value at `at`, which meets `node`, about which several nodes decide, or that takes nothing. */
function joint(node: usize, at: usize, depth: i32): usize {
  // what an event is to be is no union of its own making
  const wasLenient = letPass(isLenient && load<u32>(node, L.NODE_EVENT) != 0);
  const choice = load<usize>(node, L.NODE_CHOICE);
  const all = load<usize>(node, L.NODE_ALL);
  let end: usize = 0;
  if (choice != 0) end = oneOf(choice, at, depth);
  else if (all != 0) end = allOf(node, all, at, depth);
  letPass(wasLenient);
  return end;
}

/** After the object at `at`, by the node that a field of it asks for. */
function switched(by: usize, at: usize, depth: i32): usize {
  const target = chosen(by, at);
  if (target == 0) return 0;
  const named = load<u32>(target, L.NODE_EVENT);
  const wasLenient = letPass(isLenient && named != 0);
  const end = value(target, at, depth);
  letPass(wasLenient);
  if (named != 0) event = named;
  return end;
}

/** After the value at `at`, which meets `node`. */
function value(node: usize, at: usize, depth: i32): usize {
  const mask = load<u32>(node, L.NODE_MASK);
  if (mask == 0) return joint(node, at, depth);
  const byte = load<u8>(at);
  let end: usize = 0;
  if (byte == QUOTE) {
    if (!(mask & L.STRING)) return 0;
    const inner = load<usize>(node, L.NODE_INNER);
    if (inner != 0) return carrier(node, inner, at, depth);
    end = stringEnd(node, at + 1);
  } else if (byte == OPEN_OBJECT) {
    if (!(mask & L.OBJECT)) return 0;
    const by = load<usize>(node, L.NODE_SWITCH);
    return by == 0 ? object(node, at, depth) : switched(by, at, depth);
  } else if (byte == OPEN_ARRAY) {
    if (!(mask & L.ARRAY)) return 0;
    const wasLenient = letPass(false);
    end = array(node, at, depth);
    letPass(wasLenient);
    return end;
  } else end = otherScalarEnd(node, mask, at);
  if (isNoting && end != 0) noteScalar(node, at, end, depth);
  return end;
}

/** After the string at `at`, whose text is JSON for an object that meets `inner`. */
function carrier(node: usize, inner: usize, at: usize, depth: i32): usize {
  const end = textEnd(at + 1);
  if (end == 0) return 0;
  const from = textsTop;
  const to = opened(at + 1, end);
  if (to == 0) return 0;
  const names = namesTop;
  const around = event;
  // what is noted lies in a text that is given up
  const wasNoting = noteLeaves(false);
  const wasLenient = letPass(false);
  event = 0;
  const start = blank(from);
  const stop = load<u8>(start) == OPEN_OBJECT ? unit(inner, start, depth + 1) : 0;
  if (event != 0) carried = event;
  event = around;
  closeTexts(from);
  rewindNames(names);
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
  const end = load<u8>(at) == OPEN_OBJECT ? unit(node, at, depth) : value(node, at, depth);
  noteLeaves(wasNoting);
  rewindNames(names);
  return end;
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
  asOneLeaf(leaves, at, end, node, depth);
  return end;
}
