/**
 * One statement of behaviour for every path: a capture goes through each of `ways`, and all of them must find the same.
 * A new path is one more row.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { check, emptySummary, type Plan } from "../../src/check.ts";
import { InputError, type Source } from "../../src/event.ts";
import type { Finding, Snippet, Summary } from "../../src/finding.ts";
import { validateStream } from "../../src/index.ts";
import { decompressed } from "../../src/input/decompress.ts";
import { openFile, sourceOf } from "../../src/input/open.ts";
import { createPlan, type PlanOptions } from "../../src/plan.ts";
import { between, mulberry32 } from "./generate.mjs";

export interface Outcome {
  findings: Finding[];
  summary: Summary;
  /** Why the input could not be read on, if it could not. */
  problem?: string;
}

export interface WayOptions extends Omit<PlanOptions, "passthrough"> {
  /** The name of the input, which tells how records lie in it. */
  name?: string;
  /** Also through the real binary, which is slow. */
  binary?: boolean;
  seed?: number;
}

type Setting = WayOptions & { name: string; seed: number; plan: Plan };

interface Way {
  name: string;
  /** The capture as this way has it; undefined where that is the capture itself. Not asked of what is no text. */
  rewrite?: (capture: Buffer) => Buffer | undefined;
  /** Bytes by which it moves offsets, or that they cannot be compared. */
  offsets?: number | "other";
  /** What judges; the plainest way has ajv judge everything. */
  engine?: "prover";
  /** Run only when asked for. */
  slow?: true;
  run: (capture: Buffer, setting: Setting) => Promise<Outcome>;
}

interface Detailed extends Outcome {
  snippets: Snippet[];
}

/** What `check` says, with the snippets. */
export async function checked(source: Source, options: PlanOptions): Promise<Detailed> {
  return planned(source, await createPlan({ sessionRules: false, ...options }));
}

async function planned(source: Source, plan: Plan): Promise<Detailed> {
  const input = decompressed(source);
  const outcome: Detailed = { findings: [], snippets: [], summary: emptySummary() };
  try {
    for await (const steps of check(input, plan, outcome.summary)) {
      for (const step of steps) {
        if (step.kind !== "finding") continue;
        outcome.findings.push(step.finding);
        outcome.snippets.push(step.snippet());
      }
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { ...outcome, problem: error.message };
  } finally {
    await input.close();
  }
  return outcome;
}

const asChunks =
  (cut: (capture: Buffer, setting: Setting) => Iterable<Uint8Array>): Way["run"] =>
  (capture, setting) =>
    planned(sourceOf(cut(capture, setting), setting.name), setting.plan);

const whole = asChunks((capture) => [capture]);

/** A long capture goes in threes, since each piece takes its time. */
function* bytewise(capture: Buffer): Generator<Buffer> {
  const length = capture.length < 2000 ? 1 : 3;
  for (let at = 0; at < capture.length; at += length) yield capture.subarray(at, at + length);
}

/** Pieces of random lengths, empty ones among them. */
export function* randomly(capture: Buffer, seed: number, longest = 40): Generator<Buffer> {
  const random = mulberry32(seed);
  for (let at = 0; at < capture.length;) {
    const end = at + between(random, 0, longest);
    yield capture.subarray(at, end);
    at = end;
  }
}

async function asFile(capture: Buffer, setting: Setting): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "rtvalidate-"));
  try {
    const path = join(folder, "capture");
    writeFileSync(path, capture);
    return await planned(openFile(path, setting.name), setting.plan);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function* later(capture: Buffer, { seed }: Setting): AsyncGenerator<Buffer> {
  for (const piece of randomly(capture, seed + 1, 4000)) {
    await Promise.resolve();
    yield piece;
  }
}

async function throughTheLibrary(capture: Buffer, setting: Setting): Promise<Outcome> {
  const findings: Finding[] = [];
  const { seed: _seed, binary: _binary, plan: _plan, ...options } = setting;
  const stream = validateStream(later(capture, setting), options);
  try {
    for (;;) {
      const next = await stream.next();
      if (next.done) return { findings, summary: next.value };
      findings.push(next.value);
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { findings, summary: emptySummary(), problem: error.message };
  }
}

const program = join(import.meta.dirname, "..", "..", "bin", "rtvalidate.js");

/** Runs the program; what it wrote and its exit code. */
export function run(
  args: readonly string[],
  input: string | Uint8Array,
): Promise<{ out: string; code: number | null }> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ["pipe", "pipe", "inherit"] });
  const pieces: Buffer[] = [];
  child.stdout.on("data", (piece: Buffer) => pieces.push(piece));
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ out: Buffer.concat(pieces).toString(), code }));
  });
}

async function throughTheProgram(capture: Buffer, setting: Setting): Promise<Outcome> {
  const args = ["--format", "jsonl", "--allow-empty", "--stdin-name", setting.name];
  if (setting.schema !== undefined) args.push("--schema", setting.schema);
  if (setting.profile !== undefined) args.push("--profile", setting.profile);
  if (setting.sessionRules === false) args.push("--no-session-rules");
  if (setting.maxRecord !== undefined) args.push("--max-record", String(setting.maxRecord));
  for (const [id, level] of Object.entries(setting.rules ?? {})) args.push("--rule", `${id}=${level}`);
  const { out } = await run([...args, "-"], capture);
  const outcome: Outcome = { findings: [], summary: emptySummary() };
  for (const line of out.trimEnd().split("\n")) {
    const { kind, ...more } = JSON.parse(line) as { kind: string };
    if (kind === "finding") outcome.findings.push(more as Finding);
    else if (kind === "summary") outcome.summary = more as Summary;
    else if (kind === "problem") outcome.problem = (more as { message: string }).message;
  }
  return outcome;
}

const lineFeed = 0x0a;
const startsWithMark = (capture: Buffer): boolean => capture.subarray(0, 3).equals(Buffer.from("\ufeff"));

/** `latin1` keeps every byte, so this changes line ends and nothing else. */
const rewritten = (capture: Buffer, pattern: RegExp, by: string): Buffer =>
  Buffer.from(capture.toString("latin1").replace(pattern, by), "latin1");

const ways: readonly Way[] = [
  // how bytes arrive
  { name: "one byte at a time", run: asChunks(bytewise) },
  { name: "cut at random", run: asChunks((capture, { seed }) => randomly(capture, seed)) },
  { name: "as a file", run: asFile },
  { name: "in gzip", run: asChunks((capture, { seed }) => randomly(gzipSync(capture), seed + 3, 4000)) },
  { name: "through the library", run: throughTheLibrary },
  { name: "through the program", slow: true, run: throughTheProgram },
  { name: "by the prover", engine: "prover", run: whole },
  { name: "by the prover, one byte at a time", engine: "prover", run: asChunks(bytewise) },
  {
    name: "by the prover, cut at random",
    engine: "prover",
    run: asChunks((capture, { seed }) => randomly(capture, seed + 3, 400)),
  },
  {
    name: "by the prover with CRLF",
    engine: "prover",
    rewrite: (capture) => (capture.includes("\r") ? undefined : rewritten(capture, /\n/g, "\r\n")),
    offsets: "other",
    run: asChunks((capture, { seed }) => randomly(capture, seed + 4, 400)),
  },
  // the same text in other bytes
  {
    name: "with CRLF, cut at random",
    rewrite: (capture) => (capture.includes("\r") ? undefined : rewritten(capture, /\n/g, "\r\n")),
    offsets: "other",
    run: asChunks((capture, { seed }) => randomly(capture, seed + 2, 5)),
  },
  {
    name: "without a final newline",
    rewrite: (capture) => (capture.at(-1) === lineFeed ? rewritten(capture, /(\r?\n)+$/, "") : undefined),
    run: whole,
  },
  {
    name: "with a final newline",
    rewrite: (capture) =>
      capture.length > 0 && capture.at(-1) !== lineFeed ? Buffer.concat([capture, Buffer.from("\n")]) : undefined,
    run: whole,
  },
  {
    name: "with a byte order mark",
    rewrite: (capture) => (startsWithMark(capture) ? undefined : Buffer.concat([Buffer.from("\ufeff"), capture])),
    offsets: 3,
    run: whole,
  },
];

/** What has to be equal: all but how many bytes there were, and which engine settled them. */
function comparable({ findings, summary, problem }: Outcome, offsets: Way["offsets"] = 0): unknown {
  const { bytes: _bytes, proved: _proved, files: _files, ...counts } = summary;
  const moved = findings.map(({ offset, ...rest }) =>
    offsets === "other" ? rest : { ...rest, offset: offset - offsets },
  );
  return JSON.parse(JSON.stringify({ findings: moved, ...(problem === undefined ? { counts } : { problem }) }));
}

/**
 * Checks `capture` every way, expects the same of each, and gives what the plainest of them found. Most captures of tests are heaps of
 * records and no sessions: rules of sessions are asked for.
 */
export async function everyWay(capture: string | Uint8Array, wanted: WayOptions = {}): Promise<Outcome> {
  const bytes = Buffer.from(capture);
  const options = { sessionRules: false, ...wanted };
  const common = { name: "capture.jsonl", seed: 7, ...options };
  const setting: Setting = { ...common, plan: await createPlan({ ...options, engine: "ajv" }) };
  const proving: Setting = { ...common, plan: await createPlan({ ...options, engine: "prover" }) };
  const plainest = await whole(bytes, setting);
  for (const way of ways) {
    if (way.slow && !options.binary) continue;
    const other = way.rewrite && plainest.problem === undefined ? way.rewrite(bytes) : bytes;
    if (!other) continue;
    const outcome = await way.run(other, way.engine ? proving : setting);
    const offsets = other === bytes ? 0 : way.offsets;
    expect({ way: way.name, ...(comparable(outcome, offsets) as object) }).toEqual({
      way: way.name,
      ...(comparable(plainest, offsets === "other" ? "other" : 0) as object),
    });
  }
  const { records, valid, invalid, unchecked } = plainest.summary;
  expect(valid + invalid + unchecked).toBe(records);
  return plainest;
}
