/**
 * Learns the shapes of what was proved, by the leaves that were noted of it. Where shapes do not come back, because too much varies in
 * them, nothing is looked for or learnt for a while.
 */
import { LEAF_FROM, LEAF_SIZE, LEAF_TO, VALUE, WAY } from "../layout";
import { isOverfull, LEAF_CHECK, LEAF_DEPTH, LEAF_KIND, leavesTop } from "./leaves";
import {
  END,
  isAsleep,
  LESSONS,
  makeRoomForLesson,
  pieceAfter,
  ROOT_BEFORE,
  ROOT_FOUND,
  ROOT_LOOKED,
  ROOT_REST,
  wayTo,
} from "./shapes";

const reckoning: u32 = 1024;
const restLength: u32 = 64 * reckoning;

/** Whether shapes below `root` are looked for now, which is reckoned from how often they were found. */
function isAwake(root: usize): bool {
  if (isAsleep(root)) return false;
  const looked = load<u32>(root, ROOT_LOOKED);
  if (looked < reckoning) return true;
  if (load<u32>(root, ROOT_FOUND) * 4 < looked * 3) store<u32>(root, restLength, ROOT_REST);
  store<u32>(root, 0, ROOT_LOOKED);
  store<u32>(root, 0, ROOT_FOUND);
  return true;
}

/** Keeps one shape. False if there is no room. */
function keep(root: usize, from: usize, to: usize, leaves: usize, depth: i32, named: u32): bool {
  let place = root;
  let way = WAY;
  for (let leaf = leaves; leaf < leavesTop; leaf += LEAF_SIZE) {
    const kind = load<u32>(leaf, LEAF_KIND);
    const inner = load<i32>(leaf, LEAF_DEPTH) - depth;
    const start = load<usize>(leaf, LEAF_FROM);
    // a value that is nothing but itself would be looked for without end
    if (start == from && kind == VALUE && place == root) return false;
    place = pieceAfter(place, from, start, kind, load<usize>(leaf, LEAF_CHECK), inner, 0);
    if (place == 0) return false;
    store<usize>(way, place);
    way += 4;
    from = load<usize>(leaf, LEAF_TO);
  }
  const count = <u32>((way - WAY) >> 2) + 1;
  const last = pieceAfter(place, from, to, END, named, 0, count);
  if (last == 0) return false;
  store<usize>(way, last);
  memory.copy(wayTo(last), WAY, count << 2);
  store<usize>(root, last, ROOT_BEFORE);
  return true;
}

/** Keeps the shape of the value from `from` to `to`, whose leaves are those from `leaves` on. */
export function learn(root: usize, from: usize, to: usize, leaves: usize, depth: i32, event: u32): void {
  if (isOverfull) return;
  if (isAwake(root)) keep(root, from, to, leaves, depth, event);
}

/** Keeps the shape of the record from `from` to `to`, whose leaves were noted, as that of a lesson. False if there is no room. */
export function learnLesson(root: usize, from: usize, to: usize, leaves: usize, number: u32, event: u32): bool {
  if (isOverfull) return false;
  makeRoomForLesson(true);
  const isKept = keep(root, from, to, leaves, 0, number * LESSONS + event);
  makeRoomForLesson(false);
  return isKept;
}
