/** Digests of events that are like one before, which are shortened to what varies. */
import * as L from "../layout";

/** Digests that others can be like: the last ones of a few kinds of events. */
const mostRuns: u32 = 4;
/** The one that gives way to the next of another kind. */
let oldestRun: u32 = 0;
let runs: u32 = 0;
/** Where their addresses are; behind them is nothing more of the plans. */
export const runsAt: usize = L.PLANS + L.PLANS_SIZE - 4 * mostRuns;

/** Whether the entries from `one` and from `other` on are those of two events of a run. */
function isAlike(one: usize, other: usize, size: usize): bool {
  for (const end = one + size; one < end; one += L.DIGEST_ENTRY, other += L.DIGEST_ENTRY) {
    const head = load<u32>(one);
    if (head != load<u32>(other)) return false;
    if (!(head & L.DIGEST_VARIES) && i8x16.bitmask(i8x16.eq(v128.load(one), v128.load(other))) != 0xffff) return false;
  }
  return true;
}

/** After the digest at `start`, whose entries end at `end`: shorter, if it is like one before. */
export function shortened(start: usize, end: usize, event: u32): usize {
  const size = end - start;
  for (let run: u32 = 0; run < runs; run++) {
    const first = load<usize>(runsAt + (run << 2));
    if (load<u32>(first, 4) != event) continue;
    const entries = start + L.DIGEST_HEAD;
    if (load<u32>(first) << 2 != size || !isAlike(entries, first + L.DIGEST_HEAD, size - L.DIGEST_HEAD)) break;
    // what varies is put after the longer head; it may lie where it is to go, or before that
    let kept: usize = 0;
    for (let entry = entries; entry < end; entry += L.DIGEST_ENTRY) {
      if (!(load<u32>(entry) & L.DIGEST_VARIES)) continue;
      v128.store(L.SPANS + kept, v128.load(entry));
      kept += L.DIGEST_ENTRY;
    }
    memory.copy(start + L.DIGEST_AGAIN_HEAD, L.SPANS, kept);
    store<usize>(start, first, L.DIGEST_HEAD);
    store<u32>(start, event | L.DIGEST_AGAIN, 4);
    return start + L.DIGEST_AGAIN_HEAD + kept;
  }
  let run: u32 = 0;
  while (run < runs && load<u32>(load<usize>(runsAt + (run << 2)), 4) != event) run++;
  if (run == mostRuns) run = oldestRun++ % mostRuns;
  store<usize>(runsAt + (run << 2), start);
  if (run == runs) runs++;
  return end;
}

/** None of those before can be like what comes; for when they were taken. */
export function forgetRuns(): void {
  runs = 0;
}
