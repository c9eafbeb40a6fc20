/** The leaves of the record at hand: what a record of the same shape may have otherwise. */
import { LEAF_SIZE, LEAVES, MOST_LEAVES } from "./layout";

/** A leaf: its first byte, the byte after its last, its check, its field. */
export const LEAF_FROM: usize = 0;
export const LEAF_TO: usize = 4;
/** Of a string its check or 0; of a number its node, with the lowest bit set. */
export const LEAF_CHECK: usize = 8;
export const LEAF_FIELD: usize = 12;

export let leavesTop: usize = LEAVES;

/** Whether records of the same constants and leaves are surely valid as well. */
export let isLearnable: bool = true;

const leavesEnd: usize = LEAVES + LEAF_SIZE * MOST_LEAVES;

export function startLeaves(): void {
  leavesTop = LEAVES;
  isLearnable = true;
}

// @ts-ignore: decorator
@inline
export function leafOf(from: usize, to: usize, check: usize): void {
  if (leavesTop == leavesEnd) {
    isLearnable = false;
    return;
  }
  store<usize>(leavesTop, from, LEAF_FROM);
  store<usize>(leavesTop, to, LEAF_TO);
  store<usize>(leavesTop, check, LEAF_CHECK);
  store<u32>(leavesTop, 0, LEAF_FIELD);
  leavesTop += LEAF_SIZE;
}

export function rewindLeaves(to: usize): void {
  leavesTop = to;
}

export function unlearnable(): void {
  isLearnable = false;
}

/** Says of the one leaf since `leaves` which field it is. */
// @ts-ignore: decorator
@inline
export function setField(leaves: usize, field: u32): void {
  if (leavesTop == leaves + LEAF_SIZE) store<u32>(leaves, field, LEAF_FIELD);
}
