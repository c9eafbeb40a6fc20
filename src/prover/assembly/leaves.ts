/**
 * The leaves of the record at hand: what a value of the same shape may have otherwise. A leaf can have others in it, and then
 * a shape can have the one or the others.
 */
import { CONSTANT, LEAF_SIZE, LEAVES, MOST_LEAVES } from "./layout";

/** A leaf: its first byte, the byte after its last, its kind. */
export const LEAF_FROM: usize = 0;
export const LEAF_TO: usize = 4;
export const LEAF_KIND: usize = 8;
/** Of a checked string its check, of what is no string its node. */
export const LEAF_CHECK: usize = 12;
/** How many values it is in. */
export const LEAF_DEPTH: usize = 16;
export const LEAF_FIELD: usize = 20;
/** The leaf after those that are in it. */
export const LEAF_NEXT: usize = 24;
/** Whether those that are in it say the same, together with the bytes between them. */
export const LEAF_IS_SOFT: usize = 28;

export let leavesTop: usize = LEAVES;

/** Whether there was no room for a leaf. */
export let isOverfull: bool = false;

const leavesEnd: usize = LEAVES + LEAF_SIZE * (MOST_LEAVES - 1);

export function startLeaves(): void {
  leavesTop = LEAVES;
  isOverfull = false;
}

/** Room for a leaf that others will be in. */
// @ts-ignore: decorator
@inline
export function reserveLeaf(): usize {
  const leaf = leavesTop;
  store<u32>(leaf, CONSTANT, LEAF_KIND);
  if (leaf < leavesEnd) leavesTop = leaf + LEAF_SIZE;
  else isOverfull = true;
  return leaf;
}

/** Makes what was reserved a leaf; those that were noted since are in it. */
// @ts-ignore: decorator
@inline
export function fillLeaf(leaf: usize, from: usize, to: usize, kind: u32, check: usize, depth: i32, isSoft: bool): void {
  store<usize>(leaf, from, LEAF_FROM);
  store<usize>(leaf, to, LEAF_TO);
  store<u32>(leaf, kind, LEAF_KIND);
  store<usize>(leaf, check, LEAF_CHECK);
  store<i32>(leaf, depth, LEAF_DEPTH);
  store<u32>(leaf, 0, LEAF_FIELD);
  store<usize>(leaf, leavesTop, LEAF_NEXT);
  store<u32>(leaf, isSoft, LEAF_IS_SOFT);
}

// @ts-ignore: decorator
@inline
export function leafOf(from: usize, to: usize, kind: u32, check: usize, depth: i32): void {
  fillLeaf(reserveLeaf(), from, to, kind, check, depth, false);
}

// @ts-ignore: decorator
@inline
export function rewindLeaves(to: usize): void {
  leavesTop = to;
}

/** Says of the leaves since `leaves`, which are of one scalar, which field it is. */
// @ts-ignore: decorator
@inline
export function setField(leaves: usize, field: u32): void {
  if (leavesTop - leaves > 2 * LEAF_SIZE) return;
  for (let leaf = leaves; leaf < leavesTop; leaf += LEAF_SIZE) store<u32>(leaf, field, LEAF_FIELD);
}
