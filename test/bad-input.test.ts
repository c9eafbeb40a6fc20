import { checked, everyWay } from "./support/every-way.ts";
import { blocksOf } from "../src/frame/index.ts";
import { sourceOf } from "../src/input/open.ts";
import { found, told } from "./support/marked.ts";
import { cleared, done, lines, response } from "./support/records.ts";

const good = JSON.stringify(response());
const wrong = good.replace('"completed"', '▸"complete"');

describe("what is read as if it were not there", () => {
  test("a whole capture has no finding, the real program agreeing", async () => {
    const { findings, summary } = await everyWay(lines(response(), done(), cleared()), {
      binary: true,
    });
    expect(findings).toEqual([]);
    expect(summary).toMatchObject({ records: 3, valid: 3, invalid: 0 });
  });

  test("blank lines, lines of white space among them", async () => {
    expect(await found(`\n  \n${good}\n\t\n\n${wrong}\n\n`)).toEqual(["enum-mismatch /status"]);
  });

  test("white space around a record counts for the column", async () => {
    expect(await found(`  \t${wrong}  \n`)).toEqual(["enum-mismatch /status"]);
  });

  test.each(["", "\n", "\n\n \n", "\ufeff", "\ufeff\n"])("an input without a record: %j", async (capture) => {
    const { summary } = await everyWay(capture, { binary: true });
    expect(summary.records).toBe(0);
  });

  test("a byte order mark is no part of the first record's column", async () => {
    const { findings } = await everyWay(`\ufeff{"object":"realtime.response","status":"done"}\n`);
    expect(findings).toMatchObject([{ line: 1, column: 40, offset: 3 }]);
  });
});

describe("bytes of another kind under the name of a capture have one clear message", () => {
  const text = lines(response());
  const swapped = Buffer.from(text, "utf16le").swap16();
  test.each([
    ["UTF-16, little-endian", Buffer.from(`\ufeff${text}`, "utf16le"), /UTF-16/],
    ["UTF-16, big-endian", Buffer.concat([Buffer.from([0xfe, 0xff]), swapped]), /UTF-16/],
    ["UTF-16 without a mark, little-endian", Buffer.from(text, "utf16le"), /UTF-16 .*utf-16le/],
    ["UTF-16 without a mark, big-endian", swapped, /UTF-16 .*utf-16be/],
    ["UTF-32 without a mark", Buffer.from(Array.from(text).join("\0\0\0"), "latin1"), /UTF-32 .*utf-32le/],
    ["WAV", Buffer.from("RIFF\u0024\u0008\0\0WAVEfmt ", "latin1"), /WAV/],
    ["zip", Buffer.from("PK\u0003\u0004\u0014\0\0\0\b\0capture.jsonl", "latin1"), /zip/],
  ])("%s", async (_name, bytes, message) => {
    const { problem, findings } = await everyWay(bytes, { binary: true });
    expect(problem).toMatch(message);
    expect(problem).not.toContain("\n");
    expect(findings).toEqual([]);
  });
});

describe("a record over the limit", () => {
  const long = JSON.stringify(response({ id: "resp_".padEnd(3000, "x") }));

  test("has a finding, and reading goes on at the next line", async () => {
    const text = `${good}\n▸${long}\n${wrong}\n`;
    expect(await told(text, { maxRecord: 2000, binary: true })).toEqual([
      expect.stringMatching(/^out-of-range: .*--max-record/),
      expect.stringContaining("enum-mismatch"),
    ]);
  });

  test("as the last line", async () => {
    expect(await found(`${good}\n▸${long}`, { maxRecord: 2000 })).toEqual(["out-of-range"]);
  });

  test("of just as many bytes is looked into", async () => {
    expect(await found(`${good}\n${wrong}\n${good}`, { maxRecord: good.length })).toEqual(["enum-mismatch /status"]);
  });

  test("is one by its line, white space included", async () => {
    const space = " ".repeat(900);
    const text = `▸${good}${space}\n▸${space}\n${wrong}\n`;
    expect(await found(text, { maxRecord: good.length })).toEqual([
      "out-of-range",
      "out-of-range",
      "enum-mismatch /status",
    ]);
  });

  test("in an array over lines", async () => {
    const text = `[\n${good},\n▸${long},\n${wrong}\n]\n`;
    expect(await found(text, { maxRecord: 2000, name: "bookings.json" })).toEqual([
      "out-of-range",
      "enum-mismatch /status",
    ]);
  });

  function* endless(bytes: number, start: string, end: string): Generator<string> {
    const piece = "never-ending hold music, ".repeat(40_000);
    yield start;
    for (let sent = 0; sent < bytes; sent += piece.length) yield piece;
    yield end;
  }

  test.each([
    ["a line", "capture.jsonl", 150, `{"id":"`, `"}\n${good}\n`],
    ["an array's element", "capture.json", 50, `[\n{"id":"`, `"},\n${good}\n]\n`],
  ])("never fills the memory: %s", async (_name, name, megabytes, start, end) => {
    const capture = (): Generator<string> => endless(megabytes * 1e6, start, end);
    let most = 0;
    for await (const block of blocksOf(sourceOf(capture(), name), 1e6))
      most = Math.max(most, block.bytes.buffer.byteLength);
    expect(most).toBeLessThan(8e6);
    const { findings, summary } = await checked(sourceOf(capture(), name), { maxRecord: 1e6 });
    expect(findings).toMatchObject([{ rule: "out-of-range", pointer: "" }]);
    expect(summary).toMatchObject({ records: 2, valid: 1, invalid: 1 });
  });
});

describe("nesting", () => {
  /** An object in which `levels` brackets are open at once. */
  const nested = (levels: number): string =>
    `{"courses":${"[".repeat(levels - 1)}▸${"]".repeat(levels - 1)},"object":"realtime.response"}`;

  test("of 512 levels is looked into", async () => {
    const text = nested(512).replace("▸", "").replace('"courses"', '▸"courses"');
    expect(await found(`${text}\n`)).toEqual(["unknown-field /courses"]);
  });

  test("of more has a finding at the bracket too many", async () => {
    const text = nested(513).replace("[▸", "▸[");
    expect(await found(`${text}\n${good}\n${wrong}`)).toEqual(["out-of-range", "enum-mismatch /status"]);
  });

  test.each([100_000, 1_000_000])("of %d levels overflows nothing", async (levels) => {
    const capture = nested(levels).replace("▸", "");
    const { findings } = await checked(sourceOf([capture, "\n"], "capture.jsonl"), {});
    expect(findings).toMatchObject([{ rule: "out-of-range", column: 523 }]);
  });

  test("that never closes overflows nothing", async () => {
    const { findings } = await checked(sourceOf([`{"a":${"[".repeat(200_000)}`], "capture.jsonl"), {});
    expect(findings).toHaveLength(1);
  });

  test("in a payload that is a string overflows nothing", async () => {
    const text = { data: nested(100_000).replace("▸", "") };
    const { findings } = await checked(sourceOf([lines(text)], "capture.jsonl"), {});
    expect(findings).toMatchObject([{ rule: "out-of-range" }]);
  });
});

describe("values that other readers stumble over", () => {
  test("a NUL byte is a fault of its line only", async () => {
    expect(await told(`▸\0\n{"object":▸\0}\n${wrong}`)).toEqual([
      "invalid-json: a NUL byte",
      "invalid-json: a NUL byte",
      expect.stringContaining("enum-mismatch"),
    ]);
  });

  test("a lone surrogate is accepted, and printed escaped", async () => {
    expect(await found('{"object":"realtime.response","id":"\\ud83c"}')).toEqual([]);
    const [words] = await told('{"object":"realtime.response","status":▸"\\ud83c"}');
    expect(words).toMatch(/^enum-mismatch: at \/status: got "\\ud83c", want /);
  });

  test("a number that no double holds is out of range", async () => {
    const text =
      '{"object":"realtime.response","usage":{"total_tokens":▸1e999,"input_tokens":▸-1e999},"max_output_tokens":▸1e400}';
    expect(await told(text)).toEqual([
      "out-of-range: at /usage/total_tokens: got Infinity, want a number that a double can hold",
      "out-of-range: at /usage/input_tokens: got -Infinity, want a number that a double can hold",
      "out-of-range: at /max_output_tokens: got Infinity, want a number that a double can hold",
    ]);
  });

  test("an integer past 2^53 is an integer", async () => {
    const text = '{"object":"realtime.response","usage":{"total_tokens":9007199254740993,"input_tokens":1e20}}';
    expect(await found(text)).toEqual([]);
  });

  test.each(["__proto__", "constructor", "toString", "hasOwnProperty", "prototype", "valueOf"])(
    "%s is a field as any other, and changes nothing",
    async (name) => {
      const text =
        `{"object":"realtime.response",▸"${name}":{"status":"seated"},"metadata":{"${name}":"window"},` +
        `"usage":{▸"${name}":1},"output":[{"type":"function_call","name":"book","arguments":"{}",▸"${name}":null}]}`;
      const pointers = ["", "/usage", "/output/0"].map((place) => `unknown-field ${place}/${name}`);
      expect(await found(text)).toEqual(pointers);
      expect(await found(`{"type":▸"${name}"}`)).toEqual(["unknown-event-type /type"]);
      expect(({} as Record<string, unknown>)["status"]).toBeUndefined();
    },
  );
});
