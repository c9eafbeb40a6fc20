/** Rules see the same of a record, whether it is parsed or only proved. */
import { check, emptySummary, type Plan } from "../src/check.ts";
import type { Finding } from "../src/finding.ts";
import { sourceOf } from "../src/input/open.ts";
import { levelsOf } from "../src/levels.ts";
import { createPlan } from "../src/plan.ts";
import { sessionRules } from "../src/rules/sessions.ts";
import { createWatch, type Watch } from "../src/session/watch.ts";
import { createWatching, digestingOf } from "../src/watching.ts";
import { between, mulberry32, pick, type Random } from "./support/generate.mjs";
import { type Event, mutantsOf, sessionFor } from "./support/session-mutants.mjs";
import { betaSession, session, translationSession } from "./support/sessions.mjs";

type Look = Omit<Parameters<Watch["see"]>[0], "payload"> & { line: number; key: unknown };

async function findingsOf(text: string, plan: Plan): Promise<Finding[]> {
  const findings: Finding[] = [];
  for await (const steps of check(sourceOf([text], "capture.jsonl"), plan, emptySummary()))
    for (const step of steps) if (step.kind === "finding") findings.push(step.finding);
  return findings;
}

/** A plan whose sessions are watched by what `around` makes of a watch. */
async function planWith(engine: string, around: (watch: Watch) => Watch): Promise<Plan> {
  const level = levelsOf(sessionRules, {});
  const watchOf = (): Watch => around(createWatch({ rules: sessionRules, level, maxSessions: 10 }));
  const digesting = digestingOf();
  const sessions: Plan["sessions"] = async () => ({
    watch: (watched) => createWatching(watchOf(), undefined, watched),
    digesting,
  });
  return { ...(await createPlan({ engine })), sessions };
}

/** What the rules are shown of a capture, and how many of its records were only proved. */
async function looksOf(text: string, engine: "ajv" | "prover"): Promise<{ looks: Look[]; proved: number }> {
  const looks: Look[] = [];
  const plan = await planWith(engine, (inner) => ({
    ...inner,
    see(seen, place, kind, key) {
      looks.push(structuredClone({ ...seen, payload: undefined, line: place.line, key }));
      return inner.see(seen, place, kind, key);
    },
    // each event of a run is shown as well
    goOn: () => false,
  }));
  const summary = emptySummary();
  const source = sourceOf([text], "capture.jsonl");
  for await (const _step of check(source, plan, summary));
  return { looks, proved: summary.proved };
}

const texts = ["naïve", "日本語", "🦜🦜", "\ud83e", '\\ " / \b\f\n\r\t', "\u0000\u007f\u2028", "", "x".repeat(300)];

/** Other texts and numbers in their places, as long as the event stays one. */
function varied(value: unknown, random: Random, name = ""): unknown {
  if (Array.isArray(value)) return value.map((one) => varied(one, random));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, varied(inner, random, key)]));
  if (typeof value === "string" && /^(text|transcript|delta|arguments|name)$/.test(name) && between(random, 0, 2) === 0)
    return value + pick(random, texts);
  return value;
}

/** The JSON of a value as another writer has it: blanks, escapes, exponents. */
function written(value: unknown, random: Random): string {
  const blank = (): string => pick(random, ["", "", "", " ", "  ", "\t", "\r"]);
  if (Array.isArray(value))
    return `[${blank()}${value.map((one) => written(one, random)).join(`${blank()},${blank()}`)}${blank()}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(
      ([name, inner]) => `${written(name, random)}${blank()}:${blank()}${written(inner, random)}`,
    );
    return `{${blank()}${members.join(`${blank()},${blank()}`)}${blank()}}`;
  }
  if (typeof value === "number" && value > 0 && between(random, 0, 3) === 0)
    return pick(random, [`${value}e0`, `${value}E+00`, value.toExponential()]);
  if (typeof value !== "string" || between(random, 0, 3) > 0) return JSON.stringify(value);
  return `"${Array.from({ length: value.length }, (_, at) =>
    value.charCodeAt(at) > 0x7e ||
    value.charCodeAt(at) < 0x20 ||
    '"\\'.includes(value[at]!) ||
    between(random, 0, 6) === 0
      ? `\\u${value.charCodeAt(at).toString(16).padStart(4, "0")}`
      : value[at],
  ).join("")}"`;
}

const enveloped = (event: Event, at: number): unknown => ({ time: at, connection: `c${at % 3}`, event });
const sorts: readonly [string, (seed: number) => Event[]][] = [
  ["of GA", (seed) => session({ seed, turns: 4 })],
  ["of the beta", (seed) => betaSession({ seed, turns: 4 })],
  ["of translation", (seed) => translationSession({ seed })],
];

describe.each(sorts)("sessions %s", (_name, make) => {
  const ways: readonly [string, (events: Event[], random: Random) => string[]][] = [
    ["as they are", (events) => events.map((event) => JSON.stringify(event))],
    ["in envelopes", (events) => events.map((event, at) => JSON.stringify(enveloped(event, at)))],
    ["with other texts", (events, random) => events.map((event) => JSON.stringify(varied(event, random)))],
    ["written otherwise", (events, random) => events.map((event) => written(varied(event, random), random))],
  ];
  test.each(ways)("%s", async (_way, write) => {
    let proved = 0;
    let all = 0;
    for (let seed = 1; seed <= 6; seed++) {
      const text = `${write(make(seed), mulberry32(seed)).join("\n")}\n`;
      const plain = await looksOf(text, "ajv");
      const digested = await looksOf(text, "prover");
      expect(digested.looks).toEqual(plain.looks);
      proved += digested.proved;
      all += plain.looks.length;
    }
    // else nothing was digested that could differ
    expect(proved).toBeGreaterThan(all / 3);
  });
});

test("most deltas are not looked at one by one", async () => {
  let seen = 0;
  let gone = 0;
  const plan = await planWith("prover", (inner) => ({
    ...inner,
    get run() {
      return inner.run;
    },
    see(event, ...rest) {
      if (event.kind.endsWith(".delta")) seen++;
      return inner.see(event, ...rest);
    },
    goOn(...event) {
      const isOn = inner.goOn(...event);
      if (isOn) gone++;
      return isOn;
    },
  }));
  const text = session({ seed: 3, turns: 12 })
    .map((event) => `${JSON.stringify(event)}\n`)
    .join("");
  const source = sourceOf([text], "capture.jsonl");
  for await (const _step of check(source, plan, emptySummary()));
  expect(gone).toBeGreaterThan(seen);
});

test("mistakes in sessions give the same findings", async () => {
  const [plain, proving] = [await createPlan({ engine: "ajv" }), await createPlan({ engine: "prover" })];
  const random = mulberry32(5);
  for (const seed of [4, 5]) {
    for (const { mutation, type, made } of mutantsOf(sessionFor(seed), mulberry32(seed))) {
      if (between(random, 0, 3) > 0) continue;
      const text = made.map((event) => `${JSON.stringify(event)}\n`).join("");
      const findings = await findingsOf(text, proving);
      expect({ mutation, type, findings }).toEqual({ mutation, type, findings: await findingsOf(text, plain) });
    }
  }
});
