/**
 * What rules want to know of a record that was proved: a few of its fields, as a lens names them, each as four words behind those of
 * the record. Texts are hashed as src/session/text.ts hashes them.
 */
import * as L from "../layout";
import { areGivenUp, entriesTop, startEntries } from "./entries";
import { follow } from "./follow";
import { keepPlan, noPlan, noteSteps, PLAN_LENS, planOf, startPlan } from "./plan";
import { forgetRuns, shortened } from "./runs";
import { object } from "./walk";
import { isInRun, startWanted } from "./wanted";

/** Puts entries of the record at `at`: by the plan of its shape, or of the first of a shape by its bytes, while the plan is noted. */
// @ts-ignore: decorator
@inline
function putEntries(lens: usize, at: usize, shape: usize): void {
  const plan = planOf(shape);
  if (plan > noPlan && load<usize>(plan, PLAN_LENS) == lens) {
    follow(plan);
    return;
  }
  if (plan == 0) startPlan(shape);
  object(lens, at);
  noteSteps(false);
  if (plan == 0 && !areGivenUp()) keepPlan(lens);
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
  if (!startEntries(start + L.DIGEST_HEAD)) return false;
  startWanted(event);
  if (start == L.DIGESTS) forgetRuns();
  putEntries(lens, at, shape);
  if (areGivenUp()) return false;
  store<u32>(start, event, 4);
  store<u32>(start, line, 8);
  store<usize>(start, from, 12);
  store<usize>(start, at, 16);
  store<usize>(start, to, 20);
  store<u32>(start, (entriesTop - start) >> 2);
  let end = entriesTop;
  if (isInRun && mayBeLike) {
    end = shortened(start, end, event);
    store<u32>(start, (end - start) >> 2);
  }
  store<usize>(L.CONTROL, end, L.DIGESTED);
  return true;
}
