/** By which API an event is judged, and on which side it may stand. */
import { everyWay } from "./support/every-way.ts";
import { cleared, type Fields, lines } from "./support/records.ts";

const session = (more: Fields, type = "session.created"): Fields => ({
  type,
  event_id: "event_1",
  session: { id: "sess_1", object: "realtime.session", ...more },
});
const beta = session({ modalities: ["text"], voice: "alloy" });
const ga = session({ type: "realtime", output_modalities: ["text"] });
const delta = (type: string): Fields => ({
  type,
  event_id: "event_2",
  response_id: "resp_1",
  item_id: "item_1",
  output_index: 0,
  content_index: 0,
  delta: "A table",
});
const rulesOf = async (records: unknown[], options = {}): Promise<string[]> =>
  (await everyWay(lines(...records), options)).findings.map(({ rule, line }) => `${line} ${rule}`);

test("a session that the service describes settles what follows", async () => {
  expect(await rulesOf([beta, delta("response.text.delta"), ga, delta("response.output_text.delta")])).toEqual([
    "1 beta-api",
  ]);
  expect(await rulesOf([beta, delta("response.output_text.delta")])).toEqual(["1 beta-api", "2 unknown-event-type"]);
  expect(await rulesOf([ga, delta("response.text.delta")])).toEqual(["2 unknown-event-type"]);
});

test("what the client asks for settles nothing", async () => {
  const update = { type: "session.update", session: { type: "realtime", modalities: ["text"] } };
  expect(await rulesOf([update, delta("response.text.delta")])).toEqual(["1 unknown-field", "2 unknown-event-type"]);
});

test("events of translation alone, and their session", async () => {
  const spoken = { type: "session.output_transcript.delta", event_id: "event_3", delta: "Ein Tisch" };
  const { findings } = await everyWay(lines(spoken));
  expect(findings.filter(({ rule }) => rule === "unknown-event-type")).toEqual([]);
});

test("one stray event of translation makes no translation of a session that the service describes", async () => {
  const close = { type: "session.close" };
  expect(await rulesOf([ga, close, delta("response.output_text.delta")])).toEqual([]);
  expect(await rulesOf([beta, close, delta("response.text.delta")])).toEqual(["1 beta-api"]);
});

test("an event that translation does not have ends a translation of which no session tells", async () => {
  const closed = { type: "session.closed", event_id: "event_3" };
  expect(await rulesOf([closed, delta("response.output_text.delta")])).toEqual([]);
  expect(await rulesOf([closed, closed, delta("response.text.delta")])).toEqual(["3 unknown-event-type"]);
});

test("the user settles it", async () => {
  expect(await rulesOf([beta], { api: "beta" })).toEqual([]);
  expect(await rulesOf([delta("response.text.delta")], { api: "beta" })).toEqual([]);
  const [told] = (await everyWay(lines(beta), { api: "ga" })).findings;
  expect(told?.message).toContain('"modalities" is "output_modalities" here');
});

test("a name of another API is told with the one that it has here", async () => {
  const { findings } = await everyWay(lines(delta("response.text.delta")));
  expect(findings).toMatchObject([{ suggestion: "response.output_text.delta" }]);
  expect(findings[0]?.message).toContain("--api beta");
});

describe("who sent an event", () => {
  const clear = { type: "input_audio_buffer.clear" };
  test.each([
    [{ direction: "sent", event: cleared() }, "/event/type"],
    [{ source: "server", event: clear }, "/event/type"],
    [{ type: "send", opcode: 1, data: JSON.stringify(cleared()) }, "/data/type"],
    [{ from_client: true, content: JSON.stringify(cleared()) }, "/content/type"],
    [{ event: "framesent", payload: JSON.stringify(cleared()) }, "/payload/type"],
    [cleared({ direction: "outgoing" }), "/type"],
  ])("%j", async (record, pointer) => {
    expect((await everyWay(lines(record))).findings).toMatchObject([{ rule: "wrong-direction", pointer }]);
  });

  test("a recorder at the service has all words the other way round", async () => {
    const records = [
      { direction: "in", event: clear },
      { direction: "out", event: cleared() },
      { direction: "in", event: clear },
    ];
    expect(await rulesOf(records)).toEqual(["1 wrong-direction"]);
  });

  test("a recorder whose words contradict each other is held to those that most are like so far", async () => {
    const [out, received] = ["out", "in"].map((direction) => ({ direction, event: cleared() }));
    const records = [out, out, out, received, received, received, out, out, received];
    expect(await rulesOf(records)).toEqual(["1 wrong-direction", "7 wrong-direction"]);
  });

  test("one side alone", async () => {
    expect(await rulesOf([cleared(), clear], { schema: "server" })).toEqual(["2 wrong-direction"]);
    expect(await rulesOf([cleared(), clear], { schema: "client" })).toEqual(["1 wrong-direction"]);
  });
});

/** What stands between events. */
test.each([
  { event: "media", streamSid: "MZ1", media: { payload: "//8=" } },
  { event: "start", sequenceNumber: 0, start: { streamId: "s" } },
  { event: "websocket:dtmf", digit: "5", duration: 260 },
  { version: "2", type: "opened", seq: 1, id: "7", parameters: {} },
  { kind: "AudioData", audioData: { data: "AAAA" } },
  { method: "Network.webSocketCreated", params: { requestId: "1.2", url: "wss://example.org" } },
  { timestamp: 1, event_type: "connection.opened", event_data: { url: "wss://example.org" } },
  { kind: "close", code: 1000, reason: "" },
  { meta: { recorder: "tables" } },
  { type: "history_updated", history: [] },
  { type: "receive", time: 1, opcode: 2, data: "AAAA" },
])("%j is no Realtime traffic, and noted once", async (record) => {
  const { findings, summary } = await everyWay(lines(record, cleared(), record));
  expect(findings).toMatchObject([{ rule: "foreign-record", severity: "note", line: 1 }]);
  expect(summary).toMatchObject({ valid: 1, unchecked: 2, invalid: 0 });
});
