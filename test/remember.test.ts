/** What is remembered of the mistakes of other records changes nothing that is said of one. */
import { createClassifier } from "../src/dispatch.ts";
import { diagnose, mistakesOf } from "../src/schema/diagnose.ts";
import { bundledExplain } from "../src/schema/errors.ts";
import type { Explain } from "../src/schema/judge.ts";
import { sample } from "./support/mutate.mjs";
import { done, type Fields } from "./support/records.ts";

const sampled = [...sample({ seed: 11, count: 60 })].map(({ record }): Fields => record);

/** Values that are alike to whoever compares too little. */
const lookalikes: readonly unknown[] = [
  "1",
  1,
  -0,
  0,
  "0",
  true,
  "true",
  null,
  "null",
  [],
  [1],
  {},
  { a: 1 },
  { b: 1 },
  "object",
  `${"x".repeat(100)}1`,
  `${"x".repeat(100)}2`,
  "incomplet",
  "complet",
];
const variants = lookalikes.flatMap((value): Fields[] => [
  { ...done(), event_id: value },
  { ...done(), response: value },
  { ...done(), response: { ...(done()["response"] as Fields), status: value } },
  { ...done(), response: { ...(done()["response"] as Fields), output: [value, value] } },
  { ...done(), response: { ...(done()["response"] as Fields), usage: value } },
  { ...done(), [String(value)]: 1 },
]);
const records = [...variants, ...sampled];

function said(record: Fields, explain: Explain): unknown {
  const event = createClassifier("auto", "auto").classify(record);
  const faults = event.kind === "checked" ? explain(event.schema, event.payload) : [];
  const mistakes = mistakesOf(event, faults);
  // the same list of faults once more, and its mistakes with their places
  const again = diagnose(JSON.stringify(record), event, faults, false);
  return { mistakes, again };
}

test("there is something to be said of many", () => {
  const explain = bundledExplain("wire");
  expect(records.filter((record) => JSON.stringify(said(record, explain)).includes("rule")).length).toBeGreaterThan(
    100,
  );
});

test.each(["wire", "spec"] as const)("records one after another, of %s", (profile) => {
  const warm = bundledExplain(profile);
  for (const record of [...records, ...records.toReversed()]) {
    expect(said(record, warm)).toStrictEqual(said(record, bundledExplain(profile)));
  }
});
