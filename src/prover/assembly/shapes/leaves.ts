/** The leaves of the record at hand: what a value of the same shape may have otherwise. */
import { LEAF_FROM, LEAF_SIZE, LEAF_TO, LEAVES, MOST_LEAVES, VALUE } from "../layout";

/** Behind the places of a leaf: its kind. */
export const LEAF_KIND: usize = 8;
/** Of a checked string its check, of what is no string its node. */
export const LEAF_CHECK: usize = 12;
/** How many values it is in. */
export const LEAF_DEPTH: usize = 16;

export let leavesTop: usize = LEAVES;

/** Whether there was no room for a leaf. */
export let isOverfull: bool = false;

/** Whether what is proved is noted at all: nobody learns of what is not. */
export let isNoting: bool = false;

const leavesEnd: usize = LEAVES + LEAF_SIZE * (MOST_LEAVES - 1);

// @ts-ignore: decorator
@inline
export function startLeaves(): void {
  leavesTop = LEAVES;
  isOverfull = false;
}

/** Has noted, or not, what is proved from now on. Answers whether it was so far. */
// @ts-ignore: decorator
@inline
export function noteLeaves(isWanted: bool): bool {
  const before = isNoting;
  isNoting = isWanted;
  return before;
}

// @ts-ignore: decorator
@inline
export function leafOf(from: usize, to: usize, kind: u32, check: usize, depth: i32): void {
  if (!isNoting) return;
  const leaf = leavesTop;
  if (leaf < leavesEnd) leavesTop = leaf + LEAF_SIZE;
  else isOverfull = true;
  store<usize>(leaf, from, LEAF_FROM);
  store<usize>(leaf, to, LEAF_TO);
  store<u32>(leaf, kind, LEAF_KIND);
  store<usize>(leaf, check, LEAF_CHECK);
  store<i32>(leaf, depth, LEAF_DEPTH);
}

// @ts-ignore: decorator
@inline
export function rewindLeaves(to: usize): void {
  leavesTop = to;
}

/** Notes the value from `from` to `to` as a leaf as a whole, instead of the leaves from `leaves` on, which lie in it. */
export function asOneLeaf(leaves: usize, from: usize, to: usize, node: usize, depth: i32): void {
  rewindLeaves(leaves);
  leafOf(from, to, VALUE, node, depth);
}
