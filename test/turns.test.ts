/** Mistakes in whole turns, beyond one event: each has its one finding, at the event that shows it; and what is no mistake has none. */
import { everyWay } from "./support/every-way.ts";
import { lines } from "./support/records.ts";
import { session } from "./support/sessions.mjs";

type Event = Record<string, unknown>;
/** As a test changes it. */
type Fields = Record<"item" | "response", Record<string, unknown>>;

const of = (kinds: string[], seed = 3): Event[] =>
  session({
    seed,
    turns: kinds.length,
    kinds,
    transport: "websocket",
    model: "gpt-realtime",
    azure: false,
    limits: "never",
  });

async function loudIn(events: readonly Event[]): Promise<string[]> {
  const { findings } = await everyWay(lines(...events), { sessionRules: true });
  return findings.filter(({ severity }) => severity !== "note").map(({ rule, line }) => `${line} ${rule}`);
}

const lineOf = (events: readonly Event[], type: string, which = 0): number =>
  events.flatMap((event, at) => (event["type"] === type ? [at + 1] : [])).at(which)!;

/** The events with others for those of a type, counted from 0. */
const changed = (
  events: readonly Event[],
  type: string,
  change: (event: Event & Fields, which: number) => Event,
): Event[] => {
  let which = 0;
  return events.map((event) => (event["type"] === type ? change(event as Event & Fields, which++) : event));
};

describe("transcripts of what the user says", () => {
  const done = "conversation.item.input_audio_transcription.completed";
  const heard = (item_id: string, transcript: string): Event => ({
    type: done,
    event_id: `event_${transcript}`,
    item_id,
    content_index: 0,
    transcript,
    usage: { type: "duration", seconds: 1 },
  });
  const spoken = session({ seed: 4, turns: 1, kinds: ["manual"], transcription: "whisper-1", transport: "websocket" });
  const item = String(spoken.find(({ type }) => type === "input_audio_buffer.committed")!["item_id"]);
  const silent = spoken.filter(({ type }) => !String(type).includes("transcription"));

  test("an item has another one already", async () => {
    const events = [...silent, heard(item, "Two teas."), heard(item, "A loaf.")];
    expect(await loudIn(events)).toEqual([`${events.length} transcription-differs-from-deltas`]);
  });

  test("the same one a second time", async () => {
    expect(
      await loudIn([...silent, heard(item, "Two teas."), { ...heard(item, "Two teas."), event_id: "event_2" }]),
    ).toEqual([]);
  });
});

test("an item of the assistant that the client asked for may say that it is in progress", async () => {
  const seeded = changed(of(["history", "text"]), "conversation.item.added", (event) =>
    event.item["role"] === "assistant" && String(event.item["content"]) !== ""
      ? { ...event, item: { ...event.item, status: "in_progress" } }
      : event,
  );
  expect(await loudIn(seeded)).toEqual([]);
});

describe("a whole response", () => {
  const events = of(["text", "text"]);
  const [begin, end] = [lineOf(events, "response.created") - 1, lineOf(events, "response.done")];
  const whole = events.slice(begin, end);
  const anew = whole.map((event, at) => ({ ...event, event_id: `event_anew${at}` }));

  test("comes a second time, with other ids of events", async () => {
    expect(await loudIn([...events.slice(0, end), ...anew, ...events.slice(end)])).toEqual([
      `${end + 1} response-id-reused`,
    ]);
  });

  test("is done before all of its events", async () => {
    const [created, ...more] = whole;
    const late = [...events.slice(0, begin), created!, more.at(-1)!, ...more.slice(0, -1), ...events.slice(end)];
    expect(await loudIn(late)).toEqual([`${begin + 2} output-ids-differ`]);
    const cancelled = changed(late, "response.done", (event, which) =>
      which > 0
        ? event
        : {
            ...event,
            response: {
              ...event.response,
              status: "cancelled",
              status_details: { type: "cancelled", reason: "client_cancelled" },
              output: [],
            },
          },
    );
    expect(await loudIn(cancelled)).toEqual([`${begin + 3} event-after-response-done`]);
  });
});

test("a piece of a transcript that came as one of a text is told once", async () => {
  const events = of(["voice"]);
  const at = lineOf(events, "response.output_audio_transcript.delta", 1) - 1;
  const wrong = events.with(at, { ...events[at], type: "response.output_text.delta" });
  expect(await loudIn(wrong)).toEqual([
    `${lineOf(events, "response.output_audio_transcript.done")} transcript-differs-from-deltas`,
  ]);
});

test("an item that the client asked for and that is lost is told once", async () => {
  const events = of(["text", "text"]);
  const item = (events[lineOf(events, "conversation.item.added") - 1] as Fields).item["id"];
  const left = events.filter(
    (event) => (event as Partial<Fields>).item?.["id"] !== item || event["type"] === "conversation.item.create",
  );
  expect(await loudIn(left)).toEqual([`${lineOf(left, "conversation.item.added")} previous-item-unknown`]);
});

test("a session that is created again under its own id goes on", async () => {
  const events = of(["text", "text"]);
  const at = lineOf(events, "response.done");
  const again = [...events.slice(0, at), { ...events[0], event_id: "event_again" }, ...events.slice(at)];
  expect(await loudIn(again)).toEqual([`${at + 1} second-session-created`]);
});

test("a part that is done as another kind of part", async () => {
  const events = of(["voice"]);
  const at = lineOf(events, "response.content_part.done");
  const part = { type: "text", text: "Two teas." };
  expect(await loudIn(events.with(at - 1, { ...events[at - 1], part }))).toEqual([`${at} part-differs-from-text`]);
});

test("an id may be had by another item once its own is deleted", async () => {
  const added = (role: string, which: number): Event[] => {
    const type = role === "assistant" ? "output_text" : "input_text";
    const item = { id: "item_1", type: "message", status: "completed", role, content: [{ type, text: "Two teas." }] };
    const event = { previous_item_id: null, item };
    return [
      { type: "conversation.item.added", event_id: `event_a${which}`, ...event },
      { type: "conversation.item.done", event_id: `event_b${which}`, ...event },
    ];
  };
  const [begin] = of(["text"]);
  const deleted = { type: "conversation.item.deleted", event_id: "event_c", item_id: "item_1" };
  expect(await loudIn([begin!, ...added("user", 1), deleted, ...added("assistant", 2)])).toEqual([]);
});

test("an item of a response that is lost is told once", async () => {
  const events = of(["several"]);
  const item = (events[lineOf(events, "response.output_item.added") - 1] as Fields).item["id"];
  const left = events.filter((event) => event["item_id"] !== item && (event as Partial<Fields>).item?.["id"] !== item);
  expect(await loudIn(left)).toEqual([`${lineOf(left, "response.output_item.added")} output-index-skipped`]);
});

test("speech may begin again under its id where the buffer was cleared meanwhile", async () => {
  const [begin] = of(["text"]);
  const started = { type: "input_audio_buffer.speech_started", item_id: "item_1" };
  const events = [
    begin!,
    { ...started, event_id: "event_a", audio_start_ms: 0 },
    { type: "input_audio_buffer.clear" },
    { type: "input_audio_buffer.cleared", event_id: "event_b" },
    { ...started, event_id: "event_c", audio_start_ms: 700 },
  ];
  expect(await loudIn(events)).toEqual([]);
  expect(await loudIn(events.toSpliced(2, 2))).toEqual(["3 speech-of-known-item"]);
});
