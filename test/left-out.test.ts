/** Recorders that leave out all events of a kind, which is one cause and no mistake of any event that is there. */
import { checkSession } from "../src/index.ts";
import { everyWay } from "./support/every-way.ts";
import { lines } from "./support/records.ts";
import { kinds, session } from "./support/sessions.mjs";

const events = session({ seed: 2, turns: kinds.length, kinds });

type IsLeftOut = (type: string) => boolean;

const single = [...new Set(events.map(({ type }) => String(type)))];
const families: readonly (readonly [string, IsLeftOut])[] = [
  ["deltas", (type) => type.endsWith(".delta")],
  ["items of the conversation", (type) => /^conversation\.item\.(added|done|deleted|truncated)$/.test(type)],
  ["what goes in", (type) => type.startsWith("input_audio_buffer.")],
  ["parts", (type) => type.startsWith("response.content_part.")],
  ["items of responses", (type) => type.startsWith("response.output_item.")],
];
const cases: readonly (readonly [string, IsLeftOut])[] = [
  ...single.map((name) => [name, (type: string) => type === name] as const),
  ...families,
];

/** Of these the first that has something to say is the client's wish, whatever it was that refused it. */
const twice = new Set(["error"]);

test.each(cases)("a capture without %s has at most one finding", (name, isLeftOut) => {
  const left = events.filter(({ type }) => !isLeftOut(String(type)));
  const told = checkSession(left).filter(({ severity }) => severity !== "note");
  expect(told.map(({ rule, index }) => `${rule} at ${index}`).slice(twice.has(name) ? 2 : 1)).toEqual([]);
});

test("where one of a kind came before, each that is missing is told", async () => {
  const added = events.filter(({ type }) => type === "response.output_item.added");
  const lost = new Set([added[1], added[3]]);
  const { findings } = await everyWay(lines(...events.filter((event) => !lost.has(event))), { sessionRules: true });
  const told = findings.filter(({ severity }) => severity !== "note").map(({ rule }) => rule);
  expect(told.filter((rule) => rule === "item-not-added")).toHaveLength(2);
});
