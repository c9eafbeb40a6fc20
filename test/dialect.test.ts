/** Services that resemble OpenAI's: named once, what they do differently folded. */
import { everyWay } from "./support/every-way.ts";
import { cleared, done, type Fields, lines } from "./support/records.ts";

const uuid = "8f1c1a52-1f5a-4b6e-9a57-6f6d0c1e2b3a";

/** How sessions of each begin. */
const openings: [string, Fields][] = [
  [
    "xAI Grok Voice",
    { type: "session.created", event_id: uuid, session: { model: "grok-voice-latest", voice: "ara" } },
  ],
  [
    "Azure Voice Live",
    cleared({
      type: "session.created",
      session: { avatar: null, animation: null, voice: { name: "alloy", type: "openai" } },
    }),
  ],
  [
    "Qwen Realtime (DashScope)",
    cleared({
      type: "session.created",
      session: { model: "qwen3-omni-flash-realtime", voice: "Cherry", modalities: ["text"] },
    }),
  ],
  [
    "OpenAI Live",
    cleared({ type: "session.started", session: { id: "live_u0_1", model: "gpt-live-1", status: "active" } }),
  ],
  [
    "GLM Realtime",
    cleared({ type: "session.created", client_timestamp: 7, session: { model: "glm-realtime", beta_fields: {} } }),
  ],
];

test.each(openings)("%s is named first, and what follows is folded", async (name, opening) => {
  const strange = Array.from({ length: 30 }, (_, index) => cleared({ event_id: `event_${index}`, rate: index }));
  const { findings, summary } = await everyWay(lines(opening, ...strange));
  expect(findings[0]).toMatchObject({ rule: "dialect", severity: "note", line: 1, pointer: "" });
  expect(findings[0]?.message).toContain(name);
  expect(findings.length).toBeLessThanOrEqual(12);
  const folded = findings.find(({ event, rule }) => event === "input_audio_buffer.cleared" && rule === "unknown-field");
  expect(folded).toMatchObject({ line: 2, pointer: "/rate", count: 30, last: { line: 31 } });
  expect(summary.byRule["unknown-field"]).toBeGreaterThanOrEqual(30);
});

test("so many kinds of difference that only rules tell them apart", async () => {
  const types = ["speech_started", "speech_stopped", "committed", "cleared", "timeout_triggered"];
  const kinds = types.flatMap((type) => [
    { type: `input_audio_buffer.${type}`, rate: 1 },
    { type: `input_audio_buffer.${type}`, event_id: 7 },
  ]);
  const [, opening] = openings[0]!;
  const { findings } = await everyWay(lines(opening, ...kinds, { ...done(), rate: 1 }, { type: "pong" }));
  expect(findings.length).toBeLessThanOrEqual(12);
  expect(findings.map(({ rule }) => rule)).toHaveLength(new Set(findings.map(({ rule }) => rule)).size);
});

test("one marker alone is none, and a settled API is not looked past", async () => {
  const alone = { ...done(), event_id: uuid, rate: 1 };
  expect((await everyWay(lines(alone))).findings.map(({ rule }) => rule)).toEqual(["unknown-field"]);
  const [, opening] = openings[0]!;
  const settled = await everyWay(lines(opening), { api: "ga" });
  expect(settled.findings.map(({ rule }) => rule)).not.toContain("dialect");
});

test("an event is taken for the generation that it fits best", async () => {
  const [, opening] = openings[0]!;
  const beta = {
    type: "response.text.delta",
    event_id: "e",
    response_id: "r",
    item_id: "i",
    output_index: 0,
    content_index: 0,
    delta: "",
  };
  const { findings } = await everyWay(
    lines(opening, { ...beta, rate: 1 }, { ...beta, type: "response.output_text.delta", rate: 1 }),
  );
  expect(findings.filter(({ rule }) => rule === "unknown-event-type")).toEqual([]);
});
