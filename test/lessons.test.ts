/** Records that are wrong as one before them: nobody explains them again, and what is said of them is the same. */
import { check, emptySummary, type Plan } from "../src/check.ts";
import type { Finding, Snippet, Summary } from "../src/finding.ts";
import { sourceOf } from "../src/input/open.ts";
import { createPlan, type PlanOptions } from "../src/plan.ts";
import { everyWay, randomly } from "./support/every-way.ts";
import { sessions } from "./support/sessions.mjs";
import { cleared, done, type Fields, lines, response } from "./support/records.ts";
import { wrongAlike } from "./support/wrong-alike.ts";

interface Outcome {
  findings: Finding[];
  snippets: Snippet[];
  /** Records that were handed on. */
  records: string[];
  summary: Omit<Summary, "proved">;
}

async function outcomeOf(chunks: Iterable<Uint8Array>, plan: Plan): Promise<Outcome> {
  const { proved: _proved, ...summary } = emptySummary();
  const outcome: Outcome = { findings: [], snippets: [], records: [], summary };
  const counted = { ...summary, proved: 0 };
  for await (const steps of check(sourceOf(chunks, "capture.jsonl"), plan, counted)) {
    for (const step of steps) {
      if (step.kind === "record") outcome.records.push(step.bytes.toString());
      if (step.kind !== "finding") continue;
      outcome.findings.push(step.finding);
      outcome.snippets.push(step.snippet());
    }
  }
  const { proved: _count, ...rest } = counted;
  return { ...outcome, summary: rest };
}

/** A plan whose judge counts how often it has to explain. */
async function counting(options: PlanOptions): Promise<{ plan: Plan; explained: () => number }> {
  const plan = await createPlan({ sessionRules: false, ...options });
  let count = 0;
  const { judge } = plan;
  const explaining: typeof judge.explaining = async () => {
    const explain = await judge.explaining();
    return (schema, payload) => {
      count++;
      return explain(schema, payload);
    };
  };
  return { plan: { ...plan, judge: { ...judge, explaining } }, explained: () => count };
}

/** Expects the same of a capture with and without lessons, and gives how many of its records were explained where there are some. */
async function explainedOf(capture: string, options: PlanOptions = {}): Promise<number> {
  const bytes = Buffer.from(capture);
  const { plan } = await counting({ ...options, engine: "ajv" });
  const { plan: taught, explained } = await counting({ ...options, engine: "prover" });
  expect(await outcomeOf(randomly(bytes, 3, 5000), taught)).toEqual(await outcomeOf([bytes], plan));
  return explained();
}

const times = 200;

/** Events of a kind, of which each has ids and a text of its own. */
const many = (make: (at: number) => unknown): string => lines(...Array.from({ length: times }, (_, at) => make(at)));

const delta = (at: number, more: Fields = {}): Fields => ({
  type: "response.output_audio_transcript.delta",
  event_id: `event_evening_${at}`,
  response_id: `resp_${at >> 3}`,
  item_id: `item_${at >> 3}`,
  output_index: at % 3,
  content_index: 0,
  delta: at % 7 === 0 ? ` süppchen "${at}" 🍜` : ` soup ${at}`,
  ...more,
});

const without = (record: Fields, name: string): Fields =>
  Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));

/** Mistakes, and how many of `times` records are explained at most: a few until it is known that they come again. */
const mistakes: [string, (at: number) => unknown][] = [
  ["a number in quotes", (at) => delta(at, { output_index: "0" })],
  ["another one of three", (at) => delta(at, { output_index: ["0", "one", null][at % 3] })],
  ["a number for an id, at the beginning", (at) => ({ ...delta(at), event_id: 7 })],
  ["a null at the end", (at) => delta(at, { delta: null })],
  ["a number out of range", (at) => delta(at, { content_index: -1 })],
  ["an object where a string should be", (at) => delta(at, { item_id: { id: "item_1" } })],
  ["a field that is missing", (at) => without(delta(at), "response_id")],
  ["a field that nobody knows, always the same", (at) => delta(at, { flavour: "miso" })],
  ["a field that nobody knows, with another text each time", (at) => delta(at, { flavour: `miso ${at}` })],
  ["a field that nobody knows, with another number each time", (at) => delta(at, { temperature: at / 7 })],
  ["the same in the middle", (at) => ({ type: "", flavour: at - 20.5e-3, ...delta(at) })],
  ["a name that is misspelt", (at) => ({ ...without(delta(at), "response_id"), respons_id: `resp_${at}` })],
  ["two mistakes", (at) => ({ ...without(delta(at), "item_id"), output_index: "0" })],
  ["two mistakes next to each other", (at) => delta(at, { output_index: "0", content_index: "0" })],
  ["every second one", (at) => delta(at, at % 2 === 0 ? {} : { output_index: "0" })],
  ["an enum in a response", (at) => done({ id: `resp_${at}`, status: "complet" })],
  [
    "a field of a response that is missing",
    (at) => ({ ...done(), response: without(response({ id: `resp_${at}` }), "status") }),
  ],
  ["a base64 that is none", (at) => ({ type: "input_audio_buffer.append", event_id: `event_${at}`, audio: "@@@" })],
  ["an event in an envelope", (at) => ({ time: at, event: delta(at, at < 5 ? {} : { output_index: "0" }) })],
  [
    "one in two, with who sent it",
    (at) => ({ n: `${at}`, direction: "in", data: { at, payload: delta(at, at < 5 ? {} : { soup: at }) } }),
  ],
  ["a bare response", (at) => response({ id: `resp_${at}`, status: "complet" })],
];

test.each(mistakes)("%s is explained but a few times", async (_name, make) => {
  expect(await explainedOf(many(make))).toBeLessThan(20);
  await everyWay(many(make).slice(0, 6000));
});

test.each(mistakes)("%s, with rules of sessions", async (_name, make) => {
  const session = lines(...sessions({ seed: 5, count: 60 }));
  expect(await explainedOf(session + many(make), { sessionRules: true })).toBeLessThan(30);
});

/** Mistakes that leave an event what it is, of which rules of sessions may have much to say. */
const slips: readonly ((event: Fields) => Fields)[] = [
  (event) => ({ ...event, event_id: 7 }),
  (event) => ({ ...event, extra: 1 }),
  (event) => ("output_index" in event ? { ...event, output_index: "0" } : event),
  (event) => ("item_id" in event ? { ...event, item_id: null } : event),
  (event) => ("delta" in event ? { ...event, delta: 5 } : event),
];

test.each([1, 2, 3, 4])("rules of sessions hear the same of events that are wrong, seed %d", async (seed) => {
  const some = slips.filter((_, at) => (seed + at) % 3 > 0);
  const events = [...sessions({ seed, count: 1500 })];
  const wrong = events.map((event, at) => (at % 3 === 0 ? (some[at % some.length]?.(event) ?? event) : event));
  expect(await explainedOf(lines(...wrong), { sessionRules: true })).toBeLessThan(400);
});

test.each(["valid", "invalid", "all"] as const)(
  "records are handed on where %s ones are wanted",
  async (passthrough) => {
    const text = many((at) => delta(at, at % 3 === 0 ? { output_index: "0" } : at % 3 === 1 ? { flavour: at } : {}));
    expect(await explainedOf(text, { passthrough })).toBeLessThan(20);
  },
);

const party = (at: number): Fields => ({ [`party ${"x".repeat(70)}`]: at < 150 ? `of ${at}` : "y".repeat(600) });

test.each<[string, (at: number) => unknown]>([
  ["a key that is too long, and later what is in it", (at) => done({ id: `resp_${at}`, metadata: party(at) })],
  ["the same in a client's event", (at) => ({ type: "response.create", response: { metadata: party(at) } })],
  [
    "an item of an array",
    (at) => ({
      type: "rate_limits.updated",
      event_id: `event_${at}`,
      rate_limits: [{ name: 7, limit: at, remaining: 1, reset_seconds: at > 150 ? "1" : 1 }],
    }),
  ],
  [
    "a part of an item",
    (at) => ({
      type: "conversation.item.create",
      item: { type: "message", role: "user", content: [{ type: "input_text", text: at > 150 ? at : 7 }] },
    }),
  ],
  [
    "a role that no item has",
    (at) => ({
      type: "conversation.item.create",
      item: { type: "message", role: "usr", id: `item_${at}`, content: at > 150 ? [{ type: "text" }] : [] },
    }),
  ],
  [
    "a tool",
    (at) => ({
      type: "session.update",
      session: {
        type: "realtime",
        instructions: `Say ${at}.`,
        tools: at > 150 ? [{}] : [],
        model: at > 180 ? "grok" : "gpt-realtime",
        speed: "7",
      },
    }),
  ],
])("what varies beside a mistake is looked at: %s", async (_name, make) => {
  await explainedOf(many(make), { profile: "spec" });
  expect(await explainedOf(many(make))).toBeGreaterThan(0);
});

test("levels are those of the user", async () => {
  const text = many((at) => delta(at, at % 2 === 0 ? { output_index: "0" } : { flavour: at }));
  expect(await explainedOf(text, { rules: { "unknown-field": "off", "wrong-type": "note" } })).toBeLessThan(20);
});

test("what is learnt of one input holds for the next", async () => {
  const text = Buffer.from(many((at) => delta(at, { output_index: "0" })));
  const { plan, explained } = await counting({ engine: "prover" });
  const first = await outcomeOf([text], plan);
  const before = explained();
  expect(await outcomeOf([text], plan)).toEqual(first);
  expect(explained()).toBe(before);
});

test("who observes sees every record", async () => {
  const { plan } = await counting({ engine: "prover" });
  let seen = 0;
  const observe = (): void => void seen++;
  await outcomeOf([Buffer.from(many((at) => delta(at, { output_index: "0" })))], { ...plan, observe });
  expect(seen).toBe(times);
});

const hex = (at: number, length: number): string =>
  (0x1000000000 + at * 7919).toString(16).padStart(length, "0").slice(-length);

const wrong = many((at) => delta(at, { output_index: "0" }));
const beta = { id: "sess_1", object: "realtime.session", voice: "alloy" };
const inTurn = wrong + lines({ type: "session.created", event_id: "event_1", session: beta }) + wrong;

test.each<[string, (at: number) => unknown]>([
  [
    "by ids of responses and items",
    (at) =>
      at % 2 === 0
        ? done({ id: at > 150 ? `resp_${hex(at, 24)}` : `resp_${at}`, status: "complet" })
        : {
            type: "response.output_item.added",
            event_id: "event_1",
            response_id: "resp_1",
            output_index: "0",
            item: {
              id: at > 150 ? `item_${hex(at, 24)}` : `item_${at}`,
              type: "message",
              role: "assistant",
              status: "completed",
              content: [],
            },
          },
  ],
  [
    "by ids of events, written in an odd way",
    (at) =>
      cleared({
        event_id: at > 100 ? `${hex(at, 8)}-1f5a-4b6e-9a57-6f6d0c1e2b3a` : `event_${at}`,
        rid: at === 160 ? "8f1c1a52-1f5a-4b6e-9a57-6f6d0c1e2b3a" : `rid ${at}`,
      }),
  ],
])("a dialect is told %s all the same", async (_name, make) => {
  const text = many(make);
  await explainedOf(text);
  await explainedOf(
    text.replaceAll(
      /"(event_id|id)":"(.)/g,
      (_all, key: string, first: string) => `"${key}":"\\u00${first.charCodeAt(0).toString(16)}`,
    ),
  );
  const { findings } = await outcomeOf([Buffer.from(text)], await createPlan({ engine: "prover" }));
  expect(findings.map(({ rule }) => rule)).toContain("dialect");
});

test.each([
  ["a session of the beta after one of GA", inTurn],
  [
    "words that may say who sent a record",
    many((at) => delta(at, { output_index: "0", message: at > 100 ? "client" : `word ${at}` })),
  ],
  [
    "envelopes that say who sent what is in them",
    many((at) => ({ direction: at % 9 === 0 ? "sent" : "received", event: delta(at, { output_index: "0" }) })),
  ],
  [
    "envelopes whose words are the other way round",
    many((at) => ({
      n: at,
      direction: at < 100 ? "sent" : "received",
      event: at % 5 > 3 ? cleared({ id: 7 }) : delta(at, { output_index: "0" }),
    })),
  ],
])("%s", async (_name, text) => {
  expect(await explainedOf(text)).toBeGreaterThan(0);
});

const profiles = ["wire", "wire", "spec", "strict"] as const;

test.each(Array.from({ length: 60 }, (_, seed) => seed))(
  "captures with mistakes of every kind, seed %i",
  async (seed) => {
    const profile = profiles[seed % profiles.length] ?? "wire";
    expect(await explainedOf(wrongAlike(seed), { profile, sessionRules: seed % 3 === 0 })).toBeGreaterThanOrEqual(0);
  },
);
