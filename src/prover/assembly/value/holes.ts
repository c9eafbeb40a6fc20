/**
 * Holes: the places at which a record is wrong that is taught. There it is let pass, and the bytes are constants of its shape, so that a
 * record of the same shape is wrong in the same way. Nothing is let pass where several nodes decide, since what these make of what is wrong
 * depends on more than the place.
 */
import { OPEN_OBJECT } from "../json/bytes";
import { HOLES } from "../layout";

/** Whether holes are let pass where the prover is now. */
export let isLenient: bool = false;

/** How many were let pass. */
let passed: u32 = 0;

export function startHoles(): void {
  passed = 0;
  isLenient = true;
}

/** Whether each of the holes was let pass, and nothing more is. */
export function endHoles(): bool {
  isLenient = false;
  return passed == load<u32>(HOLES);
}

/** Lets holes pass, or not, from now on. Answers whether they were so far. */
// @ts-ignore: decorator
@inline
export function letPass(isWanted: bool): bool {
  const before = isLenient;
  isLenient = isWanted;
  return before;
}

/** How many holes were let pass so far; and takes back those since. */
export function passedHoles(): u32 {
  return passed;
}
export function takeBack(to: u32): void {
  passed = to;
}

/** Where the hole ends that begins at `at`; 0 if none does. */
function holeEnd(at: usize): usize {
  if (!isLenient) return 0;
  let hole = HOLES + 8;
  for (let left = load<u32>(HOLES); left > 0; left--, hole += 8) {
    if (load<usize>(hole) == at) return load<usize>(hole, 4);
  }
  return 0;
}

/** A hole that is but a bracket is that of an object that lacks something. */
// @ts-ignore: decorator
@inline
function isBracket(at: usize, end: usize): bool {
  return end == at + 1 && load<u8>(at) == OPEN_OBJECT;
}

/** Whether the object at `at` may lack something. */
export function mayLack(at: usize): bool {
  if (!isBracket(at, holeEnd(at))) return false;
  passed++;
  return true;
}

/** Whether the key at `at`, with its quotes, may be one that nobody knows. */
export function mayBeStrange(at: usize): bool {
  if (holeEnd(at) == 0) return false;
  passed++;
  return true;
}

/** After the value at `at`, which is wrong; 0 if it may not be. */
export function wrongEnd(at: usize): usize {
  const end = holeEnd(at);
  if (end == 0 || isBracket(at, end)) return 0;
  passed++;
  return end;
}
