import { validate, type ValueFinding } from "../src/index.ts";
import type { Finding } from "../src/finding.ts";
import { sourceOf } from "../src/input/open.ts";
import { checked, everyWay } from "./support/every-way.ts";
import { type Sampled, sample } from "./support/mutate.mjs";
import { done, type Fields, lines, message, response } from "./support/records.ts";

const output = (...items: unknown[]): Fields => ({ output: items });
const mcpCall = (error: unknown): Fields =>
  output({ type: "mcp_call", id: "item_1", server_label: "weather", name: "forecast", arguments: "{}", error });
const format = (value: unknown): Fields => ({ audio: { output: { format: value } } });
const voice = (value: unknown): Fields => ({ audio: { output: { voice: value } } });
const pairs = (count: number): Fields =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`seat_${at}`, "taken"]));
const user = (part: unknown): Fields => output({ type: "message", role: "user", content: [part] });

/** What is put into a response, and the one finding: rule, pointer, what its message says. */
const mistakes: [Fields, string, string, string][] = [
  [{ status: "complete" }, "enum-mismatch", "/status", 'got "complete", want one of "completed", '],
  [{ status: 4 }, "wrong-type", "/status", "got number, want"],
  [{ status: null }, "unexpected-null", "/status", "got null, which the service never sends here"],
  [{ object: "realtime.reponse" }, "enum-mismatch", "/object", 'got "realtime.reponse", want "realtime.response"'],
  [{ id: 7 }, "wrong-type", "/id", "got number, want string"],
  [{ stauts: "completed" }, "unknown-field", "/stauts", 'unknown field "stauts"'],
  [{ output: {} }, "wrong-type", "/output", "got object, want array"],
  [{ output_modalities: ["audio", "video"] }, "enum-mismatch", "/output_modalities/1", '"text" or "audio"'],
  [{ usage: { total_tokens: -1 } }, "out-of-range", "/usage/total_tokens", "got -1, want at least 0"],
  [{ usage: { total_tokens: 1.5 } }, "wrong-type", "/usage/total_tokens", "integer"],
  // the token limit: a number or one word
  [{ max_output_tokens: "infinite" }, "enum-mismatch", "/max_output_tokens", '"inf"'],
  [{ max_output_tokens: "4096" }, "wrong-type", "/max_output_tokens", "integer"],
  [{ max_output_tokens: true }, "wrong-type", "/max_output_tokens", "integer"],
  [{ max_output_tokens: 1.5 }, "wrong-type", "/max_output_tokens", "integer"],
  [{ max_output_tokens: {} }, "wrong-type", "/max_output_tokens", "integer"],
  // voices: any name, or an object with an id
  [voice(7), "wrong-type", "/audio/output/voice", "got number, want string or object"],
  [voice(null), "wrong-type", "/audio/output/voice", "got null, want string or object"],
  [voice({}), "missing-field", "/audio/output/voice", 'missing field "id"'],
  [voice({ id: 7 }), "wrong-type", "/audio/output/voice/id", "got number, want string"],
  [voice({ id: "voice_1", name: "Ada" }), "unknown-field", "/audio/output/voice/name", "name"],
  // audio formats
  [
    format({ type: "audio/wav" }),
    "enum-mismatch",
    "/audio/output/format/type",
    '"audio/pcm", "audio/pcmu", "audio/pcma"',
  ],
  [format({ type: "audio/pcm", rate: 16000 }), "enum-mismatch", "/audio/output/format/rate", "got 16000, want 24000"],
  [format({ type: "audio/pcmu", rate: 24000 }), "unknown-field", "/audio/output/format/rate", '"rate"'],
  [format("pcm16"), "wrong-type", "/audio/output/format", "got string, want object"],
  // items by type, messages by role
  [
    output({ type: "mesage", role: "assistant", content: [] }),
    "enum-mismatch",
    "/output/0/type",
    'got "mesage", want one of',
  ],
  [output({ type: 7 }), "wrong-type", "/output/0/type", "got number"],
  [output({}), "missing-field", "/output/0", 'missing field "type"'],
  [output({ role: "assistant", content: [] }), "missing-field", "/output/0", 'missing field "type"'],
  [output({ name: "book", arguments: "{}", call_id: "call_1" }), "missing-field", "/output/0", 'missing field "type"'],
  [output("hello"), "wrong-type", "/output/0", "got string, want object"],
  [output(null), "wrong-type", "/output/0", "got null, want object"],
  [
    output(message("Good evening", { role: "asistant" })),
    "enum-mismatch",
    "/output/0/role",
    '"assistant", "user", "system"',
  ],
  [output({ type: "message", content: [] }), "missing-field", "/output/0", 'missing field "role"'],
  [output({ type: "message", role: "assistant" }), "missing-field", "/output/0", 'missing field "content"'],
  [output({ type: "function_call", name: "book" }), "missing-field", "/output/0", 'missing field "arguments"'],
  [
    output({ type: "function_call", name: "book", arguments: {} }),
    "wrong-type",
    "/output/0/arguments",
    "got object, want string",
  ],
  [user({ type: "text", text: "A table, please" }), "enum-mismatch", "/output/0/content/0/type", '"input_text"'],
  [user({ type: "input_audio", audio: "%%%" }), "bad-format", "/output/0/content/0/audio", 'got "%%%", want base64'],
  [user({ type: "input_image", image_url: "menu.png" }), "bad-format", "/output/0/content/0/image_url", "want a URI"],
  [user({ type: "input_image", detail: "medium" }), "enum-mismatch", "/output/0/content/0/detail", '"low"'],
  // errors of MCP calls
  [mcpCall({ type: "tool_error", message: "rain" }), "enum-mismatch", "/output/0/error/type", '"tool_execution_error"'],
  [
    mcpCall({ type: "http_error", code: "502", message: "" }),
    "wrong-type",
    "/output/0/error/code",
    "got string, want integer",
  ],
  [mcpCall({ type: "http_error", message: "" }), "missing-field", "/output/0/error", 'missing field "code"'],
  [mcpCall({ type: "protocol_error", code: 1 }), "missing-field", "/output/0/error", 'missing field "message"'],
  [mcpCall({ type: "tool_execution_error", code: 1, message: "" }), "unknown-field", "/output/0/error/code", '"code"'],
  [mcpCall("rain"), "wrong-type", "/output/0/error", "got string, want object or null"],
  // metadata
  [{ metadata: pairs(17) }, "out-of-range", "/metadata", "got 17 fields, want at most 16"],
  [
    { metadata: { ["k".repeat(65)]: "x" } },
    "out-of-range",
    `/metadata/${"k".repeat(65)}`,
    "got 65 characters, want at most 64",
  ],
  [{ metadata: { note: "🍜".repeat(513) } }, "out-of-range", "/metadata/note", "got 513 characters, want at most 512"],
  [{ metadata: { seats: 2 } }, "wrong-type", "/metadata/seats", "got number, want string"],
  [{ metadata: [] }, "wrong-type", "/metadata", "got array, want object or null"],
  // a required key that is misspelt
  [
    output({ type: "function_call", name: "book", argumnets: "{}" }),
    "missing-field",
    "/output/0",
    'missing field "arguments", got "argumnets"',
  ],
];

test.each(mistakes)("%j", async (fields, rule, pointer, words) => {
  const { findings } = await everyWay(lines(response(fields), done(fields)));
  expect(findings.map((finding) => `${finding.line} ${finding.rule} ${finding.pointer}`)).toEqual([
    `1 ${rule} ${pointer}`,
    `2 ${rule} /response${pointer}`,
  ]);
  expect(findings[0]?.message).toMatch(/^at \//);
  expect(findings[0]?.message).toContain(words);
  expect(findings[0]?.message).not.toMatch(/anyOf|oneOf|schema|undefined|\[object/i);
});

test.each<[string, Fields]>([
  ["limits that are just met", { metadata: { ...pairs(15), ["k".repeat(64)]: "🍜".repeat(512) } }],
  ["nulls that the wire has", { status_details: null, usage: null, metadata: null, conversation_id: null }],
  ["a voice of any name", voice("willow")],
  ["a voice of one's own", voice({ id: "voice_1" })],
  ["a format without a type", format({ rate: 24000 })],
  ["a whole number written as a fraction", { max_output_tokens: 4096.0 }],
  ["an error that is null", mcpCall(null)],
  ["nothing at all", { output: [] }],
])("no finding: %s", async (_name, fields) => {
  expect((await everyWay(lines(response(fields), done(fields)))).findings).toEqual([]);
});

test("fields that the wire always has are asked for when the user asks", async () => {
  const rules = { "missing-wire-field": "note" } as const;
  const { usage: _usage, ...rest } = response();
  const { findings, summary } = await everyWay(lines(rest), { rules, binary: true });
  expect(findings).toMatchObject([
    { rule: "missing-wire-field", severity: "note", pointer: "", want: "usage", column: 1 },
  ]);
  expect(summary).toMatchObject({ valid: 1, notes: 1 });
});

test("strict makes an error of every doubt", async () => {
  const { findings } = await everyWay(lines(response({ status: null, seats: 2, usage: undefined })), {
    profile: "strict",
    binary: true,
  });
  expect(findings.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual([
    "error missing-wire-field",
    "error unexpected-null",
    "error unknown-field",
  ]);
});

test("spec takes the schema as published", async () => {
  const fields = { seats: 2, metadata: pairs(17), usage: null, id: null };
  const { findings } = await everyWay(lines(response(fields)), { profile: "spec", binary: true });
  expect(findings.map(({ rule, pointer }) => `${rule} ${pointer}`)).toEqual([
    "wrong-type /id",
    "wrong-type /status_details",
    "wrong-type /usage",
  ]);
});

test("rules can be turned off", async () => {
  const rules = { "unknown-field": "off", "enum-mismatch": "warning" } as const;
  const { summary } = await everyWay(lines(response({ seats: 2, status: "complete" })), { rules, binary: true });
  expect(summary).toMatchObject({ valid: 1, warnings: 1, errors: 0, byRule: { "enum-mismatch": 1 } });
});

function differences({ expected }: Sampled, findings: readonly (ValueFinding | Finding)[]): string | undefined {
  const [finding] = findings;
  const said = findings.map(({ rule, pointer, message: words }) => `${rule} ${pointer} (${words})`).join("; ");
  if (findings.length !== 1 || !finding) return `${findings.length} findings: ${said}`;
  const rules = [expected.rule].flat();
  const at = [expected.pointer]
    .flat()
    .findIndex((pointer, index) => pointer === finding.pointer && rules[index] === finding.rule);
  if (at === -1) return `${said}, want ${rules.join("/")} ${[expected.pointer].flat().join(" or ")}`;
  if (finding.severity !== expected.severity) return `${said}: ${finding.severity}, want ${expected.severity}`;
  if (expected.suggestion !== undefined && finding.suggestion !== expected.suggestion) {
    return `${said}: suggests ${finding.suggestion}, want ${expected.suggestion}`;
  }
  if (expected.want !== undefined && finding.want !== expected.want) return `${said}: want ${expected.want}`;
  return undefined;
}

/** The first few of what is amiss, by the kind of mistake. */
function amiss(found: Iterable<[Sampled, string]>): string[] {
  const kinds = new Map<string, string>();
  for (const [{ name, record }, words] of found) {
    if (!kinds.has(name)) kinds.set(name, `${name}: ${words}\n  ${JSON.stringify(record).slice(0, 300)}`);
  }
  return [...kinds.values()].slice(0, 20);
}

test("ten thousand mistakes give ten thousand findings, each the right one", () => {
  const wrong: [Sampled, string][] = [];
  for (const sampled of sample({ seed: 2026, count: 10_000 })) {
    const difference = differences(sampled, validate(sampled.record));
    if (difference !== undefined) wrong.push([sampled, difference]);
  }
  expect(amiss(wrong)).toEqual([]);
});

function valueAt(record: unknown, pointer: string): unknown {
  const steps = pointer.split("/").slice(1);
  return steps.reduce((value, step) => (value as Fields)[step.replaceAll("~1", "/").replaceAll("~0", "~")], record);
}

test("five hundred of them, in text: each finding stands at its value or key", async () => {
  const mistaken = [...sample({ seed: 2027, count: 500 })];
  const texts = mistaken.map(({ record }, index) =>
    index % 2 === 0 ? JSON.stringify(record) : JSON.stringify(record).replaceAll('":', '" : '),
  );
  const { findings } = await checked(sourceOf([texts.join("\r\n")], "orders.jsonl"), {});
  const wrong: [Sampled, string][] = [];
  for (const [index, sampled] of mistaken.entries()) {
    const own = findings.filter(({ line }) => line === index + 1);
    const difference = differences(sampled, own);
    if (difference !== undefined) wrong.push([sampled, difference]);
    for (const finding of own) {
      const rest = texts[index]!.slice(finding.column - 1).replaceAll('" : ', '":');
      const key = finding.pointer.split("/").at(-1)!.replaceAll("~1", "/").replaceAll("~0", "~");
      const starts = [JSON.stringify(valueAt(sampled.record, finding.pointer))];
      if (finding.rule === "unknown-field" || finding.message.includes("characters"))
        starts.push(`${JSON.stringify(key)}:`);
      if (finding.rule === "missing-field" && finding.got !== undefined) starts.push(`${JSON.stringify(finding.got)}:`);
      if (!starts.some((start) => rest.startsWith(start)))
        wrong.push([sampled, `at ${finding.column} is ${rest.slice(0, 40)}`]);
    }
  }
  expect(amiss(wrong)).toEqual([]);
});

describe("ten thousand mistakes in one record are ten thousand findings", () => {
  const items = Array.from({ length: 10_000 }, () => message("Two for eight o'clock.", { status: "bad" }));
  const record = response({ output: items });

  test.each([
    ["bare", JSON.stringify(record)],
    ["pretty", JSON.stringify(record, null, 2)],
    ["in a string", JSON.stringify({ data: JSON.stringify(record) })],
  ])("%s", async (_how, text) => {
    const { findings } = await checked(sourceOf([text], "bookings.json"), {});
    expect(findings).toHaveLength(10_000);
    expect(findings.at(-1)?.pointer).toMatch(/\/output\/9999\/status$/);
  });
});

test("a number in quotes is of the wrong type, and the words say why", async () => {
  const { findings } = await everyWay(lines(response({ max_output_tokens: "4096" })));
  expect(findings).toMatchObject([
    {
      rule: "wrong-type",
      got: "string",
      message: expect.stringContaining('want "inf" or integer (write it without quotes)'),
    },
  ]);
});

test("no mistake of ten thousand slips past what accepts clean records", async () => {
  const records = [...sample({ seed: 5, count: 10_000 })].map(({ record }) => record);
  const { findings, summary } = await checked(sourceOf([lines(...records)], "mistakes.jsonl"), {});
  expect(findings.map(({ line }) => line)).toEqual(records.map((_record, at) => at + 1));
  expect(summary.records).toBe(10_000);
});
