/** Generated sessions, on which the speed of mixed events is measured, are as they should be. */
import { everyWay } from "./support/every-way.ts";
import { lines } from "./support/records.ts";
import { sessions } from "./support/sessions.mjs";

test("nothing is found in them", async () => {
  const { findings, summary } = await everyWay(lines(...sessions({ seed: 5, count: 1500 })));
  expect(findings).toEqual([]);
  expect(Object.keys(summary.byEvent).length).toBeGreaterThan(20);
}, 20_000);
