/** Generated sessions, on which speed is measured and rules are tested, are as they should be. */
import { checkSession } from "../src/index.ts";
import { everyWay } from "./support/every-way.ts";
import { lines } from "./support/records.ts";
import { betaSession, kinds, session, sessions, translationSession } from "./support/sessions.mjs";

test("nothing is found in one that goes on and on", async () => {
  const { findings, summary } = await everyWay(lines(...sessions({ seed: 5, count: 1500 })), { sessionRules: true });
  expect(findings).toEqual([]);
  expect(Object.keys(summary.byEvent).length).toBeGreaterThan(20);
});

test.each([1, 2, 3])("nothing is found in one with turns of every kind, seed %d", async (seed) => {
  const { findings, summary } = await everyWay(lines(...session({ seed, turns: kinds.length, kinds })), {
    sessionRules: true,
  });
  expect(findings).toEqual([]);
  expect(Object.keys(summary.byEvent).length).toBeGreaterThan(40);
});

test.each([1, 2, 3])("nothing is found in one of the beta, seed %d, but that it is one", async (seed) => {
  const { findings } = await everyWay(lines(...betaSession({ seed, turns: 6 })), { sessionRules: true });
  expect(findings.map(({ rule }) => rule)).toEqual(["beta-api"]);
});

test.each([1, 2, 3])("nothing is found in one that is translated, seed %d", async (seed) => {
  const { findings } = await everyWay(lines(...translationSession({ seed })), { sessionRules: true });
  expect(findings).toEqual([]);
});

test.each([
  ["a count that is none", /"total_tokens":(\d+)/, '"total_tokens":$1.5', "wrong-type"],
  ["a type that is none", /"type":"message"/, '"type":"messages"', "enum-mismatch"],
])("of %s its session has no more to say", async (_what, found, instead, rule) => {
  const events = session({ seed: 1 }).map((event) => JSON.stringify(event));
  const at = events.findIndex((event) => event.includes('"response.done"'));
  events[at] = events[at]!.replace(found, instead);
  const { findings } = await everyWay(events.join("\n"), { sessionRules: true });
  expect(findings.map((finding) => finding.rule)).toEqual([rule]);
  expect(checkSession(events.map((event) => JSON.parse(event))).map((finding) => finding.rule)).toEqual([rule]);
});
test.each([1, 2, 3])(
  "nothing is found in one whose newest event stands first, seed %d, but that it does",
  async (seed) => {
    for (const turns of [1, 4]) {
      const { findings } = await everyWay(lines(...session({ seed, turns }).toReversed()), { sessionRules: true });
      expect(findings.filter(({ severity }) => severity !== "note")).toEqual([]);
      expect(findings.map(({ rule }) => rule)).toContain("newest-first");
    }
    const { findings } = await everyWay(lines(...betaSession({ seed }).toReversed()), {
      sessionRules: true,
      api: "beta",
    });
    expect(findings.filter(({ severity }) => severity !== "note")).toEqual([]);
  },
);

test.each([0, 1, 3, 60, 600, 5000])("one of %d events has as many, and no response is open at its end", (count) => {
  const events = [...sessions({ seed: 11, count })];
  const began = events.filter(({ type }) => type === "response.created");
  const ended = events.filter(({ type }) => type === "response.done");
  expect(events).toHaveLength(count);
  expect(ended).toHaveLength(began.length);
});

test("the same seed gives the same session, another seed another", () => {
  expect(session({ seed: 8 })).toEqual(session({ seed: 8 }));
  expect(session({ seed: 8 })).not.toEqual(session({ seed: 9 }));
});
