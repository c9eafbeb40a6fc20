/** What is proved without being parsed: that it is enough, and that nothing else changes. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Summary } from "../src/finding.ts";
import { sourceOf } from "../src/input/open.ts";
import type { PlanOptions } from "../src/plan.ts";
import { checked, everyWay } from "./support/every-way.ts";
import { rtvalidate } from "./support/cli.ts";
import { between, mulberry32, responses } from "./support/generate.mjs";
import { sessions } from "./support/sessions.mjs";

const examples = join(import.meta.dirname, "..", "examples");
const lines = (records: Iterable<unknown>): string =>
  Array.from(records, (record) => `${JSON.stringify(record)}\n`).join("");

async function proved(text: string, options: PlanOptions = {}): Promise<Summary> {
  const { summary } = await checked(sourceOf([text], "capture.jsonl"), { ...options, engine: "prover" });
  return summary;
}

const session = [...sessions({ seed: 3, count: 600 })] as Record<string, unknown>[];

it.each(["clean.jsonl", "session.jsonl"])("proves every clean record of %s", async (name) => {
  const text = readFileSync(join(examples, name), "utf8");
  const { valid, proved: count, warnings } = await proved(text);
  // a record with a warning is valid, and not clean
  expect(count).toBe(valid - warnings);
});

it("proves every record of sessions, and counts each event", async () => {
  const { byEvent, ...summary } = await proved(lines(session));
  expect(summary).toMatchObject({ records: 600, valid: 600, proved: 600 });
  const counts: Record<string, number> = {};
  for (const { type } of session) counts[String(type)] = (counts[String(type)] ?? 0) + 1;
  expect(byEvent).toEqual(counts);
});

it("proves by the strict profile what has all that is always on the wire", async () => {
  const text = readFileSync(join(examples, "session.jsonl"), "utf8");
  const strict = await checked(sourceOf([text], "capture.jsonl"), { engine: "ajv", profile: "strict" });
  const clean = strict.summary.records - new Set(strict.findings.map(({ line }) => line)).size;
  expect(clean).toBeGreaterThan(30);
  expect((await proved(text, { profile: "strict" })).proved).toBe(clean);
  await everyWay(lines(session.slice(0, 100).map(({ event_id: _left, ...event }) => event)), { profile: "strict" });
  await everyWay(lines(responses({ seed: 9, count: 60 })), { profile: "strict" });
});

it("proves responses of every kind", async () => {
  const { proved: count } = await proved(lines(responses({ seed: 3, count: 500 })));
  expect(count).toBeGreaterThanOrEqual(495);
});

const isSent = ({ type }: Record<string, unknown>): boolean =>
  /^(session\.update|input_audio_buffer\.(append|clear|commit)|conversation\.item\.(create|delete|retrieve|truncate)|response\.(create|cancel))$/.test(
    String(type),
  );

const wrappings: [string, (event: Record<string, unknown>, at: number) => unknown][] = [
  ["{time, event}", (event, at) => ({ time: `12:00:${at}`, event })],
  ["{at, data} with the event last but one", (event, at) => ({ at, data: event, note: null })],
  ["two deep", (event, at) => ({ seq: at, message: { kind: "frame", payload: event } })],
  ["with a sender that is told", (event, at) => ({ direction: isSent(event) ? "sent" : "received", at, event })],
  [
    "as JSON in a string",
    (event, at) => ({ direction: isSent(event) ? "sent" : "received", at, data: JSON.stringify(event) }),
  ],
  [
    "as a browser has them",
    (event, at) => ({
      method: `Network.webSocketFrame${isSent(event) ? "Sent" : "Received"}`,
      params: { requestId: "17.3", timestamp: at / 7, response: { opcode: 1, payloadData: JSON.stringify(event) } },
    }),
  ],
  [
    "as JSON over several lines in a string",
    (event, at) => ({ log: `${JSON.stringify(event, null, 1)}\n`, stream: "stdout", at }),
  ],
  ["in an envelope that is JSON in a string", (event, at) => ({ at, text: JSON.stringify({ seq: at, event }) })],
];

it.each(wrappings)("proves events in envelopes %s, once it has seen one", async (_name, wrap) => {
  const text = lines(session.map(wrap));
  const { records, valid, proved: count, byEvent } = await proved(text);
  expect([records, valid]).toEqual([600, 600]);
  expect(count).toBeGreaterThanOrEqual(590);
  const { summary } = await everyWay(lines(session.slice(0, 60).map(wrap)));
  expect(summary.valid).toBe(60);
  expect((await checked(sourceOf([text], "capture.jsonl"), { engine: "ajv" })).summary.byEvent).toEqual(byEvent);
});

/** What a log writes before an event. */
const prefixes: [string, (event: Record<string, unknown>, at: number) => string][] = [
  ["a time", (_event, at) => `2026-11-24T10:${String(at % 60).padStart(2, "0")}:00Z INFO `],
  [
    "who sent it",
    (event, at) => `  12:00:${String(at % 60).padStart(2, "0")},${100 + at} DEBUG ws ${isSent(event) ? ">" : "<"} `,
  ],
  ["words of the server and the client", (event) => (isSent(event) ? "[sent] " : "[received] ")],
];

it.each(prefixes)("proves events in lines of a log that have %s before them", async (_name, before) => {
  const log = (events: Record<string, unknown>[]): string =>
    events.map((event, at) => `${before(event, at)}${JSON.stringify(event)}\n`).join("");
  const { records, valid, proved: count, byEvent } = await proved(log(session));
  expect([records, valid]).toEqual([600, 600]);
  expect(count).toBeGreaterThanOrEqual(590);
  expect((await checked(sourceOf([log(session)], "capture.jsonl"), { engine: "ajv" })).summary.byEvent).toEqual(
    byEvent,
  );
  await everyWay(log(session.slice(0, 60)));
  await everyWay(log(session.slice(0, 60)).replaceAll("\n", " \t\r\n"));
});

it.each(["direction", "source", "from", "message", "msg", "event"])(
  "does not let pass who sent an event where any field may stand, as %s",
  async (name) => {
    const text = lines([{ type: "input_audio_buffer.append", audio: "AAAA", [name]: "server" }]);
    const { findings } = await everyWay(text, { profile: "spec" });
    expect(findings.map(({ rule }) => rule)).toEqual(["wrong-direction"]);
  },
);

it("does not let pass a response with a type where any field may stand", async () => {
  const text = lines(
    [...responses({ seed: 4, count: 1 })].map((one) => ({ type: "response.output_audio.delta", ...one })),
  );
  const { findings } = await everyWay(text, { profile: "spec", api: "beta" });
  expect(findings.map(({ rule }) => rule)).toEqual(["unknown-event-type"]);
});

it("counts responses in envelopes by their name where nothing else is expected", async () => {
  const text = lines(Array.from(responses({ seed: 4, count: 50 }), (response, at) => ({ at, data: response })));
  const { summary } = await everyWay(text, { schema: "response" });
  expect(summary.byEvent).toEqual({ "realtime.response": 50 });
});

it("proves envelopes in lines of a log, and many forms of them", async () => {
  const text = session
    .map((event, at) => `2026-11-24 10:00:00 ${["INFO", "DEBUG", "WARN"][at % 3]} ${JSON.stringify({ at, event })}\n`)
    .join("");
  expect((await proved(text)).proved).toBe(597);
  await everyWay(text.slice(0, 20_000));
});

/** Captures in which the same mistakes are looked for by both engines. */
const around: [string, (event: string, at: number) => string][] = [
  ["JSON in a string", (event, at) => JSON.stringify({ direction: "received", at, data: event })],
  [
    "JSON in JSON in a string",
    (event, at) => JSON.stringify({ at, log: `${JSON.stringify({ at, message: JSON.parse(event) })}\n` }),
  ],
  ["lines of a log", (event, at) => `2026-11-24 10:00:${10 + at} DEBUG < ${event}`],
];

it.each(around)("finds in what is around an event what ajv finds, whatever is broken: %s", async (_name, wrap) => {
  const events = session.filter((event) => !isSent(event) && JSON.stringify(event).length < 1500).slice(0, 12);
  const text = events.map((event, at) => `${wrap(JSON.stringify(event), at)}\n`);
  const random = mulberry32(77);
  const strange = [
    '"',
    "\\",
    "{",
    "}",
    ":",
    ",",
    " ",
    "\n",
    "\0",
    "0",
    "e",
    "<",
    ">",
    "\\u0000",
    "\\n",
    "\\ud83d",
    "é",
    "\u00a0",
  ];
  for (let turn = 0; turn < 400; turn++) {
    const broken = [...text];
    for (let times = between(random, 1, 3); times > 0; times--) {
      const line = between(random, 2, broken.length - 1);
      const at = between(random, 0, Math.min(broken[line]!.length - 1, turn % 2 === 0 ? 90 : 1e9));
      const kept = at + between(random, 0, 2);
      broken[line] =
        broken[line]!.slice(0, at) + strange[between(random, 0, strange.length - 1)] + broken[line]!.slice(kept);
    }
    const [plain, quick] = await Promise.all(
      (["ajv", "prover"] as const).map(async (engine) => {
        const { findings, snippets, summary } = await checked(sourceOf([broken.join("")], "capture.jsonl"), { engine });
        return {
          findings,
          snippets,
          summary: { ...summary, proved: 0, byEvent: new Map(Object.entries(summary.byEvent)) },
        };
      }),
    );
    expect(quick).toEqual(plain);
  }
});

it("takes no line of a log for another", async () => {
  const [created, sent] = [session.find((event) => !isSent(event)), session.find(isSent)].map((one) =>
    JSON.stringify(one),
  );
  const good = `10:00:00 DEBUG < ${created}`;
  const strange = [
    `10:00:00 DEBUG > ${created}`,
    `10:00:00 DEBUG < ${sent}`,
    `10:00:0x DEBUG < ${created}`,
    `10:00:00 DEBUG < ${created} ${created}`,
    `10:00:00 DEBUG < x ${created}`,
    `10:00:00 DEBUG <${created}`,
    `10:00:00 DEBUG < ${created?.slice(0, -1)}`,
  ];
  for (const line of strange) {
    const { findings } = await everyWay(`${[good, good, line, good].join("\n")}\n`, { sessionRules: false });
    expect(findings.every((finding) => finding.line === 3)).toBe(true);
  }
});

const done = session.find(({ type }) => type === "response.done");
const good = { direction: "received", at: 1, event: done };
const strange: Record<string, unknown>[] = [
  { ...good, direction: "sent" },
  { ...good, type: "response.cancel" },
  { ...good, event: { ...done, type: "response.cancel" } },
  { ...good, data: { type: "response.cancel" } },
  { ...good, at: { type: "response.cancel" } },
  { direction: "received", event: done },
  { ...good, event: { object: "realtime.response", status: "completed" } },
  { ...good, event: { status: "completed", status_details: null, output: [] } },
  { ...good, event: JSON.stringify(done) },
  { ...good, event: JSON.stringify({ ...done, type: "response.cancel" }) },
  { ...good, event: JSON.stringify({ event: done }) },
  { ...good, event: `${JSON.stringify(done)}x` },
  { ...good, event: JSON.stringify(done).slice(0, -1) },
  { ...good, event: `\u00a0${JSON.stringify(done)}` },
  { ...good, event: JSON.stringify(done).replace('"event_id":', '"event_id":"a","event_id":') },
];
/** The same with the event as JSON in a string. */
const inText = ({ event, ...more }: Record<string, unknown>): Record<string, unknown> => ({
  ...more,
  ...(event !== undefined && { event: typeof event === "string" ? event : JSON.stringify(event) }),
});

it.each(strange)("takes no envelope for another, not by keys, nor by values that decide: %#", async (record) => {
  const { findings } = await everyWay(lines([good, good, record, good]), { sessionRules: false });
  expect(findings.every(({ line }) => line === 3)).toBe(true);
});

it.each(strange)("takes no text in an envelope for another: %#", async (record) => {
  const { findings } = await everyWay(lines([good, good, record, good].map(inText)), { sessionRules: false });
  expect(findings.every(({ line }) => line === 3)).toBe(true);
});

it("goes over to the program of the API that the input turns out to speak", async () => {
  const beta = {
    type: "session.created",
    event_id: "event_1",
    session: { id: "sess_1", object: "realtime.session", modalities: ["text"], voice: "alloy" },
  };
  const said = {
    type: "response.text.delta",
    event_id: "e",
    response_id: "r",
    item_id: "i",
    output_index: 0,
    content_index: 0,
    delta: "a",
  };
  const ga = session[0]!;
  const { summary } = await everyWay(lines([ga, said, beta, said, said, ga, said, session[5], beta, said]));
  expect(summary.byRule["unknown-event-type"]).toBe(2);
  expect((await proved(lines([beta, ...Array.from({ length: 50 }, () => said)]))).proved).toBe(50);
});

it("tells a truncated end from a record that something follows, whoever looks at it", async () => {
  const whole = lines(session.slice(0, 5));
  for (const rest of ["", "\n", "\n\n", `\n${whole}`, `\n${whole.slice(0, -20)}`]) {
    const { findings } = await everyWay(`${whole}{"type":"response.done","event_id":"ev${rest}`);
    expect(findings[0]?.rule).toBe(rest.trim() === "" ? "truncated-record" : "invalid-json");
    const half = Buffer.from('{"type":"response.done","event_id":"e\xc3', "latin1");
    const bytes = Buffer.concat([Buffer.from(whole), half, Buffer.from(rest)]);
    const cut = await everyWay(bytes);
    expect(cut.findings[0]?.rule).toBe(rest.trim() === "" ? "truncated-record" : "invalid-utf8");
  }
});

it("counts lines and offsets on over what was proved", async () => {
  const bad = { type: "response.done" };
  const text = `\n\r\n${lines(session.slice(0, 7))}\n  ${lines([bad])}${lines(session.slice(7, 30))}${lines([bad])}`;
  const { findings } = await everyWay(text);
  expect([...new Set(findings.map(({ line }) => line))]).toEqual([11, 35]);
});

it("hands on what it proved, byte for byte", () => {
  const text = `${lines(session.slice(0, 40))}  ${lines([{ type: "x" }])}\r\n${lines(session.slice(40, 50)).trimEnd()}  `;
  for (const which of ["valid", "invalid", "all"]) {
    const [by, other] = ["ajv", "prover"].map((engine) =>
      rtvalidate(["--passthrough", which, "-q", "-"], { input: text, env: { RTVALIDATE_ENGINE: engine } }),
    );
    expect(by).toEqual(other);
    expect(by?.stdout.split("\n")).toHaveLength({ valid: 51, invalid: 2, all: 52 }[which]!);
  }
});

it("gives equal reports with either engine, through the real program", () => {
  for (const format of ["json", "pretty", "compact", "jsonl"]) {
    const [by, other] = ["ajv", "prover"].map((engine) => {
      const { stdout, code } = rtvalidate(["-f", format, examples], { env: { RTVALIDATE_ENGINE: engine } });
      return { code, stdout: stdout.replace(/"proved":\d+/, "") };
    });
    expect(by).toEqual(other);
  }
});

describe("several threads", () => {
  const scratch = mkdtempSync(join(tmpdir(), "rtvalidate-threads-"));
  afterAll(() => rmSync(scratch, { recursive: true }));

  const bad = { type: "response.done", event_id: 7 };
  const beta = {
    type: "session.created",
    event_id: "event_1",
    session: { id: "sess_1", object: "realtime.session", modalities: ["text"], voice: "alloy" },
  };
  const some = (from: number, to: number): string => lines(session.slice(from, to));
  const wrapped = (events: Record<string, unknown>[]): string => lines(events.map(wrappings[3]![1]));

  /** Files longer than a few pieces, which are of 1000 bytes here. */
  const files: Record<string, string> = {
    "all is well": some(0, 300),
    "nothing is well": lines(Array.from({ length: 60 }, () => bad)),
    "here and there a fault": lines(session.map((event, at) => (at % 17 === 0 ? { ...event, event_id: at } : event))),
    "blank lines, CRLF, no final newline": `\n\n${some(0, 40).replaceAll("\n", "\r\n")}\n \t\n\n${some(40, 80).trimEnd()}`,
    "a byte order mark": `\ufeff${some(0, 60)}${lines([bad])}`,
    "records of many pieces": lines(session.slice(0, 20).map((event) => ({ ...event, event_id: "e".repeat(4500) }))),
    "lines over the limit": `${some(0, 20)}${"x".repeat(30_000)}\n${some(20, 40)}${" ".repeat(30_000)}\n${lines([bad])}${"y".repeat(30_000)}`,
    "a session of the beta in the middle": `${some(0, 50)}${lines([bad, beta, bad])}${some(50, 120)}`,
    "the beta from the start": `${lines([beta])}${some(0, 60)}`,
    envelopes: wrapped(session.slice(0, 200)),
    "JSON in strings": lines(session.slice(0, 200).map(wrappings[4]![1])),
    "lines of a log": session
      .slice(0, 200)
      .map((event, at) => `${prefixes[1]![1](event, at)}${JSON.stringify(at % 50 === 9 ? bad : event)}\n`)
      .join(""),
    "envelopes that come late": `${some(0, 60)}${wrapped(session.slice(0, 120))}`,
    "cut in the last record": some(0, 100).slice(0, -30),
    "cut in a record of the middle": `${some(0, 50).trimEnd().slice(0, -30)}\n${some(50, 100)}`,
    "phone messages and lines of a log": `${some(0, 30)}${lines([{ event: "media", streamSid: "MZ1", media: {} }])}< ${some(30, 31)}2026-11-24T10:00:00Z INFO connected\n${some(31, 90)}`,
    "characters of several bytes on every border": lines(
      Array.from({ length: 80 }, (_, at) => ({
        ...session[5]!,
        event_id: `${"é".repeat(at)}麺屋`,
        extra: at % 9 === 0 ? 1 : undefined,
      })),
    ),
  };

  it.each(Object.entries(files))("find the same as one: %s", (name, text) => {
    const path = join(scratch, `${name.replaceAll(/\W+/g, "-")}.jsonl`);
    writeFileSync(path, text);
    const report = (engine: string, jobs: string): unknown => {
      const args = ["-f", "json", "--max-record", "20000", "--jobs", jobs, path];
      const { stdout, code, stderr } = rtvalidate(args, { env: { RTVALIDATE_ENGINE: engine } });
      return { stdout: stdout.replace(/"proved":\d+/, ""), code, stderr };
    };
    const plain = report("ajv", "1");
    expect(report("prover", "1")).toEqual(plain);
    expect(report("threads", "2")).toEqual(plain);
    expect(report("threads", "5")).toEqual(plain);
  });

  it("prove as much as one does", () => {
    const path = join(scratch, "all.jsonl");
    writeFileSync(path, some(0, 600));
    const { stdout } = rtvalidate(["-f", "json", "-j", "3", path], { env: { RTVALIDATE_ENGINE: "threads" } });
    expect(JSON.parse(stdout).summary).toMatchObject({ records: 600, proved: 600 });
  });
});
