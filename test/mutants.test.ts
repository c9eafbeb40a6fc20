/** Of mistakes in sessions: each is found that can be found, by one finding. */
import { validateStream } from "../src/index.ts";
import { lines } from "./support/records.ts";
import { harmless, type JudgedFinding, measure, mutationNames } from "./support/session-mutants.mjs";
import { explained } from "./support/unseen-mutants.mjs";

async function judge(events: readonly unknown[]): Promise<JudgedFinding[]> {
  const findings: JudgedFinding[] = [];
  for await (const finding of validateStream([lines(...events)])) findings.push(finding);
  return findings;
}

let measuring: ReturnType<typeof measure> | undefined;
/** Measured once, and by a test: what is loaded late may not be loaded between tests. */
const measured = (): ReturnType<typeof measure> => (measuring ??= measure({ sessions: 3, seed: 1, judge, explained }));

test("nothing is found in the sessions as they are", async () => {
  expect((await measured()).broken).toEqual([]);
});

test("what is not found has a reason, and what has one is not found", async () => {
  expect((await measured()).surprises).toEqual([]);
});

/** The least share of what is found that is found by one finding, in percent, where that is not all of it. */
const least: Readonly<Record<string, number>> = {
  "item_id unknown": 89,
  "item_id of another": 84,
  "previous_item_id unknown": 50,
};

test.each(mutationNames.filter((name) => !harmless.includes(name)))("one finding for: %s", async (mutation) => {
  const rows = (await measured()).rows.filter((row) => row.mutation === mutation);
  const [found, once] = [(row: (typeof rows)[number]) => row.found, (row: (typeof rows)[number]) => row.once].map(
    (count) => rows.reduce((sum, row) => sum + count(row), 0),
  );
  expect((100 * once!) / Math.max(1, found!)).toBeGreaterThanOrEqual(found === 0 ? 0 : (least[mutation] ?? 100));
});
