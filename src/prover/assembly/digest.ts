/**
 * What rules want to know of a record that was proved: a few of its fields, as a lens names them, each as four words behind those of
 * the record. Texts are hashed as src/session/text.ts hashes them. Nothing is checked here.
 *
 * The first record of a shape is walked through, and a plan is noted of it: what comes of its constants, and what to do with which of its
 * leaves. The next ones follow the plan.
 */
import { blank, CLOSE_ARRAY, CLOSE_OBJECT, COMMA, OPEN_ARRAY, OPEN_OBJECT, QUOTE, same } from "./bytes";
import { closeTexts, opened, textsTop } from "./decode";
import { hashed, hashLength, hashOne, hashOther } from "./hash";
import * as L from "./layout";
import { forgetRuns, runsAt, shortened } from "./runs";
import { leafKind, PIECE_PLAN } from "./shapes";
import { skipped } from "./skip";
import { hasEscape, textEnd } from "./text";

/** Where the next entry goes, and how far entries may go. */
let top: usize = 0;
let limit: usize = 0;

// a plan: the lens that it goes by, and after its last step
const PLAN_LENS: usize = 0;
const PLAN_END: usize = 4;
const PLAN_STEPS: usize = 8;
// a step: what to do, with which span, and four words of an entry, or field and lens
const STEP_SPAN: usize = 4;
const STEP_WORDS: usize = 8;
const STEP_SIZE: usize = 24;
/** The entry is the same in each record. */
const COPY: u32 = 0;
/** The leaf is a string, of which the hash is wanted. */
const TEXT: u32 = 1;
/** The same, and it is often what it was the last time: its bytes are behind the step. */
const SAME_TEXT: u32 = 2;
const mostSame: usize = 48;
/** The leaf is a string of which the length is wanted. */
const LENGTH: u32 = 3;
const NUMBER: u32 = 4;
/** What is wanted is in the leaf. */
const WALK: u32 = 5;

/** Stands for a plan where there is no room for one. */
const noPlan: usize = 1;
let plansTop: usize = L.PLANS;

/** Forgets all plans; for when shapes are forgotten. */
export function forgetPlans(): void {
  plansTop = L.PLANS;
}

/**
 * Whether the record at hand is the first of its shape, and its plan can still be kept; then the end of that shape, how many of its leaves
 * are behind, and after the last step.
 */
let isPlanning: bool = false;
let isPlanFit: bool = false;
let planned: usize = 0;
let leavesBehind: u32 = 0;
let stepsTop: usize = 0;

/** The record at hand comes in runs. */
let isInRun: bool = false;

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

/** Notes what to do with the value at `at`, if it is a leaf; then it is not looked into for the plan. */
function noteLeaf(field: u32, lens: usize, at: usize): bool {
  let span = L.SPANS + (leavesBehind << 3);
  while (load<usize>(span, 4) <= at && leafKind(planned, leavesBehind) != 0) {
    leavesBehind++;
    span += 8;
  }
  const kind = leafKind(planned, leavesBehind);
  const from = load<usize>(span);
  if (kind == 0 || (from != at && from != at + 1)) return false;
  const isBetweenQuotes = kind == L.FREE || kind == L.CHECKED;
  if (from != (isBetweenQuotes ? at + 1 : at)) return false;
  const named = field & 0xffff;
  const offset = leavesBehind << 3;
  if (kind == L.VALUE) {
    if (named != 0 || lens != 0) note(WALK, offset, field, lens, 0, 0);
  } else if (field & L.DIGEST_IS_JSON) isPlanFit = false;
  else if (named != 0) {
    if (kind == L.NUMBER) note(NUMBER, offset, field, 0, 0, 0);
    else if (isLong(field)) note(LENGTH, offset, named, 0, 0, 0);
    else note(isInRun && !(field & L.DIGEST_VARIES) ? SAME_TEXT : TEXT, offset, named, 0, 0, 0);
  }
  return true;
}

/** The record at hand carries audio where others carry a text that is looked at. */
let isAudio: bool = false;

function put(field: u32, kind: u32, one: u32, other: u32, length: u32): void {
  if (field == 0) return;
  if (top >= limit) {
    top = limit + 1;
    return;
  }
  if (isPlanning) note(COPY, 0, field | (kind << 16), one, other, length);
  store<u32>(top, field | (kind << 16));
  store<u32>(top, one, 4);
  store<u32>(top, other, 8);
  store<u32>(top, length, 12);
  top += L.DIGEST_ENTRY;
}

/** After the string whose first character is at `at`; its hash is put. */
function text(field: u32, at: usize): usize {
  const end = hashed(at);
  put(field, L.DIGEST_TEXT, hashOne, hashOther, hashLength);
  return end;
}

/** After the number at `at`; one that is no plain count is put as such, for others to read. */
function number(field: u32, at: usize): usize {
  let count: u64 = 0;
  const from = at;
  const isNegative: u32 = load<u8>(at) == 0x2d ? 1 : 0;
  let byte = load<u8>(at);
  while (byte - 0x30 < 10) {
    count = count * 10 + (byte - 0x30);
    byte = load<u8>(++at);
  }
  const isPlain = at - from > 0 && at - from <= 15 && byte != 0x2e && (byte | 0x20) != 0x65;
  while (byte == 0x2d || byte == 0x2b || byte == 0x2e || (byte | 0x20) == 0x65 || byte - 0x30 < 10) byte = load<u8>(++at);
  if (isPlain) put(field, L.DIGEST_NUMBER, <u32>count, <u32>(count >> 32), 0);
  else put(field, L.DIGEST_ODD, isNegative, 0, 0);
  return at;
}

/** Whether of a text of a field only the length is wanted. */
// @ts-ignore: decorator
@inline
function isLong(field: u32): bool {
  return (field & L.DIGEST_LENGTH_ONLY) != 0 || (isAudio && (field & L.DIGEST_MAY_BE_AUDIO) != 0);
}

/** After the value at `at`, which is of `field`; what is in it is as `lens` has it. */
function value(field: u32, lens: usize, at: usize): usize {
  if (!isPlanning || !noteLeaf(field, lens, at)) return valueEnd(field, lens, at);
  isPlanning = false;
  const end = valueEnd(field, lens, at);
  isPlanning = true;
  return end;
}

/** The same where nothing is to be noted of it as a whole. */
function valueEnd(field: u32, lens: usize, at: usize): usize {
  const byte = load<u8>(at);
  if (byte == QUOTE) {
    if (field & L.DIGEST_IS_JSON) return json(lens, at + 1);
    const named = field & 0xffff;
    if (named != 0 && !isLong(field)) return text(named, at + 1);
    const end = textEnd(at + 1);
    put(named, L.DIGEST_LENGTH, 0, 0, <u32>(end - at - 1));
    return end + 1;
  }
  field &= 0xffff;
  if (byte == OPEN_OBJECT) {
    put(field, L.DIGEST_OBJECT, 0, 0, 0);
    return lens == 0 || load<u32>(lens, L.LENS_MASK) == 0 ? skipped(at) : object(lens, at);
  }
  if (byte == OPEN_ARRAY) {
    put(field, L.DIGEST_ARRAY, 0, 0, 0);
    return lens == 0 || load<u32>(lens, L.LENS_ITEM_FIELD) == 0 ? skipped(at) : array(lens, at);
  }
  if (byte == 0x6e || byte == 0x74) {
    put(field, byte == 0x6e ? L.DIGEST_NULL : L.DIGEST_BOOLEAN, byte, 0, 0);
    return at + 4;
  }
  if (byte == 0x66) {
    put(field, L.DIGEST_BOOLEAN, 0, 0, 0);
    return at + 5;
  }
  return number(field, at);
}

/** The place in a table of keys of one that is so long, its closing quote counted. */
// @ts-ignore: decorator
@inline
function slotOf(at: usize, length: u32): u32 {
  return length * 5 + load<u8>(at) * 3 + load<u8>(at + length - 2);
}

/** After the string whose first character is at `at`, and whose text is JSON. */
function json(lens: usize, at: usize): usize {
  const end = textEnd(at);
  const from = textsTop;
  if (opened(at, end) == 0) {
    top = limit + 1;
    return end + 1;
  }
  object(lens, blank(from));
  closeTexts(from);
  return end + 1;
}

/** A field, whichever. */
const anyField: u32 = 1;

function object(lens: usize, at: usize): usize {
  at = blank(at + 1);
  if (load<u8>(at) == CLOSE_OBJECT) return at + 1;
  const mask = load<u32>(lens, L.LENS_MASK);
  while (true) {
    const key = at + 1;
    const end = textEnd(key) + 1;
    const length = <u32>(end - key);
    let entry = load<usize>(lens + L.LENS_SLOTS + ((slotOf(key, length) & mask) << 2));
    while (entry != 0 && !(load<u32>(entry, L.LENS_LENGTH) == length && same(load<usize>(entry, L.LENS_BYTES), key, length)))
      entry = load<usize>(entry, L.LENS_NEXT);
    // a key with an escape may be any, so that others have to read the record
    if (entry == 0 && hasEscape) put(anyField, L.DIGEST_ODD, 0, 0, 0);
    at = blank(blank(end) + 1);
    at = entry == 0 ? value(0, 0, at) : value(load<u32>(entry, L.LENS_FIELD), load<usize>(entry, L.LENS_INNER), at);
    at = blank(at);
    if (load<u8>(at) != COMMA) return at + 1;
    at = blank(at + 1);
  }
}

function array(lens: usize, at: usize): usize {
  at = blank(at + 1);
  if (load<u8>(at) == CLOSE_ARRAY) return at + 1;
  const field = load<u32>(lens, L.LENS_ITEM_FIELD);
  const inner = load<usize>(lens, L.LENS_ITEM);
  while (true) {
    at = blank(value(field, inner, at));
    if (load<u8>(at) != COMMA) return at + 1;
    at = blank(at + 1);
  }
}

/** Puts what a plan says of the record that was recognised last. */
function follow(plan: usize): void {
  const last = load<usize>(plan, PLAN_END);
  for (let step = plan + PLAN_STEPS; step < last; step += STEP_SIZE) {
    const kind = load<u32>(step);
    const field = load<u32>(step, STEP_WORDS);
    if (kind == COPY) {
      if (top >= limit) {
        top = limit + 1;
        return;
      }
      v128.store(top, v128.load(step, STEP_WORDS));
      top += L.DIGEST_ENTRY;
      continue;
    }
    const span = L.SPANS + load<u32>(step, STEP_SPAN);
    const from = load<usize>(span);
    if (kind == TEXT) text(field, from);
    else if (kind == SAME_TEXT) {
      sameText(step, field, from, load<usize>(span, 4));
      step += mostSame;
    } else if (kind == LENGTH) put(field, L.DIGEST_LENGTH, 0, 0, <u32>(load<usize>(span, 4) - from));
    else if (kind == NUMBER) number(field & 0xffff, from);
    else valueEnd(field, load<usize>(step, STEP_WORDS + 4), from);
  }
}

/** Puts the text from `from` to `to`, by what was put of it the last time if it is the same. */
function sameText(step: usize, field: u32, from: usize, to: usize): void {
  // the closing quote is told as well
  const length = to + 1 - from;
  const bytes = step + STEP_SIZE;
  const isSame = length <= mostSame - 16 && load<u32>(step, STEP_WORDS + 12) != 0 && same(bytes, from, <u32>length);
  if (isSame) {
    const entry = v128.load(step, STEP_WORDS);
    if (top >= limit) top = limit + 1;
    else {
      v128.store(top, entry);
      top += L.DIGEST_ENTRY;
    }
    return;
  }
  const entry = top;
  text(field & 0xffff, from);
  if (top > limit || length > mostSame - 16) return;
  memory.copy(bytes, from, length);
  v128.store(step, v128.load(entry), STEP_WORDS);
}

/**
 * Puts what `lens` wants of the record at `at`, which goes to `to` and began with blanks at `from`. False if there is no room for it;
 * then nothing is put.
 * @param shape end of the shape by which the record was recognised; 0 if it was not.
 * @param mayBeLike it may be told by what it has otherwise than one before, if it comes in runs.
 */
export function digest(
  lens: usize,
  from: usize,
  at: usize,
  to: usize,
  line: u32,
  event: u32,
  shape: usize,
  mayBeLike: bool,
): bool {
  const start = load<usize>(L.CONTROL, L.DIGESTED);
  limit = L.DIGESTS + L.DIGESTS_SIZE - L.DIGEST_AGAIN_HEAD;
  top = start + L.DIGEST_HEAD;
  if (top >= limit) return false;
  const flags = load<u8>(L.CONTROL + L.EVENT_FLAGS + event);
  isAudio = (flags & L.IS_AUDIO) != 0;
  isInRun = (flags & L.COMES_IN_RUNS) != 0;
  if (start == L.DIGESTS) forgetRuns();
  let plan: usize = shape == 0 ? noPlan : load<usize>(shape, PIECE_PLAN);
  if (plan > noPlan && load<usize>(plan, PLAN_LENS) == lens) follow(plan);
  else {
    isPlanning = plan == 0;
    isPlanFit = true;
    planned = shape;
    leavesBehind = 0;
    stepsTop = plansTop + PLAN_STEPS;
    object(lens, at);
    if (plan == 0 && top <= limit) keepPlan(lens);
    isPlanning = false;
  }
  if (top > limit) return false;
  store<u32>(start, event, 4);
  store<u32>(start, line, 8);
  store<usize>(start, from, 12);
  store<usize>(start, at, 16);
  store<usize>(start, to, 20);
  if (isInRun && mayBeLike) {
    store<u32>(start, (top - start) >> 2);
    top = shortened(start, top, event);
  }
  store<u32>(start, (top - start) >> 2);
  store<usize>(L.CONTROL, top, L.DIGESTED);
  return true;
}

/** Keeps the plan that was noted, if there was room for it. */
function keepPlan(lens: usize): void {
  store<usize>(planned, isPlanFit ? plansTop : noPlan, PIECE_PLAN);
  if (!isPlanFit) return;
  store<usize>(plansTop, lens, PLAN_LENS);
  store<usize>(plansTop, stepsTop, PLAN_END);
  plansTop = (stepsTop + 7) & ~7;
}
