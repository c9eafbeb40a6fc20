import type { Finding } from "../src/finding.ts";
import { validate } from "../src/index.ts";
import { sourceOf } from "../src/input/open.ts";
import { checked, everyWay } from "./support/every-way.ts";
import { mulberry32, pick } from "./support/generate.mjs";
import { found, told } from "./support/marked.ts";
import { cleared, done, type Fields, lines, response } from "./support/records.ts";

/** How recorders write an event, and the way to it in what they write. */
const envelopes: [string, string, (event: unknown) => unknown][] = [
  // openai-realtime-api-beta, lib/client.js
  ["realtime.event", "/event", (event) => ({ time: "2026-03-01T19:30:00.000Z", source: "server", event })],
  // openai-realtime-console, WebSocket era
  ["a repeated realtime.event", "/event", (event) => ({ time: "2026-03-01", source: "server", event, count: 3 })],
  // openai-realtime-agents, types.ts
  [
    "eventData",
    "/eventData",
    (eventData) => ({
      id: 7,
      direction: "server",
      eventName: "response.done",
      eventData,
      timestamp: "7:30 PM",
      expanded: false,
    }),
  ],
  // openai-agents-python, model_events.py and events.py
  ["raw_server_event", "/data", (data) => ({ type: "raw_server_event", data })],
  ["raw_model_event", "/data/data", (data) => ({ type: "raw_model_event", data: { type: "raw_server_event", data } })],
  // Strands bidirectional logger
  [
    "Strands",
    "/data",
    (data) => ({
      timestamp: 1,
      provider: "openai",
      direction: "incoming",
      event_type: "openai_raw",
      sequence: 4,
      data,
    }),
  ],
  // Asterisk-AI-Voice-Agent
  ["Asterisk, Python", "/event_data", (event_data) => ({ timestamp: 1, event_type: "response.done", event_data })],
  ["Asterisk, Node", "/eventData", (eventData) => ({ timestamp: 1, eventType: "response.done", eventData })],
  // Blau
  ["Blau", "/event", (event) => ({ at: 12.5, from: "server", event })],
  ["direction and event", "/event", (event) => ({ direction: "incoming", event })],
  ["atMs", "/event", (event) => ({ atMs: 1343, direction: "server", event })],
  ["at_ms", "/event", (event) => ({ at_ms: 1343, direction: "server", event })],
  ["message", "/message", (message) => ({ ts: 5, direction: "recv", message })],
  ["payload", "/payload", (payload) => ({ ts: 5, payload })],
  ["msg", "/msg", (msg) => ({ level: 30, time: 5, msg })],
  // livekit agents
  ["livekit", "/lk.pii.event", (event) => ({ message: "<<<", level: "DEBUG", "lk.pii.event": event })],
];

/** The same with the event as text. */
const texts: [string, string, (event: unknown) => unknown][] = [
  ...envelopes.map(
    ([name, way, wrap]) =>
      [`${name}, as text`, way, (event: unknown) => wrap(JSON.stringify(event))] as (typeof envelopes)[number],
  ),
  // Chrome, mitmproxy, Playwright
  ["HAR", "/data", (event) => ({ type: "receive", time: 1.5, opcode: 1, data: JSON.stringify(event) })],
  // Chrome DevTools Protocol
  [
    "CDP",
    "/params/response/payloadData",
    (event) => ({
      method: "Network.webSocketFrameReceived",
      params: {
        requestId: "1.2",
        timestamp: 9,
        response: { opcode: 1, mask: false, payloadData: JSON.stringify(event) },
      },
    }),
  ],
  ["text with white space around it", "/data", (event) => ({ data: `\n  ${JSON.stringify(event, null, 2)}\n` })],
];

/** Stands in records for where a finding is due, and survives being written as JSON once or twice. */
const here = "▸";
const marked = (record: unknown): string => JSON.stringify(record).replace(/(\\*")▸/, "▸$1");

describe.each([...envelopes, ...texts])("%s", (_name, way, wrap) => {
  test("an event inside is checked", async () => {
    const { summary, findings } = await everyWay(lines(wrap(done()), wrap(cleared())));
    expect(findings).toEqual([]);
    expect(summary).toMatchObject({ valid: 2, byEvent: { "response.done": 1, "input_audio_buffer.cleared": 1 } });
  });

  test("a response inside is checked", async () => {
    const { summary, findings } = await everyWay(lines(wrap(response())), { schema: "response" });
    expect(findings).toEqual([]);
    expect(summary).toMatchObject({ valid: 1, byEvent: { "realtime.response": 1 } });
  });

  test("a fault has its place in the record as captured", async () => {
    const wrong = marked(wrap(done({ id: 'räksmörgås 🍜 \n "', status: `${here}complete` })));
    const findings = await found(wrong);
    expect(findings).toEqual([`enum-mismatch ${way}/response/status`]);
    const bare = marked(wrap(response({ id: "\\ \u0007 é", output_modalities: ["audio", `${here}video`] })));
    expect(await found(bare)).toEqual([`enum-mismatch ${way}/output_modalities/1`]);
  });

  test("an absence is shown at the bracket of what lacks it", async () => {
    const findings = await found(
      JSON.stringify(wrap(done({}, { event_id: undefined }))).replace(
        /(\{(?:\\n *)?\\?"type\\?": ?\\?"response)/,
        "▸$1",
      ),
    );
    expect(findings).toEqual([`missing-field ${way}`]);
  });

  test("a key has its place", async () => {
    expect(await found(marked(wrap(done({ [`${here}colour`]: 1 }))))).toEqual([`unknown-field ${way}/response/colour`]);
  });
});

test.each([...envelopes, ...texts].filter(([name]) => !/raw_|HAR|CDP|livekit/.test(name)))(
  "%s: an unknown type inside is one",
  async (_name, way, wrap) => {
    const text = marked(wrap({ event_id: "event_1", type: `${here}response.dome`, response: {} }));
    expect(await found(text)).toEqual([`unknown-event-type ${way}/type`]);
  },
);

test.each([...envelopes, ...texts])("%s: no record passes in silence", async (_name, _way, wrap) => {
  const insides = [
    { type: "response.dome" },
    { type: 7 },
    {},
    [],
    null,
    42,
    "hold the line",
    "{",
    { seats: 2 },
    [done()],
  ];
  const { findings, summary } = await everyWay(lines(...insides.map(wrap)));
  expect(summary).toMatchObject({ records: insides.length, invalid: insides.length });
  expect(findings.map(({ line }) => line)).toEqual(insides.map((_, index) => index + 1));
  expect(
    findings.map(({ rule }) => rule).filter((rule) => !/^(unknown-event-type|unrecognized-record)$/.test(rule)),
  ).toEqual([]);
});

describe("what a record is", () => {
  test("an event of a known type, fields of recorders beside its own", async () => {
    const event = done({}, { timestamp: "10:15:02 AM", direction: "incoming", at_ms: 4, from: "server" });
    expect((await everyWay(lines(event))).findings).toEqual([]);
  });

  test("fields of recorders are no fields of a response within", async () => {
    expect(await found(marked(done({ [`${here}timestamp`]: 1 })))).toEqual(["unknown-field /response/timestamp"]);
  });

  test("an object that says it is a response", async () => {
    expect(await found('{"object":"realtime.response"}\n{"object":"realtime.response","status":▸7}')).toEqual([
      "wrong-type /status",
    ]);
  });

  test.each([
    ['{"object":▸"realtime.reponse"}', "enum-mismatch /object"],
    ['{"object":▸"response","status":"completed"}', "enum-mismatch /object"],
    ['{"object":▸"chat.completion","id":"resp_1"}', "enum-mismatch /object"],
    ['{"status":"completed","output":[],▸"objet":"realtime.response"}', "unknown-field /objet"],
    ['{"id":"resp_1","usage":▸"61"}', "wrong-type /usage"],
    ['{"output":▸{},"timestamp":4}', "wrong-type /output"],
    ['{"status":▸"complete"}', "enum-mismatch /status"],
  ])("an object without a type that has fields of a response: %s", async (text, finding) => {
    expect(await found(text)).toEqual([finding]);
  });

  test.each([
    ["response.dome", "response.done"],
    ["responses.done", "response.done"],
    ["response.output_item.add", "response.output_item.added"],
    ["session.update ", "session.update"],
    ["Response.Done", "response.done"],
    ["order.placed", undefined],
    ["", undefined],
  ])("a type that is not known: %j", async (type, suggestion) => {
    const { findings } = await everyWay(lines({ event_id: "event_1", type, response: response() }));
    expect(findings).toMatchObject([{ rule: "unknown-event-type", pointer: "/type", got: type }]);
    expect(findings[0]?.suggestion).toBe(suggestion);
  });

  test.each([7, true, {}, ["response.done"]])("a type that is no text: %j", async (type) => {
    const { findings } = await everyWay(lines({ type, seats: 2 }));
    expect(findings).toMatchObject([{ rule: "unknown-event-type", pointer: "/type" }]);
  });

  test("a type of the beta has its name in GA", async () => {
    const { findings } = await everyWay(lines({ type: "response.audio.delta", delta: "" }));
    expect(findings).toMatchObject([{ rule: "unknown-event-type", suggestion: "response.output_audio.delta" }]);
  });

  test.each([
    ["response.completed", "response.done"],
    ["response.cancelled", "response.done"],
    ["response.in_progress", "response.created"],
    ["response.output_item.completed", "response.output_item.done"],
    ["response.mcp_call.started", "response.mcp_call.in_progress"],
    ["input_audio_buffer.speech_ended", "input_audio_buffer.speech_stopped"],
    ["conversation.ended", "conversation.item.done"],
    ["response.dnoe", "response.done"],
  ])("%s is most likely %s", async (guess, suggestion) => {
    const [finding] = (await everyWay(lines({ type: guess }))).findings;
    expect(finding).toMatchObject({ rule: "unknown-event-type" });
    expect(finding?.suggestion).toBe(suggestion);
  });

  test("anything else is unrecognized, and says what it is", async () => {
    const text =
      '▸{}\n▸{"seats":2,"time":"19:30"}\n▸[]\n▸null\n▸{"type":null}\n▸{"event":"media","media":{"payload":"//8="}}';
    const words = await told(text);
    expect(words).toHaveLength(6);
    expect(words[0]).toBe("unrecognized-record: got an empty object, want a Realtime event or a RealtimeResponse");
    expect(words[1]).toBe(
      'unrecognized-record: got an object without "type", with "seats", "time", want a Realtime event or a RealtimeResponse',
    );
  });

  test.each([
    [[cleared()], /^got array .*jq/],
    [JSON.stringify(cleared()), /^got string .*jq/],
    [{ log: { version: "1.2", entries: [] } }, /^got a HAR archive .*_webSocketMessages/],
  ])("what has records in it says how they are got out: %j", async (record, message) => {
    const { findings } = await everyWay(lines(record));
    expect(findings).toMatchObject([{ rule: "unrecognized-record", message: expect.stringMatching(message) }]);
  });

  test("an event whose own fields look like an envelope is that event", async () => {
    const event = cleared({ event: done({ status: "complete" }), data: response({ status: 7 }) });
    const { findings } = await everyWay(lines(event));
    expect(findings.map(({ rule, pointer }) => `${rule} ${pointer}`)).toEqual([
      "unknown-field /event",
      "unknown-field /data",
    ]);
  });
});

describe("every record as a response", () => {
  const asResponse = { schema: "response", binary: true };
  test("an event is not one", async () => {
    const words = await told(
      `▸${JSON.stringify(done())}\n▸{"type":"session.created"}\n${JSON.stringify(response())}`,
      asResponse,
    );
    expect(words).toEqual([
      "unrecognized-record: got the event response.done, want a RealtimeResponse",
      "unrecognized-record: got the event session.created, want a RealtimeResponse",
    ]);
  });

  test("an object is judged as one, if it has any field of one", async () => {
    expect(await found('{"id":▸7}\n{}\n▸{"seats":2}\n{"metadata":{"a":▸1}}', { schema: "response" })).toEqual([
      "wrong-type /id",
      "unrecognized-record",
      "wrong-type /metadata/a",
    ]);
  });

  test.each(["42", "null", '"a table"', "[]", "true"])("%s is of the wrong type", async (text) => {
    const [finding] = await found(`▸${text}`, { schema: "response" });
    expect(finding).toMatch(/wrong-type|unrecognized-record/);
  });
});

describe("no record of any kind passes in silence", () => {
  const random = mulberry32(17);
  const names = ["type", "object", "event", "data", "message", "params", "response", "status", "id", "seats", "time"];
  const scalars = ["response.done", "realtime.response", "response.dome", "completed", "{", 7, null, true, "", "[]"];
  function anything(depth: number): unknown {
    const kind = random();
    if (depth === 0 || kind < 0.35) return pick(random, scalars);
    if (kind < 0.45) return [anything(depth - 1)];
    const fields: Fields = {};
    for (let count = 0; count < 3; count++) fields[pick(random, names)] = anything(depth - 1);
    return kind < 0.55 ? JSON.stringify(fields) : fields;
  }
  const records = Array.from({ length: 400 }, () => anything(4));

  test("each is valid, unchecked, or has a finding", async () => {
    const { findings, summary } = await everyWay(lines(...records));
    const faulty = new Set(findings.filter(({ severity }) => severity === "error").map(({ line }) => line));
    expect(summary.records).toBe(records.length);
    expect(summary.invalid).toBe(faulty.size);
    expect(Object.values(summary.byEvent).reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(
      summary.valid + summary.unchecked,
    );
  });

  test("and validate says the same of the value", async () => {
    const { findings } = await checked(sourceOf([lines(...records)], "capture.jsonl"), {});
    const said = records.flatMap((record, index) =>
      validate(record).map((finding) => ({ line: index + 1, ...finding })),
    );
    const placeless = ({ file: _file, column: _column, offset: _offset, ...rest }: Finding): unknown => rest;
    const order = (list: unknown[]): string[] =>
      list.map((one) => JSON.stringify(one, Object.keys(one as object).toSorted())).toSorted();
    expect(order(said)).toEqual(order(findings.filter(({ rule }) => rule !== "duplicate-key").map(placeless)));
  });
});

describe("the layer that is wrong is blamed", () => {
  test.each([
    ['{"type":"raw_server_event","data":{"type":▸"response.dnoe","response":{}}}', "unknown-event-type /data/type"],
    ['{"type":▸"response.dnoe","data":{"seats":2}}', "unknown-event-type /type"],
    ['▸{"type":"receive","time":1,"opcode":1,"data":"{\\"type\\":\\"response.do"}', "unrecognized-record"],
    ['{"object":▸"realtime.respnse","status":"completed","output":[],"conversation_id":null}', "enum-mismatch /object"],
    ['{"status":"failed","objet":▸"realtime.response"}', "unknown-field /objet"],
  ])("%s", async (text, finding) => {
    const { findings } = await everyWay(text.replace("▸", ""));
    expect(findings.map(({ rule, pointer }) => `${rule} ${pointer}`.trim())).toEqual([finding]);
  });

  test("a record that resembles a response is one, whatever else it carries", async () => {
    const decoy = '{"object":"realtime.respnse","status":"x","output":[],"message":{"type":"session.update"}}';
    const { findings } = await everyWay(decoy);
    expect(findings.map(({ pointer }) => pointer)).toEqual(["/object", "/status", "/message"]);
  });
});
