/**
 * Captures in which many records are wrong in the same way, and others almost so: events of sessions, or responses, with a few recipes for
 * mistakes that are applied to one after another. The same seed makes the same capture.
 */
import { eventOf } from "../../src/schema/catalogue.ts";
import { between, mulberry32, pick, type Random, responses } from "./generate.mjs";
import { betaSession, session, sessions, translationSession } from "./sessions.mjs";

type Fields = Record<string, unknown>;

/** Stands for a number that JSON can write and JavaScript cannot. */
const endless = "@endless@";

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Paths to all fields below a value, and into the first items of arrays. */
function* pathsIn(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (Array.isArray(value) && Number(key) > 1) continue;
    yield [...path, key];
    yield* pathsIn(inner, [...path, key]);
  }
}

function parentAt(record: Fields, path: readonly string[]): Fields | undefined {
  let value: unknown = record;
  for (const step of path.slice(0, -1))
    value = isObject(value) || Array.isArray(value) ? (value as Fields)[step] : undefined;
  return isObject(value) || Array.isArray(value) ? (value as Fields) : undefined;
}

/** Makes one mistake in a record, if it has the place for it. */
type Mistake = (record: Fields, random: Random) => void;

const wrongValues: readonly unknown[] = [
  null,
  7,
  -1,
  1.5,
  0,
  true,
  false,
  "7",
  "x",
  "",
  "complet",
  "in_progress",
  "user",
  endless,
  "ключ 🍜",
  "@@@",
  'a"b',
  [],
  [1],
  {},
  { a: 1 },
  { type: "x" },
  [null],
  "x".repeat(120),
  "resp_0123456789abcdef01234567",
];

const names = [
  "zzz",
  "extra",
  "trace_id",
  "timestamp",
  "direction",
  "source",
  "message",
  "event",
  "text",
  "data",
  "object",
  "rid",
  "client_timestamp",
  "event_di",
  "respons_id",
  "itme_id",
  "idd",
  "ключ",
  'a"b',
  "a/b~c",
  "__proto__",
  "session",
  "level",
  "k".repeat(70),
];

const varied: ((random: Random) => unknown)[] = [
  (random) => between(random, -5, 1000),
  (random) => random() * 10 ** between(random, -3, 20),
  (random) => `trace ${between(random, 0, 99)} é\n"`,
  (random) => pick(random, ["a", "é", "🍜", "\\"]).repeat(between(random, 0, 20)),
  (random) => "long ".repeat(between(random, 1, 200)),
  (random) => ({ at: between(random, 0, 3) }),
  (random) => pick(random, [true, false, null, "client", "server", "sent", "8f1c1a52-1f5a-4b6e-9a57-6f6d0c1e2b3a"]),
];

function mistakeIn(example: Fields, random: Random): Mistake {
  const path = pick(random, [...pathsIn(example)]);
  const key = path.at(-1) ?? "";
  const fixed = pick(random, wrongValues);
  const vary = pick(random, varied);
  const name = pick(random, names);
  const set: Mistake = (record) => {
    const parent = parentAt(record, path);
    if (parent && key in parent) parent[key] = fixed;
  };
  const add = (record: Fields, value: unknown): void => {
    const parent = parentAt(record, path);
    if (isObject(parent))
      Object.defineProperty(parent, name, { value, enumerable: true, configurable: true, writable: true });
  };
  const kinds: Mistake[] = [
    set,
    set,
    set,
    (record, dice) => {
      const parent = parentAt(record, path);
      if (parent && key in parent) parent[key] = vary(dice);
    },
    (record) => {
      const parent = parentAt(record, path);
      if (isObject(parent)) delete parent[key];
    },
    (record) => add(record, fixed),
    (record, dice) => add(record, vary(dice)),
    (record) => {
      const parent = parentAt(record, path);
      if (!isObject(parent) || !(key in parent)) return;
      const value = parent[key];
      delete parent[key];
      parent[`${key.slice(0, -2)}${key.slice(-1)}${key.slice(-2, -1)}`] = value;
    },
  ];
  return pick(random, kinds);
}

const texts = [
  "",
  "x",
  "client",
  "grok",
  "/response",
  "AAAA",
  "@@@",
  "7",
  "completed",
  "é🍜",
  "y".repeat(600),
  "realtime.response",
];
const numbers = [0, -1, 1, 0.5, 7, 1e21, 2 ** 40, 24000];

/** Puts another value of the same type somewhere: where a record is not wrong it may have become so. */
function vary(record: Fields, random: Random): void {
  const path = pick(random, [...pathsIn(record)]);
  const parent = path && parentAt(record, path);
  const key = path?.at(-1) ?? "";
  if (!parent || key === "type") return;
  if (typeof parent[key] === "string") parent[key] = pick(random, texts);
  else if (typeof parent[key] === "number") parent[key] = pick(random, numbers);
}

const hex = (random: Random, length: number): string =>
  Array.from({ length }, () => between(random, 0, 15).toString(16)).join("");

/** What may stand in a right record as well: ids that others have, and text that is no ASCII. */
function embellish(record: Fields, random: Random): void {
  const dice = random();
  if (dice < 0.02 && "event_id" in record)
    record["event_id"] = `${hex(random, 8)}-${hex(random, 4)}-${hex(random, 4)}-${hex(random, 4)}-${hex(random, 12)}`;
  else if (dice < 0.04) {
    const { response, item } = record;
    if (isObject(response)) response["id"] = `resp_${hex(random, 24)}`;
    if (isObject(item)) item["id"] = `item_${hex(random, 24)}`;
  } else if (dice < 0.2 && typeof record["event_id"] === "string")
    record["event_id"] += pick(random, ["é", "🍜", '"', "\\n"]);
}

function shuffled(record: Fields, random: Random): Fields {
  return Object.fromEntries(
    Object.entries(record)
      .map(([key, value]) => [random(), key, value] as const)
      .toSorted(([one], [other]) => one - other)
      .map(([, key, value]) => [key, value]),
  );
}

function written(record: unknown, random: Random): string {
  const json = JSON.stringify(record).replaceAll(`"${endless}"`, "1e999");
  const dice = random();
  if (dice < 0.03) return `  ${json} \r`;
  if (dice < 0.05) return json.replace("{", '{ "event_id" : "event_twice" , ');
  if (dice < 0.07) return json.replace(/"event_(?=\w)/, '"\\u0065vent_');
  if (dice < 0.08) return json.slice(0, between(random, 0, json.length));
  return json;
}

const drawn: readonly ((seed: number, count: number) => Iterable<unknown>)[] = [
  (seed, count) => sessions({ seed, count }),
  (seed, count) => sessions({ seed, count }),
  (seed, count) => responses({ seed, count }),
  (seed) => betaSession({ seed }),
  (seed) => session({ seed, turns: 20 }),
  (seed) => translationSession({ seed, seconds: 20 }),
];

const isSent = (record: Fields): boolean => eventOf(record["type"])?.direction === "client";

/** Around all records of a capture. */
const forms: readonly ((json: string, record: Fields, at: number) => string)[] = [
  ...Array.from(
    { length: 6 },
    () =>
      (json: string): string =>
        json,
  ),
  (json, _record, at) => `{"time":${at},"event":${json}}`,
  (json, _record, at) => `12:00:${String(at % 60).padStart(2, "0")} DEBUG ws < ${json}`,
  (json, record) => `{"direction":"${isSent(record) ? "sent" : "received"}","event":${json}}`,
  (json, _record, at) => (at % 3 === 0 ? `{"data":${JSON.stringify(json)}}` : json),
];

export function wrongAlike(seed: number, count = 300): string {
  const random = mulberry32(seed);
  const records = [...pick(random, drawn)(seed, count)]
    .slice(0, count)
    .map((record): Fields => structuredClone(record) as Fields);
  const share = pick(random, [0.1, 0.5, 0.9, 1]);
  const isShuffled = random() < 0.1;
  const form = pick(random, forms);
  /** A few recipes for each type of event. */
  const recipes = new Map<string, Mistake[][]>();
  for (const record of records) {
    const type = String(record["type"]);
    const list = recipes.get(type) ?? [];
    if (list.length === 0) recipes.set(type, list);
    if (list.length < 3) list.push(Array.from({ length: random() < 0.25 ? 2 : 1 }, () => mistakeIn(record, random)));
  }
  const lines = records.map((record, at) => {
    embellish(record, random);
    if (random() < share)
      for (const mistake of pick(random, recipes.get(String(record["type"])) ?? [])) mistake(record, random);
    if (random() < 0.2) vary(record, random);
    return form(written(isShuffled ? shuffled(record, random) : record, random), record, at);
  });
  return lines.join("\n");
}
