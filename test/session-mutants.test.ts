/** Mistakes in sessions are made, and what is found of them is counted, as `npm run mutants` says. */
import { validateStream } from "../src/index.ts";
import { mulberry32 } from "./support/generate.mjs";
import { lines } from "./support/records.ts";
import {
  type Event,
  harmless,
  isOfClient,
  type JudgedFinding,
  measure,
  mutantsOf,
  mutationNames,
  sessionFor,
  sessionsForAll,
} from "./support/session-mutants.mjs";
import { explained } from "./support/unseen-mutants.mjs";

/** Every event of the server that has the id of one before it. */
function repeated(events: readonly Event[]): JudgedFinding[] {
  const seen = new Set();
  return events.flatMap(({ type, event_id }, at) => {
    if (isOfClient(String(type)) || event_id === undefined) return [];
    const isNew = !seen.has(event_id);
    seen.add(event_id);
    return isNew ? [] : [{ rule: "repeated", severity: "error", line: at + 1, message: "" }];
  });
}

/** Seeds of sessions with turns of every kind, in one of which a tool of another server is asked for. */
const seeds = Array.from({ length: sessionsForAll }, (_, at) => at + 21);
const mutants = seeds.flatMap((seed) => [...mutantsOf(sessionFor(seed), mulberry32(seed))]);

test("every mutation changes something, and each is made", () => {
  const same = mutants.filter(({ events, made }) => JSON.stringify(events) === JSON.stringify(made));
  expect(same.map(({ mutation, type }) => [mutation, type])).toEqual([]);
  expect([...new Set(mutants.map(({ mutation }) => mutation))].toSorted()).toEqual([...mutationNames].toSorted());
});

test("what comes before the mistake is as it was", () => {
  const early = mutants.filter(
    ({ mutation, at, events, made }) =>
      !harmless.includes(mutation) && events.slice(0, at).some((event, place) => event !== made[place]),
  );
  expect(early.map(({ mutation, type }) => [mutation, type])).toEqual([]);
});

test("the same seed makes the same mutants", () => {
  const made = (): string => JSON.stringify([...mutantsOf(sessionFor(3), mulberry32(3))].map((mutant) => mutant.made));
  expect(made()).toBe(made());
});

test("nothing is found in the sessions themselves", async () => {
  for (const seed of seeds) {
    const findings = [];
    for await (const finding of validateStream([lines(...sessionFor(seed))])) findings.push(finding);
    expect({ seed, findings }).toEqual({ seed, findings: [] });
  }
});

describe("of a judge that sees repeated ids only", () => {
  const measured = measure({ sessions: sessionsForAll, seed: 1, judge: repeated, explained });
  const sumOf = async (mutation: string): Promise<number[]> => {
    const { rows } = await measured;
    const some = rows.filter((row) => row.mutation === mutation && !isOfClient(row.type));
    return ["tried", "found", "once"].map((name) =>
      some.reduce((sum, row) => sum + row[name as "tried" | "found" | "once"], 0),
    );
  };

  test.each(["repeat", "event_id of another"])("every %s is found once", async (mutation) => {
    const [tried, found, once] = await sumOf(mutation);
    // a key of the phone has no id
    const withoutId = mutation === "repeat" ? 1 : 0;
    expect(found).toBe(tried! - withoutId);
    expect(once).toBe(found);
  });

  test.each(["drop", "swap", "usage", "output_index"])("no %s is", async (mutation) => {
    expect((await sumOf(mutation)).slice(1)).toEqual([0, 0]);
  });

  test("what is missed without a reason is told, what has one is not", async () => {
    const { surprises, rows, broken } = await measured;
    expect(broken).toEqual([]);
    expect(surprises.filter(({ mutation, type }) => mutation === "drop" && type === "response.created")).toMatchObject([
      { line: expect.any(Number) },
    ]);
    expect(surprises.filter(({ mutation, type }) => mutation === "drop" && type === "rate_limits.updated")).toEqual([]);
    for (const { tried, found, explained: reasons } of rows) expect(found + reasons).toBeLessThanOrEqual(tried);
  });

  test("what is found in spite of a reason is told with it", async () => {
    const why = "the ids of rate limits do not count";
    const wrong = [{ mutation: "repeat", event: "rate_limits.updated", why }];
    const { surprises } = await measure({ sessions: 2, seed: 1, judge: repeated, explained: wrong });
    expect(surprises.filter((surprise) => surprise.why !== undefined)).toMatchObject([
      { mutation: "repeat", type: "rate_limits.updated", why, rules: ["repeated"] },
    ]);
  });

  test("a session that is not clean is told, and not mutated", async () => {
    const judge = (): JudgedFinding[] => [{ rule: "grumble", severity: "warning", line: 1, message: "no" }];
    const { broken, rows } = await measure({ sessions: 1, seed: 1, judge, explained });
    expect(broken).toHaveLength(1);
    expect(rows).toEqual([]);
  });
});
