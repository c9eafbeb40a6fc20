/** What `--stats` adds up of each session. */
import type { Event } from "../src/event.ts";
import { createSums, type Sums } from "../src/sums.ts";
import { session } from "./support/sessions.mjs";

// oxlint-disable-next-line typescript/no-explicit-any -- events of a generator, as JSON has them
type Fields = Record<string, any>;

const clientEvents =
  /^(input_audio_buffer\.(append|commit|clear)|response\.(create|cancel)|session\.update|output_audio_buffer\.clear|conversation\.item\.(create|delete|truncate|retrieve))$/;

/** Feeds records, each an event itself or an envelope with one as `event`. */
function feed(sums: Sums, records: Fields[], file = "a.jsonl"): void {
  for (const [at, record] of records.entries()) {
    const isEnvelope = typeof record["event"] === "object";
    const payload = isEnvelope ? record["event"] : record;
    const path = isEnvelope ? ["event"] : [];
    const event: Event = { kind: "checked", event: payload["type"], schema: "", payload, path };
    sums.see(record, event, { file, line: at + 1 });
  }
}

function sumsOf(...records: Fields[]) {
  const sums = createSums();
  feed(sums, records);
  return sums.report().sessions;
}

const created = (format?: unknown, id = "sess_1"): Fields => ({
  type: "session.created",
  session: { id, ...(format !== undefined && { audio: { input: { format }, output: { format } } }) },
});
const base64 = (bytes: number): string => Buffer.alloc(bytes, 1).toString("base64");
const append = (bytes: number): Fields => ({ type: "input_audio_buffer.append", audio: base64(bytes) });
const heard = (id: string, bytes = 2): Fields => ({
  type: "response.output_audio.delta",
  response_id: id,
  delta: base64(bytes),
});
const begun = (id: string): Fields => ({ type: "response.created", response: { id } });

it("adds up a whole session of voice", () => {
  const events = session({ seed: 7, turns: 6, transport: "websocket" }) as Fields[];
  const [one, ...more] = sumsOf(...events);
  expect(more).toEqual([]);
  const of = (type: string): Fields[] => events.filter((event) => event["type"] === type);
  const done = of("response.done").map(({ response }) => response as Fields);
  const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);
  const client = events.filter(({ type }) => clientEvents.test(type)).length;
  const bytes = (list: string[]): number => sum(list.map((text) => Buffer.from(text, "base64").length));
  const input = sum(done.map(({ usage }) => usage?.input_tokens ?? 0));
  const cached = sum(done.map(({ usage }) => usage?.input_token_details?.cached_tokens ?? 0));
  expect(done.length).toBeGreaterThan(3);
  expect(one).toMatchObject({
    file: "a.jsonl",
    line: 1,
    id: of("session.created")[0]!["session"].id,
    events: { client, server: events.length - client },
    turns:
      of("input_audio_buffer.committed").length +
      of("conversation.item.create").filter(({ item }) => item.role === "user").length,
    functionCalls: done.flatMap(({ output }) => output).filter(({ type }) => type === "function_call").length,
    mcpCalls: done.flatMap(({ output }) => output).filter(({ type }) => type === "mcp_call").length,
    tokens: { input: { total: input, cached }, total: sum(done.map(({ usage }) => usage?.total_tokens ?? 0)) },
  });
  expect(sum(Object.values(one!.responses))).toBe(done.length);
  expect(one!.cachedShare).toBeCloseTo(cached / input, 3);
  expect(one!.audioSeconds.in).toBeCloseTo(
    bytes(of("input_audio_buffer.append").map(({ audio }) => audio)) / 48_000,
    2,
  );
  expect(one!.audioSeconds.out).toBeCloseTo(
    bytes(of("response.output_audio.delta").map((event) => event["delta"])) / 48_000,
    2,
  );
});

it.each([
  [undefined, 48_000],
  [{ type: "audio/pcm", rate: 16_000 }, 32_000],
  [{ type: "audio/pcmu" }, 8000],
  [{ type: "audio/pcma" }, 8000],
])("takes audio for seconds by the format %j", (format, rate) => {
  const [one] = sumsOf(created(format), append(rate), append(rate / 2), heard("resp_1", rate + 1));
  expect(one!.audioSeconds.in).toBe(1.5);
  expect(one!.audioSeconds.out).toBeCloseTo(1, 3);
});

it("takes the formats of the beta, and goes by the last that was told", () => {
  const beta = { type: "session.created", session: { input_audio_format: "g711_ulaw", output_audio_format: "pcm16" } };
  const changed = { type: "session.updated", session: { output_audio_format: "g711_alaw" } };
  const delta = { type: "response.audio.delta", response_id: "resp_1", delta: base64(48_000) };
  const [one] = sumsOf(beta, append(8000), delta, changed, delta);
  expect(one!.audioSeconds).toEqual({ in: 1, out: 7 });
});

const iso = (ms: number): string => new Date(Date.UTC(2026, 0, 2) + ms).toISOString();

it.each<[string, string, (ms: number) => unknown]>([
  ["ISO", "timestamp", iso],
  ["seconds", "ts", (ms) => 1_770_000_000 + ms / 1000],
  ["milliseconds", "time", (ms) => 1_770_000_000_000 + ms],
  ["milliseconds from anywhere", "at_ms", (ms) => ms],
  ["seconds since it began", "at", (ms) => ms / 1000],
  ["a clock", "at", (ms) => `10:15:${String(ms / 1000).padStart(2, "0")} PM`],
])("measures how long the first audio takes, by times in %s", (_name, field, at) => {
  const timed = (ms: number, event: Fields): Fields => ({ [field]: at(ms), event });
  const [one] = sumsOf(
    timed(0, created()),
    timed(1000, { type: "input_audio_buffer.speech_stopped" }),
    timed(2000, { type: "input_audio_buffer.committed" }),
    timed(3000, begun("resp_1")),
    timed(5000, heard("resp_1")),
    timed(9000, heard("resp_1")),
    timed(10_000, { type: "response.create" }),
    timed(11_000, begun("resp_2")),
    // somebody speaks on, which asks for the next
    timed(12_000, { type: "input_audio_buffer.speech_stopped" }),
    timed(17_000, heard("resp_2")),
    timed(18_000, begun("resp_3")),
    timed(16_000, heard("resp_3")),
    // before it was asked for
    timed(20_000, { type: "response.create" }),
    timed(21_000, begun("resp_4")),
    timed(19_000, heard("resp_4")),
  );
  const { count, median, max } = one!.firstAudioMs!;
  expect(count).toBe(3);
  expect(median).toBeCloseTo(4000, 0);
  expect(max).toBeCloseTo(7000, 0);
});

it("does not measure by times that cannot be read, or that are of two clocks", () => {
  const [one] = sumsOf(
    created(),
    { time: "soon", event: { type: "response.create" } },
    { time: iso(0), event: heard("resp_1") },
    { at_ms: 5, event: { type: "response.create" } },
    { time: iso(10), event: heard("resp_2") },
  );
  expect(one).not.toHaveProperty("firstAudioMs");
});

it("tells sessions apart: by keys, by a second session.created, by files", () => {
  const keyed = (key: string, event: Fields): Fields => ({ session_id: key, event });
  const sums = createSums();
  feed(sums, [created(undefined, "sess_1"), append(2), created(undefined, "sess_2"), append(2), append(2)]);
  feed(sums, [append(2), keyed("x", append(2)), keyed("y", append(2)), keyed("x", append(2))], "b.jsonl");
  expect(sums.report().sessions.map(({ file, line, id, events }) => [file, line, id, events.client])).toEqual([
    ["a.jsonl", 1, "sess_1", 1],
    ["a.jsonl", 3, "sess_2", 2],
    ["b.jsonl", 1, undefined, 1],
    ["b.jsonl", 2, undefined, 2],
    ["b.jsonl", 3, undefined, 1],
  ]);
});

it("lists a hundred sessions and counts the others", () => {
  const sums = createSums();
  feed(
    sums,
    Array.from({ length: 130 }, (_none, at) => created(undefined, `sess_${at}`)),
  );
  expect(sums.report().sessions).toHaveLength(100);
  expect(sums.report().moreSessions).toBe(30);
});

it("prints nothing of the data as it is, and takes no status or number that is none", () => {
  const [one] = sumsOf(created(undefined, "\u001b[31mx"), {
    type: "response.done",
    response: {
      status: "__proto__",
      output: "no",
      usage: { input_tokens: "5", total_tokens: Number.POSITIVE_INFINITY },
    },
  });
  expect(one!.id).toBe("\\u001b[31mx");
  expect(one!.responses).toEqual({ other: 1 });
  expect(one!.tokens.total).toBe(0);
});
