import { sourceOf } from "../src/input/open.ts";
import { validate } from "../src/index.ts";
import { checked } from "./support/every-way.ts";
import { response } from "./support/records.ts";

/** What could steer a terminal, reorder a line or break one. */
const raw =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u;
const steering = [
  "\u001b[2J\u001b]0;owned\u0007",
  "\u009b31m",
  "bell\u0007",
  "line\nbreak",
  "\u202egnp.exe",
  "\ud83c",
  "\r",
];

const secrets = ["sk-proj-Kitchen0Door0Key0", "ek_68af0Kitchen0Door0Key0", "Bearer Kitchen0Door0Key0"];
const secretive = secrets.flatMap((secret) => [
  ...["", "\n", "\t", "\b", "\f", "\r", '"', "\\", "/", "~", "é", "=", "座"].map((lead) => `${lead}${secret}`),
  `${"x".repeat(70)} ${secret}`,
  `${"x".repeat(190)} ${secret}`,
  `${secret} ${"x".repeat(300)}`,
]);

/** Records that have findings wherever a hostile text can get into one. */
const places: [string, (text: string) => string][] = [
  ["a value", (text) => JSON.stringify(response({ status: text }))],
  ["a tag", (text) => JSON.stringify(response({ audio: { output: { format: { type: text } } } }))],
  ["a key", (text) => JSON.stringify(response({ [text]: 1 }))],
  ["a key on the way to a fault", (text) => JSON.stringify(response({ metadata: { [text]: 1 } }))],
  ["a type", (text) => JSON.stringify({ type: text })],
  ["the fields of something unrecognized", (text) => JSON.stringify({ [text]: text, seats: 2 })],
  [
    "an envelope",
    (text) => JSON.stringify({ direction: text, data: JSON.stringify(response({ status: text, [text]: text })) }),
  ],
  ["beside the fault", (text) => JSON.stringify(response({ id: text, status: 7, conversation_id: text }))],
  ["text that should be base64", (text) => JSON.stringify(response({ output: [spoken(text)] }))],
  [
    "a key that stands twice",
    (text) => `{"metadata":{${`${JSON.stringify(text)}:"window",`.repeat(2)}"":""},"usage":null}`,
  ],
  ["what is not JSON", (text) => `{"id":'${text}'}\n{${text}\n${text}{"`],
];

const spoken = (audio: string): unknown => ({
  type: "message",
  role: "user",
  content: [{ type: "input_audio", audio }],
});

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsIn(inner)]);
}

/** Every text of every finding and snippet of a capture. */
async function said(capture: string, name = "capture.jsonl"): Promise<string[]> {
  const { findings, snippets } = await checked(sourceOf([capture], name), {});
  expect(findings.length).toBeGreaterThan(0);
  let record: unknown;
  try {
    record = JSON.parse(capture);
  } catch {
    return textsIn([findings, snippets]);
  }
  return textsIn([findings, snippets, validate(record)]);
}

describe.each(places)("from %s", (_name, captureOf) => {
  test("nothing that steers a terminal comes out raw", async () => {
    const texts = await Promise.all(steering.map((text) => said(captureOf(text))));
    expect(texts.flat().filter((text) => raw.test(text))).toEqual([]);
  });

  test("no key comes out", async () => {
    const texts = await Promise.all(secretive.map((text) => said(captureOf(text))));
    expect(texts.flat().filter((text) => /Door0Key/.test(text))).toEqual([]);
  });
});

test.each(["authorization", "X-Api-Key", "api_key", "access_token", "password", "Proxy-Authorization"])(
  "what a field named %s has in it does not come out beside a fault",
  async (name) => {
    const tool = { type: "mcp", server_label: "tables", headers: { [name]: "Basic Door0Key0" }, require_approval: 7 };
    const update = JSON.stringify({ type: "session.update", session: { type: "realtime", tools: [tool] } });
    for (const text of [update, JSON.stringify({ direction: "sent", data: update }), `x ${update}`]) {
      const texts = await said(text);
      expect(texts.filter((one) => one.includes("Door0Key"))).toEqual([]);
    }
  },
);

test("the name of an input is escaped, and otherwise as the user gave it", async () => {
  const texts = await Promise.all(steering.map((text) => said("{", text)));
  expect(texts.flat().filter((text) => raw.test(text))).toEqual([]);
  expect(await said("{", "task-list/sk-booking.jsonl")).toContain("task-list/sk-booking.jsonl");
});

test("a word that only looks like the beginning of a key is not masked", async () => {
  const texts = await said(JSON.stringify(response({ status: "desk-lamp-and-week_plan" })));
  expect(texts).toContain("desk-lamp-and-week_plan");
});
