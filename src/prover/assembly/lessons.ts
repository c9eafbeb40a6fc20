/** Teaches the shapes of records that are wrong, and tells which records are examples of what was taught. */
import { COLON, OPEN_OBJECT } from "./json/bytes";
import * as L from "./layout";
import { rootNode } from "./records";
import { learnLesson } from "./shapes/learn";
import { leavesTop, noteLeaves } from "./shapes/leaves";
import { lesson, recognised } from "./shapes/recognise";
import { isAsleep, shapesOf } from "./shapes/shapes";
import { endHoles, startHoles } from "./value/holes";
import { event, recordEnd, startRecord } from "./value/value";

/** Whether an object is a leaf as a whole that is no item of an array: nobody can say which keys those of other records have there. */
function isAnyHidden(): bool {
  for (let leaf = L.LEAVES; leaf < leavesTop; leaf += L.LEAF_SIZE) {
    let at = load<usize>(leaf, L.LEAF_FROM);
    if (load<u8>(at) != OPEN_OBJECT) continue;
    do at--;
    while (load<u8>(at) <= 0x20);
    if (load<u8>(at) == COLON) return true;
  }
  return false;
}

/** Whether the record from `at` to `end` meets `node` but for its holes. Its leaves are noted. */
function isRightButForHoles(node: usize, at: usize, end: usize): bool {
  startRecord();
  noteLeaves(true);
  startHoles();
  const stop = recordEnd(node, at);
  return endHoles() && stop == end && !isAnyHidden();
}

/**
 * Learns from the record between `at` and `end`, of which HOLES says what is wrong, how others look that are wrong in the same way: that is
 * lesson `number`, from 1. Gives how many LEAVES the record has, and one more; 0 if nothing can be learnt from it.
 */
export function teach(at: usize, end: usize, number: u32): u32 {
  store<u32>(L.ANY_NUMBER, L.INTEGER | L.FRACTION, L.NODE_MASK);
  const count = load<u32>(L.CONTROL, L.ROOTS);
  for (let place: u32 = 1; place <= count; place++) {
    const node = rootNode(place);
    const root = shapesOf(node);
    if (root == 0 || isAsleep(root) || !isRightButForHoles(node, at, end)) continue;
    return learnLesson(root, at, end, L.LEAVES, number, event) ? <u32>((leavesTop - L.LEAVES) / L.LEAF_SIZE) + 1 : 0;
  }
  return 0;
}

/** The lesson that the record from `at` to `end` is an example of; 0 if it is none. */
function lessonOf(at: usize, end: usize): u32 {
  const count = load<u32>(L.CONTROL, L.ROOTS);
  for (let place: u32 = 1; place <= count; place++) {
    const root = shapesOf(rootNode(place));
    startRecord();
    if (root != 0 && recognised(root, at, 0) == end && lesson != 0) return lesson;
  }
  return 0;
}

/** Whether the record from `at` to `end` is an example of a lesson, which is told. */
export function isLike(at: usize, end: usize): bool {
  // no text goes on past a zero
  const behind = load<u8>(end);
  store<u8>(end, 0);
  const number = lessonOf(at, end);
  store<u8>(end, behind);
  if (number != 0) tellLesson(number, at, end);
  return number != 0;
}

/** Whether the bytes from `at` to `end` are ASCII; a few more may be looked at. */
function isAscii(at: usize, end: usize): bool {
  let seen = i8x16.splat(0);
  for (; at < end; at += 16) seen = v128.or(seen, v128.load(at));
  return i8x16.bitmask(seen) == 0;
}

/** Tells that the record from `at` to `end` is an example of lesson `number`. */
export function tellLesson(number: u32, at: usize, end: usize): void {
  store<u32>(L.CONTROL, number, L.LESSON);
  store<usize>(L.CONTROL, at, L.RECORD);
  store<u32>(L.CONTROL, isAscii(at, end) ? 1 : 0, L.IS_ASCII);
}
