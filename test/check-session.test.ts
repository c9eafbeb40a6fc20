/** The events of a session, as a user's program has them. */
import { checkSession, type SessionFinding, validateStream } from "../src/index.ts";
import { cleared, done, lines } from "./support/records.ts";
import { betaSession, kinds, session, translationSession } from "./support/sessions.mjs";

type Event = Record<string, unknown>;

const events = session({ seed: 3, turns: kinds.length, kinds });
const deltaAt = events.findIndex(({ type }) => type === "response.output_audio_transcript.delta");
const lossy = events.filter((_, at) => at !== deltaAt);

/** What a stream of the same records gives, with indexes for lines. */
async function streamed(records: readonly unknown[], options = {}): Promise<unknown[]> {
  const found: { index: number }[] = [];
  for await (const finding of validateStream([lines(...records)], options)) {
    const { file: _file, column: _column, offset: _offset, line, related, event: _event, ...rest } = finding;
    const places = related?.map(({ line: at, ...place }) => ({ index: at - 1, ...place }));
    found.push({ ...rest, index: line - 1, ...(places && { related: places }) });
  }
  return found.toSorted((one, other) => one.index - other.index);
}

const unnamed = (findings: readonly SessionFinding[]): unknown[] => findings.map(({ event: _event, ...rest }) => rest);

test("nothing is found in sessions that are as they should be, and what they show of their API counts", () => {
  expect(checkSession(events)).toEqual([]);
  expect(checkSession(new Set(events))).toEqual([]);
  expect(checkSession(betaSession({ seed: 2 }))).toEqual([]);
  expect(checkSession(translationSession({ seed: 2 }))).toEqual([]);
  expect(checkSession([])).toEqual([]);
});

test("a service that resembles OpenAI's is named, and its events are not held against each other", () => {
  const opening = {
    type: "session.created",
    event_id: "8f1c1a52-1f5a-4b6e-9a57-6f6d0c1e2b3a",
    session: { model: "grok-voice-latest", voice: "ara" },
  };
  const found = checkSession([opening, ...lossy.slice(1)]);
  expect(found.filter(({ rule }) => rule === "dialect")).toMatchObject([{ index: 0, severity: "note", pointer: "" }]);
  expect(found.filter(({ rule }) => rule.includes("deltas"))).toEqual([]);
  expect(checkSession([opening, ...lossy.slice(1)], { api: "ga" }).map(({ rule }) => rule)).not.toContain("dialect");
});

test("a service is named by events that are none of OpenAI's, too", () => {
  const opening = { type: "session.started", session: { id: "live_u0_1", model: "gpt-live-1", status: "active" } };
  const found = checkSession([cleared(opening), ...lossy.slice(1)]);
  expect(found.filter(({ rule }) => rule === "dialect")).toMatchObject([{ index: 0, severity: "note" }]);
});

test("a delta that was dropped is found where the text ends", () => {
  const [first] = checkSession(lossy);
  const { item_id, content_index } = events[deltaAt] as Event;
  const end = lossy.findIndex(
    (event) =>
      event["type"] === "response.output_audio_transcript.done" &&
      event["item_id"] === item_id &&
      event["content_index"] === content_index,
  );
  expect(first).toMatchObject({
    index: end,
    rule: "transcript-differs-from-deltas",
    severity: "error",
    pointer: "/transcript",
    event: "response.output_audio_transcript.done",
  });
  expect(first).not.toHaveProperty("line");
});

test("an event that comes again refers to the first by its index", () => {
  expect(checkSession([cleared({ event_id: "a" }), cleared(), cleared()])).toEqual([
    {
      index: 2,
      rule: "duplicate-event-id",
      severity: "error",
      pointer: "/event_id",
      message: "at /event_id: this is the event of line 2 again",
      event: "input_audio_buffer.cleared",
      related: [{ index: 1, pointer: "/event_id", message: "the first event of this id" }],
    },
  ]);
});

test("in envelopes, places are those of the records", () => {
  const wrapped = (event: unknown): Event => ({
    at: 1,
    message: { direction: "received", data: JSON.stringify(event) },
  });
  expect(checkSession([cleared(), cleared()].map(wrapped))).toMatchObject([
    {
      index: 1,
      rule: "duplicate-event-id",
      pointer: "/message/data/event_id",
      related: [{ index: 0, pointer: "/message/data/event_id" }],
    },
  ]);
});

test("what never came is told of the event that asked for it, in the order of the events", () => {
  const open = events.slice(
    0,
    events.findIndex(({ type }) => type === "response.done"),
  );
  const whole = [...open, ...session({ seed: 9 }), { type: "response.dome" }];
  const found = checkSession(whole);
  const indexes = found.map(({ index }) => index);
  expect(indexes).toEqual(indexes.toSorted((one, other) => one - other));
  const begun = found.find(({ rule }) => rule === "response-not-done");
  expect(begun).toMatchObject({ event: whole[begun?.index ?? -1]?.["type"] });
  expect(found.at(-1)).toMatchObject({ index: whole.length - 1, rule: "unknown-event-type" });
});

test("sessions are told apart where a field says which is which", () => {
  const rival = session({ seed: 8 });
  const mixed = events.flatMap((event, at) => [
    { event, wire: "a" },
    ...(at < rival.length ? [{ event: rival[at], wire: "b" }] : []),
  ]);
  expect(checkSession(mixed).map(({ rule }) => rule)).toContain("second-session-created");
  expect(checkSession(mixed, { sessionKey: "/wire" })).toEqual([]);
});

test("the settings are those of the command line", () => {
  const twice = [cleared(), cleared()];
  expect(checkSession(twice, { sessionRules: false })).toEqual([]);
  expect(checkSession(twice, { rules: { "duplicate-event-id": "off" } })).toEqual([]);
  expect(checkSession(twice, { rules: { "duplicate-event-id": "note" } })).toMatchObject([{ severity: "note" }]);
  expect(checkSession([done({ seats: 2 })], { profile: "strict" })).toMatchObject([{ index: 0, severity: "error" }]);
  expect(checkSession([betaSession({ seed: 2 })[0]], { api: "ga" }).length).toBeGreaterThan(0);
});

test.each([
  ["a delta is lost", lossy],
  ["all comes twice", events.flatMap((event) => [event, event])],
  ["it begins in the middle", events.slice(40)],
  ["it ends in the middle", events.slice(0, deltaAt + 1)],
  ["a record is none", [...events.slice(0, 20), 7, ...events.slice(21)]],
])("where %s, the same is found as in a stream", async (_, records) => {
  const found = unnamed(checkSession(records));
  expect(found).toEqual(await streamed(records));
  expect(found.length).toBeGreaterThan(0);
});
