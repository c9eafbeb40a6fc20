/** Many files: whoever checks them, the report is the same to the byte. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { rtvalidate, startRtvalidate } from "./support/cli.ts";
import { sessions } from "./support/sessions.mjs";

const scratch = mkdtempSync(join(tmpdir(), "rtvalidate-crew-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const examples = join(import.meta.dirname, "..", "examples");
const session = [...sessions({ seed: 11, count: 400 })] as Record<string, unknown>[];
const lines = (records: Iterable<unknown>): string =>
  Array.from(records, (record) => `${JSON.stringify(record)}\n`).join("");
const some = (from: number, to: number): string => lines(session.slice(from, to));
const bad = (count: number): string =>
  lines(
    Array.from({ length: count }, (_, at) => ({
      type: "response.done",
      event_id: at,
      response: { output: [JSON.parse('{"__proto__": 1}'), -0, "\ud800"] },
    })),
  );
const beta = {
  type: "session.created",
  event_id: "event_1",
  session: { id: "sess_1", object: "realtime.session", modalities: ["text"], voice: "alloy" },
};

function folderOf(name: string, files: Record<string, string | Buffer>): string {
  const folder = join(scratch, name);
  mkdirSync(folder);
  for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
  return folder;
}

const session1 = readFileSync(join(examples, "session.jsonl"), "utf8");
/** Each small enough that one thread checks it. */
const mixed = folderOf("mixed", {
  "a-clean.jsonl": some(0, 12),
  "b-bad.jsonl": bad(150),
  "c-empty.jsonl": "",
  "d-blank.jsonl": "\n\n  \n",
  "e-cut.jsonl": some(12, 20).slice(0, -40),
  "f-beta.jsonl": lines([beta, session[3], beta]),
  "g-wrapped.jsonl": lines(session.slice(20, 40).map((event, at) => ({ time: at, event }))),
  "h-wrapped-otherwise.jsonl": lines(session.slice(40, 60).map((event) => ({ direction: "received", data: event }))),
  "i-array.json": JSON.stringify(session.slice(60, 70), null, 1),
  "j-session.jsonl.gz": gzipSync(session1),
  "k-corrupt.jsonl.gz": gzipSync(session1).fill(0, 200, 260),
  "l-brotli.jsonl.br": brotliCompressSync(some(70, 90)),
  "m-sixteen.jsonl": Buffer.from(some(90, 91), "utf16le"),
  "n-log.jsonl": `2026-11-24T10:00:00Z INFO connected\n2026-11-24T10:00:01Z DEBUG < ${some(100, 101)}`,
  "o-no-json.jsonl": `${some(101, 104)}{"type":\n${some(104, 108)}`,
  "p-wrapped-again.jsonl": lines(session.slice(110, 130).map((event, at) => ({ time: at, event }))),
  "q-bad-again.jsonl": bad(3),
  "r-phone.jsonl": lines([{ event: "media", streamSid: "MZ1", media: {} }, ...session.slice(130, 135)]),
});

/** The report of as many jobs; threads take whatever they may. */
function report(jobs: number, args: readonly string[], engine = "threads"): unknown {
  return rtvalidate(["-j", String(jobs), ...args], { env: { RTVALIDATE_ENGINE: engine } });
}

const without = (outcome: unknown): unknown => JSON.parse(JSON.stringify(outcome).replaceAll(/\\"proved\\":\d+/g, ""));

const settings: [string, string[]][] = [
  ["json", ["-f", "json"]],
  ["jsonl", ["-f", "jsonl"]],
  ["pretty", ["-f", "pretty"]],
  ["compact", ["-f", "compact", "--quiet"]],
  ["github", ["-f", "github"]],
  ["few findings", ["-f", "json", "--max-findings", "2", "--fail-on", "never"]],
  ["records handed on", ["--passthrough", "all"]],
  ["valid records handed on", ["--passthrough", "valid", "-f", "jsonl"]],
  ["invalid records handed on", ["--passthrough", "invalid", "-f", "json"]],
  ["statistics", ["--stats", "-f", "json"]],
  ["the strict profile", ["--profile", "strict", "--rule", "unknown-field=off", "-f", "jsonl"]],
  ["short records", ["--max-record", "600", "-f", "jsonl"]],
  ["empty ones, which are allowed", ["--allow-empty", "-f", "jsonl"]],
];

it.each(settings)("reports what one thread reports: %s", (_name, args) => {
  const list = [...args, mixed, join(examples, "clean.jsonl"), join(scratch, "nowhere.jsonl")];
  const plain = report(1, list);
  expect(report(2, list)).toEqual(plain);
  expect(report(5, list)).toEqual(plain);
  expect(without(report(1, list, "ajv"))).toEqual(without(plain));
});

it("leaves large files, pipes and standard input to who can read them", () => {
  const folder = folderOf("large", {
    "a.jsonl": some(0, 10),
    "b-large.jsonl": some(0, 300) + bad(2),
    "c.jsonl": bad(2),
    "d-large.jsonl": lines(session.slice(0, 200).map((event, at) => ({ time: at, event }))),
    "e.jsonl": some(300, 320),
  });
  const names = ["a", "b-large", "c", "d-large", "e"].map((name) => join(folder, `${name}.jsonl`));
  const list = ["-f", "jsonl", ...names.slice(0, 2), "-", ...names.slice(2)];
  const of = (jobs: number, engine: string): unknown =>
    rtvalidate(["-j", String(jobs), ...list], { input: bad(1), env: { RTVALIDATE_ENGINE: engine } });
  const plain = without(of(1, "ajv"));
  for (const jobs of [1, 2, 5]) expect(without(of(jobs, "threads"))).toEqual(plain);
});

it("says of a schema that turns out to be unusable what one thread says", () => {
  const schema = join(scratch, "schema.json");
  writeFileSync(schema, JSON.stringify({ type: "object", properties: { type: { const: "a" } }, required: ["type"] }));
  const folder = folderOf("own", {
    "a.jsonl": lines([{ type: "a" }]),
    "b.jsonl": lines([{ type: "b" }]),
    "c.jsonl": "1\n",
  });
  const list = ["-f", "json", "--schema", schema, folder];
  expect(report(3, list)).toEqual(report(1, list));
  writeFileSync(schema, JSON.stringify({ $ref: "nowhere.json" }));
  expect(report(3, list)).toEqual(report(1, list));
});

it("gives findings that are far more than may wait for their turn", () => {
  const many = Object.fromEntries(Array.from({ length: 16 }, (_, at) => [`${at}.jsonl`, bad(100)]));
  const list = ["-f", "jsonl", folderOf("many", many)];
  expect(report(3, list)).toEqual(report(1, list));
});

it("ends when the user or the reader of its report has enough", async () => {
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`${at}.jsonl`, bad(100)]));
  const folder = folderOf("endless", many);
  const env = { RTVALIDATE_ENGINE: "threads" };
  const { child, says, ended } = startRtvalidate(["-f", "jsonl", "-j", "3", folder], { env });
  await says('"kind":"finding"');
  child.kill("SIGINT");
  expect((await ended).code).toBe(130);
  const shell = `"$0" bin/rtvalidate.js -f jsonl -j 3 "$1" | head -n 1`;
  const cwd = join(import.meta.dirname, "..");
  const first = execFileSync("sh", ["-c", shell, process.execPath, folder], { cwd, env: { ...process.env, ...env } });
  expect(first.toString()).toMatch(/^\{"kind":"finding".*\n$/);
});
