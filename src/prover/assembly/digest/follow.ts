/** Follows the plan of a shape: puts entries of a record of it without looking through its bytes. */
import { same } from "../json/bytes";
import * as L from "../layout";
import { areGivenUp, copyEntry, entriesTop } from "./entries";
import {
  COPY,
  LENGTH,
  mostSame,
  NUMBER,
  PLAN_END,
  PLAN_STEPS,
  SAME_TEXT,
  STEP_SIZE,
  STEP_SPAN,
  STEP_WORDS,
  TEXT,
} from "./plan";
import { number, put, text, valueEnd } from "./walk";
import { entryField } from "./wanted";

/** Puts the text from `from` to `to`, by what was put of it the last time if it is the same. */
function sameText(step: usize, field: u32, from: usize, to: usize): void {
  // the closing quote is told as well
  const length = to + 1 - from;
  const bytes = step + STEP_SIZE;
  const isSame = length <= mostSame - 16 && load<u32>(step, STEP_WORDS + 12) != 0 && same(bytes, from, <u32>length);
  if (isSame) {
    copyEntry(step + STEP_WORDS);
    return;
  }
  const entry = entriesTop;
  text(entryField(field), from);
  if (areGivenUp() || length > mostSame - 16) return;
  memory.copy(bytes, from, length);
  v128.store(step, v128.load(entry), STEP_WORDS);
}

/** Puts what a plan says of the record that was recognised last. */
export function follow(plan: usize): void {
  const last = load<usize>(plan, PLAN_END);
  for (let step = plan + PLAN_STEPS; step < last; step += STEP_SIZE) {
    const kind = load<u32>(step);
    const field = load<u32>(step, STEP_WORDS);
    if (kind == COPY) {
      copyEntry(step + STEP_WORDS);
      continue;
    }
    const span = L.SPANS + load<u32>(step, STEP_SPAN);
    const from = load<usize>(span);
    if (kind == TEXT) text(field, from);
    else if (kind == SAME_TEXT) {
      sameText(step, field, from, load<usize>(span, 4));
      step += mostSame;
    } else if (kind == LENGTH) put(field, L.DIGEST_LENGTH, 0, 0, <u32>(load<usize>(span, 4) - from));
    else if (kind == NUMBER) number(entryField(field), from);
    else valueEnd(field, load<usize>(step, STEP_WORDS + 4), from);
  }
}
