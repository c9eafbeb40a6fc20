/** What is compressed is checked as the text inside, however it comes. */
import { spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PassThrough, type Transform } from "node:stream";
import * as zlib from "node:zlib";
import { type Finding, validateStream } from "../src/index.ts";
import { sourceOf } from "../src/input/open.ts";
import { cleanEnv, entry, projectFolder, rtvalidate, startRtvalidate } from "./support/cli.ts";
import { checked, type Outcome, randomly } from "./support/every-way.ts";
import { cleared, done, lines, message, response } from "./support/records.ts";

type Compress = (text: Uint8Array) => Buffer;

const { zstdCompressSync } = zlib as { zstdCompressSync?: Compress };
const compressions: [ending: string, compress: Compress][] = [
  ["gz", zlib.gzipSync],
  ["br", zlib.brotliCompressSync],
  ...(zstdCompressSync ? [["zst", zstdCompressSync] satisfies [string, Compress]] : []),
];

const { createZstdCompress } = zlib as { createZstdCompress?: () => zlib.Gzip };
/** Compressors that give what they have when they are flushed. */
const flowing: Record<string, () => Transform & { flush(): void }> = {
  gz: zlib.createGzip,
  br: zlib.createBrotliCompress,
  ...(createZstdCompress && { zst: createZstdCompress }),
};

const scratch = mkdtempSync(join(tmpdir(), "rtvalidate-compressed-"));
afterAll(() => rmSync(scratch, { recursive: true }));

let folders = 0;
function folderWith(files: Record<string, Uint8Array>): string {
  const folder = join(scratch, String(++folders));
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  return folder;
}

const examples = join(projectFolder, "examples");
const genuine = join(projectFolder, "..", "shared", "captures");
const captures = [examples, genuine]
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((name) => ({ name, path: join(folder, name) })))
  .filter(({ name }) => /\.jsonl?$/.test(name));

const wrong = response({ status: "complete" });
/** A menu's worth of records, two of them wrong: the first, and the one in the middle. */
const evening = Buffer.from(
  lines(wrong, ...Array.from({ length: 60 }, (_, at) => done({ id: `resp_${at ** 7}`, ...(at === 30 && wrong) }))),
);

const of = (chunks: Iterable<Uint8Array>, name = "capture.jsonl"): Promise<Outcome> =>
  checked(sourceOf(chunks, name), {});

/** The findings and counts of a run in jsonl, whatever its input is called. */
function told(args: readonly string[], options: Parameters<typeof rtvalidate>[1]): unknown {
  const { code, stdout, stderr } = rtvalidate(["-f", "jsonl", "--no-session-rules", ...args], options);
  const said = stdout.trimEnd().split("\n");
  return { code, stderr, said: said.map((line) => ({ ...(JSON.parse(line) as object), file: undefined })) };
}

describe.each(compressions)(".%s", (ending, compress) => {
  test.each(captures)("$name gives what it gives as it is", ({ name: before, path }) => {
    const plain = readFileSync(path);
    const name = `${before}.${ending}`;
    const cwd = folderWith({ [name]: compress(plain) });
    const want = told([path], {});
    expect(told([name], { cwd })).toEqual(want);
    expect(told(["--stdin-name", name], { input: compress(plain) })).toEqual(want);
  });

  test.each([
    ["a byte at a time", (bytes: Buffer) => [...bytes].map((byte) => Buffer.of(byte))],
    ["cut at random", (bytes: Buffer) => randomly(bytes, 11, 700)],
    ["as a whole", (bytes: Buffer) => [bytes]],
  ])("%s", async (_name, cut) => {
    const name = `capture.jsonl.${ending}`;
    const outcome = await of(cut(compress(evening)), name);
    const plain = await of([evening]);
    expect(outcome).toMatchObject({ ...plain, findings: plain.findings.map((one) => ({ ...one, file: name })) });
    expect(outcome.findings).toHaveLength(2);
    expect(outcome.summary.bytes).toBe(evening.length);
  });

  test("nothing in it is an input without a record", async () => {
    const { summary, problem } = await of([compress(Buffer.of())], `nothing.${ending}`);
    expect({ records: summary.records, problem }).toEqual({ records: 0, problem: undefined });
  });

  test("the name before the ending tells how records lie in it", async () => {
    const pretty = compress(Buffer.from(JSON.stringify([response(), wrong], null, 2)));
    expect((await of([pretty], `menu.json.${ending}`)).findings.map(({ rule }) => rule)).toEqual(["enum-mismatch"]);
    expect((await of([pretty], `menu.jsonl.${ending}`)).findings.map(({ rule }) => rule)).toEqual([
      "invalid-json",
      "enum-mismatch",
    ]);
    const yaml = compress(Buffer.from("- object: realtime.response\n  status: complete\n"));
    expect((await of([yaml], `menu.yaml.${ending}`)).findings).toMatchObject([{ line: 2, rule: "enum-mismatch" }]);
  });

  test("cut off anywhere, it gives what came before and says that it was cut off", async () => {
    const whole = compress(evening);
    for (let length = 4; length < whole.length; length += 17) {
      const { findings, problem } = await of([whole.subarray(0, length)], `capture.jsonl.${ending}`);
      expect(problem).toMatch(/^(gzip|zstd|brotli) data.* that ends in the middle$/);
      // zstd has but one block here
      if (ending !== "zst" && length > whole.length / 2) expect(findings[0]).toMatchObject({ line: 1 });
    }
  });

  test.each([
    ["text", Buffer.from("and the dessert\n")],
    ["a byte", Buffer.of(7)],
    ["zeros and then a byte", Buffer.from("\0\0\0\0\0\0\u0001", "latin1")],
    ["data of another kind", ending === "br" ? zlib.gzipSync("") : Buffer.of(0x28, 0xb5, 0x2f, 0xfe, 0)],
  ])("%s after its end is told, after all findings", async (_name, garbage) => {
    const whole = compress(evening);
    for (const chunks of [[whole, garbage], [Buffer.concat([whole, garbage])]]) {
      const { findings, problem } = await of(chunks, `capture.jsonl.${ending}`);
      expect(problem).toMatch(/^(gzip|zstd|brotli) data.* with something else after its end$/);
      expect(findings).toHaveLength(2);
    }
  });

  test("zeros after its end are nothing", async () => {
    const { findings, problem } = await of([compress(evening), Buffer.alloc(100_000)], `capture.jsonl.${ending}`);
    expect(problem).toBeUndefined();
    expect(findings).toHaveLength(2);
  });

  test("a pipe shows a finding while it is open", async () => {
    const { child, says, ended } = startRtvalidate(["--stdin-name", `live.${ending}`]);
    const compressor = flowing[ending]!();
    compressor.pipe(child.stdin);
    compressor.write(lines(wrong));
    compressor.flush();
    await says("enum-mismatch");
    expect(child.exitCode).toBeNull();
    compressor.end();
    expect(await ended).toMatchObject({ code: 1, stderr: "" });
  });
});

describe("gzip", () => {
  test("on every way in", async () => {
    const bytes = zlib.gzipSync(lines(wrong, response(), wrong));
    const chunks = await of([bytes], "capture.gz");
    expect(chunks.findings).toHaveLength(2);
    const found: Finding[] = [];
    for await (const finding of validateStream([bytes], { name: "capture.gz", sessionRules: false }))
      found.push(finding);
    expect(found).toEqual(chunks.findings);
    const cwd = folderWith({ "capture.gz": bytes });
    const descriptor = openSync(join(cwd, "capture.gz"), "r");
    const redirected = spawnSync(process.execPath, [entry, "-f", "jsonl"], { stdio: [descriptor, "pipe", "inherit"] });
    closeSync(descriptor);
    const said = redirected.stdout.toString().trimEnd().split("\n");
    expect(said.map((line) => JSON.parse(line) as Finding)).toMatchObject([
      ...found.map(({ line, column, offset }) => ({ line, column, offset })),
      { kind: "summary", bytes: chunks.summary.bytes },
    ]);
  });

  test("members one after another, empty ones among them, are one text", async () => {
    const records = evening.toString().split(/(?<=\n)/);
    const halves = records.flatMap((line) => [line.slice(0, 20), "", line.slice(20)]);
    const members = Buffer.concat([...halves, ""].map((text) => zlib.gzipSync(text)));
    const plain = await of([evening]);
    expect(await of([members])).toEqual(plain);
    expect(await of(randomly(members, 3, 50))).toEqual(plain);
    expect(await of(randomly(members, 4, 1))).toEqual(plain);
  });

  test("a header with all that it may have is passed over", async () => {
    const body = zlib.gzipSync(evening);
    const head = Buffer.concat([
      Buffer.of(0x1f, 0x8b, 8, 0x1f, 1, 2, 3, 4, 0, 3),
      Buffer.of(0xff, 0xff),
      Buffer.alloc(0xffff, 0x1f),
      Buffer.from("evening.jsonl\0a comment\0"),
      Buffer.of(1, 2),
    ]);
    expect(await of([Buffer.concat([head, body.subarray(10)])])).toEqual(await of([evening]));
  });

  test("a bit that fell over anywhere is told, or changes nothing", async () => {
    const whole = zlib.gzipSync(lines(wrong, response({ output: [message("A table by the window.")] }), cleared()));
    const plain = await of([whole]);
    expect(plain.findings).toHaveLength(1);
    for (let at = 2; at < whole.length; at++) {
      const broken = Buffer.from(whole);
      broken[at] = (broken[at] ?? 0) ^ (1 << (at % 8));
      const outcome = await of([broken]);
      // time, extra flags and system
      if (at >= 4 && at < 10) expect(outcome).toEqual(plain);
      else if (outcome.problem === undefined) expect({ at, outcome }).toEqual({ at, outcome: plain });
      else expect(outcome.problem).toMatch(/^gzip data that (ends in the middle|is corrupt \([^\n]+\))$/);
    }
  });

  test("data that goes wrong late gives what came before", async () => {
    const good = zlib.deflateRawSync(evening, { finishFlush: zlib.constants.Z_SYNC_FLUSH });
    // the last block, of a kind that is none
    const broken = Buffer.concat([zlib.gzipSync("").subarray(0, 10), good, Buffer.of(7, 0, 0)]);
    const { findings, problem } = await of([broken]);
    expect(problem).toBe("gzip data that is corrupt (invalid block type)");
    expect(findings[0]).toMatchObject({ line: 1, rule: "enum-mismatch" });
  });

  test("a wrong sum is told after all findings", async () => {
    const broken = zlib.gzipSync(evening);
    broken[broken.length - 8] = (broken.at(-8) ?? 0) ^ 1;
    const { findings, problem } = await of([broken]);
    expect(problem).toBe("gzip data that is corrupt (wrong checksum)");
    expect(findings).toHaveLength(2);
  });

  test("in gzip is named", async () => {
    const { problem } = await of([zlib.gzipSync(zlib.gzipSync(evening))]);
    expect(problem).toMatch(/^gzip data inside of compressed data/);
  });

  test("that is broken makes the exit code 2, and the other inputs are still checked", () => {
    const cwd = folderWith({
      "a.jsonl.gz": zlib.gzipSync(evening).subarray(0, -4),
      "b.jsonl.gz": zlib.gzipSync(lines(response())),
    });
    const { code, stdout } = rtvalidate(["--no-session-rules", "."], { cwd });
    expect(code).toBe(2);
    expect(stdout).toMatch(/^a\.jsonl\.gz:1:\d+: error: /m);
    expect(stdout).toContain("a.jsonl.gz: gzip data that ends in the middle\n");
    expect(stdout).toContain("in 62 records of 2 files: 2 invalid, 60 valid; 1 input not fully read");
  });

  test("is left at once when nobody wants more findings", async () => {
    const pipe = new PassThrough();
    const compressor = zlib.createGzip();
    compressor.pipe(pipe);
    compressor.write(lines(wrong, wrong));
    compressor.flush(zlib.constants.Z_SYNC_FLUSH);
    const found: Finding[] = [];
    for await (const finding of validateStream(pipe, { sessionRules: false })) {
      found.push(finding);
      break;
    }
    expect(found).toHaveLength(1);
    expect(pipe.destroyed).toBe(true);
  });
});

describe("zstd", () => {
  const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x24, 0x0d, 0x69, 0, 0]);
  const skipped = Buffer.concat([Buffer.of(0x53, 0x2a, 0x4d, 0x18, 5, 0, 0, 0), Buffer.from("chef!")]);

  if (!zstdCompressSync) {
    test.each([
      ["a frame", frame],
      ["a frame to be skipped", skipped],
    ])("%s has one clear message where this Node cannot read it", async (_name, bytes) => {
      const { findings, problem } = await of([bytes]);
      expect(findings).toEqual([]);
      const { code, stdout } = rtvalidate(["--no-session-rules"], { input: bytes });
      expect({ code, stdout }).toEqual({ code: 2, stdout: expect.stringContaining(`: ${problem}\n`) });
      expect(problem).toBe(
        `zstd data, which Node ${process.versions.node} cannot read; use Node 22.15, 23.8 or newer, or decompress it first (zstd -dc FILE | rtvalidate)`,
      );
    });
    return;
  }

  test("frames one after another, and some to be skipped, are one text", async () => {
    const records = evening.toString().split(/(?<=\n)/);
    const frames = Buffer.concat([
      skipped,
      ...records.flatMap((text) => [zstdCompressSync(Buffer.from(text)), skipped]),
      zstdCompressSync(Buffer.of()),
      zstdCompressSync(Buffer.alloc(64 * 1024, "\n")),
      zstdCompressSync(Buffer.from(lines(wrong))),
    ]);
    const plain = await of([evening, Buffer.alloc(64 * 1024, "\n"), Buffer.from(lines(wrong))]);
    expect(plain.findings).toHaveLength(3);
    expect(await of([frames])).toEqual(plain);
    expect(await of(randomly(frames, 3, 50))).toEqual(plain);
  });

  test.each([
    ["a block of a kind that is none", Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, 1, 0xff, 0xff, 0xff])],
    ["a block that is nonsense", Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, 9, 0x25, 0, 0, 1, 2, 3, 4])],
  ])("%s is corrupt", async (_name, bytes) => {
    const { problem } = await of([zstdCompressSync(evening), bytes]);
    expect(problem).toMatch(/^zstd data that is corrupt \([^\n]+\)$/);
  });
});

test("brotli is told by its name, and what is none has one clear message", async () => {
  const { problem } = await of([evening], "evening.jsonl.br");
  expect(problem).toMatch(/^brotli data \(by its name\) that (is corrupt \([^\n]+\)|ends in the middle)$/);
});

test.each(["evening.jsonl.gz", "evening.jsonl.zst"])("text under the name %s is text", async (name) => {
  expect((await of([evening], name)).findings).toHaveLength(2);
});

test("a directory is searched for compressed captures, too", () => {
  const cwd = folderWith({
    "menu/a.jsonl.gz": zlib.gzipSync(evening),
    "menu/b.NDJSON.GZ": zlib.gzipSync(evening),
    "menu/c.json.br": zlib.brotliCompressSync(Buffer.from(JSON.stringify([response(), wrong], null, 2))),
    "menu/notes.txt.gz": zlib.gzipSync("not a capture"),
    "menu/d.gz": zlib.gzipSync("not a capture"),
  });
  const { code, stdout } = rtvalidate(["--no-session-rules", "menu"], { cwd });
  expect(code).toBe(1);
  expect(stdout).toContain("in 124 records of 3 files: 5 invalid, 119 valid");
});

describe("what grows enormous is never held", () => {
  const record = lines(response());
  const fill = (text: string, megabytes: number): Buffer => Buffer.alloc(megabytes * 1e6, text);

  /** The most memory that the program took, in MB. */
  function peakOf(args: readonly string[]): Promise<number> {
    const hook = join(projectFolder, "bench", "usage.cjs");
    const child = spawn(process.execPath, ["-r", hook, entry, ...args], {
      env: cleanEnv(),
      stdio: ["ignore", "ignore", "inherit", "pipe"],
    });
    let usage = "";
    (child.stdio[3] as NodeJS.ReadableStream).on("data", (text: Buffer) => (usage += text.toString()));
    return new Promise((resolve) => {
      child.on("close", () => resolve((JSON.parse(usage) as { maxRSS: number }).maxRSS / 1024));
    });
  }

  const { BROTLI_PARAM_QUALITY } = zlib.constants as unknown as Record<string, number>;
  const quick = { params: { [String(BROTLI_PARAM_QUALITY)]: 4 } };
  const bombs: [what: string, name: string, bomb: () => Buffer][] = [
    ["records in gzip", "bomb.jsonl.gz", () => zlib.gzipSync(fill(record, 200))],
    ["records in brotli", "bomb.jsonl.br", () => zlib.brotliCompressSync(fill(record, 200), quick)],
  ];
  if (zstdCompressSync) bombs.push(["records in zstd", "bomb.jsonl.zst", () => zstdCompressSync(fill(record, 200))]);

  test.each(bombs)(
    "200 MB of %s",
    async (_name, name, bomb) => {
      const bytes = bomb();
      expect(bytes.length).toBeLessThan(2e6);
      const cwd = folderWith({ [name]: bytes, "small.jsonl": Buffer.from(record) });
      const small = await peakOf([join(cwd, "small.jsonl")]);
      expect((await peakOf([join(cwd, name)])) - small).toBeLessThan(100);
    },
    60_000,
  );
});
