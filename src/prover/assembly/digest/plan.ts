/**
 * Plans of how records of a shape are digested: what comes of its constants, and what to do with which of its leaves. One is noted while
 * the first record of the shape is walked through.
 */
import * as L from "../layout";
import { leafKind, PIECE_PLAN } from "../shapes/shapes";
import { runsAt } from "./runs";
import { entryField, isInRun, isLengthWanted } from "./wanted";

// a plan: the lens that it goes by, and after its last step
export const PLAN_LENS: usize = 0;
export const PLAN_END: usize = 4;
export const PLAN_STEPS: usize = 8;
// a step: what to do, with which span, and four words of an entry, or field and lens
export const STEP_SPAN: usize = 4;
export const STEP_WORDS: usize = 8;
export const STEP_SIZE: usize = 24;
/** The entry is the same in each record. */
export const COPY: u32 = 0;
/** The leaf is a string, of which the hash is wanted. */
export const TEXT: u32 = 1;
/** The same, and it is often what it was the last time: its bytes are behind the step, and so many are kept. */
export const SAME_TEXT: u32 = 2;
export const mostSame: usize = 48;
/** The leaf is a string of which the length is wanted. */
export const LENGTH: u32 = 3;
export const NUMBER: u32 = 4;
/** What is wanted is in the leaf. */
export const WALK: u32 = 5;

/** Stands for a plan where there is no room for one. */
export const noPlan: usize = 1;
let plansTop: usize = L.PLANS;

/** Whether steps are noted now; whether all could be. */
export let isPlanning: bool = false;
let isPlanFit: bool = false;
/** The end of the shape of the record at hand, how many of its leaves are behind, and after the last step. */
let planned: usize = 0;
let leavesBehind: u32 = 0;
let stepsTop: usize = 0;

/** Forgets all plans; for when shapes are forgotten. */
export function forgetPlans(): void {
  plansTop = L.PLANS;
}

/** The plan for records of a shape, which is told by its end; 0 where there is none yet. */
export function planOf(shape: usize): usize {
  return shape == 0 ? noPlan : load<usize>(shape, PIECE_PLAN);
}

/** Begins with the plan for the shape of the record at hand. */
export function startPlan(shape: usize): void {
  isPlanning = true;
  isPlanFit = true;
  planned = shape;
  leavesBehind = 0;
  stepsTop = plansTop + PLAN_STEPS;
}

/** Has steps noted, or not, from now on. Answers whether they were so far. */
// @ts-ignore: decorator
@inline
export function noteSteps(isWanted: bool): bool {
  const before = isPlanning;
  isPlanning = isWanted;
  return before;
}

/** Keeps the plan that was noted, if there was room for it. */
export function keepPlan(lens: usize): void {
  store<usize>(planned, isPlanFit ? plansTop : noPlan, PIECE_PLAN);
  if (!isPlanFit) return;
  store<usize>(plansTop, lens, PLAN_LENS);
  store<usize>(plansTop, stepsTop, PLAN_END);
  plansTop = (stepsTop + 7) & ~7;
}

function note(step: u32, span: u32, one: u32, other: u32, third: u32, fourth: u32): void {
  const size = step == SAME_TEXT ? STEP_SIZE + mostSame : STEP_SIZE;
  if (stepsTop + size > runsAt) {
    isPlanFit = false;
    return;
  }
  store<u32>(stepsTop, step);
  store<u32>(stepsTop, span, STEP_SPAN);
  store<u32>(stepsTop, one, STEP_WORDS);
  store<u32>(stepsTop, other, STEP_WORDS + 4);
  store<u32>(stepsTop, third, STEP_WORDS + 8);
  store<u32>(stepsTop, fourth, STEP_WORDS + 12);
  if (step == SAME_TEXT) memory.fill(stepsTop + STEP_SIZE, 0, mostSame);
  stepsTop += size;
}

/** Notes that an entry is put as it is. */
export function noteCopy(head: u32, one: u32, other: u32, length: u32): void {
  note(COPY, 0, head, one, other, length);
}

/** Notes what to do with a leaf of a field, which is of `kind`. */
function noteStep(kind: u32, span: u32, field: u32, lens: usize): void {
  const named = entryField(field);
  if (kind == L.VALUE) {
    if (named != 0 || lens != 0) note(WALK, span, field, <u32>lens, 0, 0);
  } else if (field & L.DIGEST_IS_JSON) isPlanFit = false;
  else if (named == 0) return;
  else if (kind == L.NUMBER) note(NUMBER, span, field, 0, 0, 0);
  else if (isLengthWanted(field)) note(LENGTH, span, named, 0, 0, 0);
  else note(isInRun && !(field & L.DIGEST_VARIES) ? SAME_TEXT : TEXT, span, named, 0, 0, 0);
}

/** Notes what to do with the value at `at`, if it is a leaf; then it is not looked into for the plan. */
export function noteLeaf(field: u32, lens: usize, at: usize): bool {
  let span = L.SPANS + (leavesBehind << 3);
  while (load<usize>(span, 4) <= at && leafKind(planned, leavesBehind) != 0) {
    leavesBehind++;
    span += 8;
  }
  const kind = leafKind(planned, leavesBehind);
  if (kind == 0) return false;
  const isBetweenQuotes = kind == L.FREE || kind == L.CHECKED;
  if (load<usize>(span) != (isBetweenQuotes ? at + 1 : at)) return false;
  noteStep(kind, leavesBehind << 3, field, lens);
  return true;
}
