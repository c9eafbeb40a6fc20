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

const endsOfTexts = (type: string): boolean => /(text|transcript|arguments)\.done$/.test(type);

test("who leaves out the ends of all texts is told of one of them", () => {
  const told = checkSession(events.filter(({ type }) => !endsOfTexts(String(type))));
  expect(told.filter(({ severity }) => severity !== "note").map(({ rule }) => rule)).toEqual(["text-not-done"]);
});

/** What recorders keep, where they keep but a few kinds of events. */
const keepers: readonly (readonly [string, readonly string[]])[] = [
  // Azure's data channel with webrtcfilter=on
  [
    "speech, playback, items and texts",
    [
      "input_audio_buffer.speech_started",
      "input_audio_buffer.speech_stopped",
      "output_audio_buffer.started",
      "output_audio_buffer.stopped",
      "conversation.item.input_audio_transcription.completed",
      "conversation.item.added",
      "response.output_text.delta",
      "response.output_text.done",
      "response.output_audio_transcript.delta",
      "response.output_audio_transcript.done",
    ],
  ],
  // Twilio's sample of a phone assistant
  [
    "sessions, what goes in, and ends of responses",
    [
      "error",
      "rate_limits.updated",
      "response.done",
      "input_audio_buffer.committed",
      "input_audio_buffer.speech_stopped",
      "input_audio_buffer.speech_started",
      "session.created",
    ],
  ],
  // litellm
  ["responses as they are asked for and done", ["session.created", "response.create", "response.done"]],
  // Vonage's samples of a phone assistant
  [
    "responses without their items",
    [
      "session.created",
      "session.updated",
      "response.created",
      "response.done",
      "conversation.item.added",
      "conversation.item.truncated",
      "input_audio_buffer.committed",
      "input_audio_buffer.speech_stopped",
      "input_audio_buffer.speech_started",
      "error",
    ],
  ],
  [
    "what interrupts the model",
    [
      "session.created",
      "input_audio_buffer.speech_started",
      "response.output_audio.delta",
      "conversation.item.truncate",
      "conversation.item.truncated",
      "response.done",
    ],
  ],
  [
    "what both sides say, and how calls end",
    [
      "session.created",
      "session.update",
      "response.function_call_arguments.done",
      "conversation.item.create",
      "response.create",
      "response.done",
    ],
  ],
];

test.each(keepers)("a capture of nothing but %s is at most noted", (_name, kept) => {
  for (const seed of [2, 5]) {
    const all = session({ seed, turns: kinds.length, kinds, transport: seed === 2 ? "webrtc" : "websocket" });
    const told = checkSession(all.filter(({ type }) => kept.includes(String(type))));
    expect(told.filter(({ severity }) => severity !== "note")).toEqual([]);
    expect(told.length).toBeLessThanOrEqual(1);
  }
});

test("where one of a kind came before, each that is missing is told", async () => {
  const added = events.filter(({ type }) => type === "response.output_item.added");
  const lost = new Set([added[1], added[3]]);
  const { findings } = await everyWay(lines(...events.filter((event) => !lost.has(event))), { sessionRules: true });
  const told = findings.filter(({ severity }) => severity !== "note").map(({ rule }) => rule);
  expect(told.filter((rule) => rule === "item-not-added")).toHaveLength(2);
});
