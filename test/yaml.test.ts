/** Recordings in YAML: the same findings as of the same records in JSON lines, at the places of the YAML. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Finding } from "../src/finding.ts";
import { projectFolder, rtvalidate } from "./support/cli.ts";

interface Report {
  findings: Finding[];
  code: number | null;
  stderr: string;
  records: number;
}

function check(input: string | Uint8Array, name: string, ...args: string[]): Report {
  const { stdout, code } = rtvalidate(["-f", "json", "--no-session-rules", "--stdin-name", name, ...args], { input });
  const { findings, summary, problems } = JSON.parse(stdout);
  return {
    findings,
    code,
    stderr: problems.map(({ message }: { message: string }) => message).join(),
    records: summary.records,
  };
}

const bare = ({ rule, severity, message, pointer, event }: Finding): unknown => ({
  rule,
  severity,
  message,
  pointer,
  event,
});

const examples = readdirSync(join(projectFolder, "examples", "rules")).map((name) =>
  readFileSync(join(projectFolder, "examples", "rules", name), "utf8"),
);
/** Every record of the rules' pages, good and bad. */
const records = examples
  .flatMap((page) => [...page.matchAll(/^```jsonl?[^\n]*\n([^]*?)^```/gm)].flatMap(([, text = ""]) => text.split("\n")))
  .flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line);
      return typeof value === "object" && value !== null ? [value] : [];
    } catch {
      return [];
    }
  });

const jsonl = records.map((record) => `${JSON.stringify(record)}\n`).join("");
const wanted = check(jsonl, "a.jsonl").findings.map(bare);

it("has records to compare by", () => {
  expect(records.length).toBeGreaterThan(20);
  expect(wanted.length).toBeGreaterThan(10);
});

it.each([
  ["a list", stringify(records)],
  ["a cassette", stringify({ version: 1, interactions: records })],
  ["a cassette without its version", stringify({ interactions: records })],
  ["documents", records.map((record) => `---\n${stringify(record)}`).join("")],
  ["flow style", `---\n${JSON.stringify(records, null, 1)}`],
  ["lines that end with CRLF", stringify(records).replaceAll("\n", "\r\n")],
  ["no line feed at the end", stringify(records).trimEnd()],
])("%s gives what JSON lines give", (_what, text) => {
  expect(check(text, "a.yaml").findings.map(bare)).toEqual(wanted);
});

const cassette = `# recorded
version: 1
interactions:
- kind: message
  direction: received
  at: 0.25
  data:
    type: response.output_text.delta
    event_id: event_1
    response_id: resp_1
    item_id: item_1
    output_index: '0'
    content_index: 0
    delta: 1e5
    "éxtra": 1
- kind: message
  direction: sent
  data: {type: response.output_text.done}
- kind: close
  code: 1000
  reason: ''
  ok: true
`;

it("tells the line, the column and the record's offset in the YAML", () => {
  const places = (text: string): unknown[] =>
    check(text, "a.yml").findings.map(({ rule, line, column, offset, pointer }) => [
      rule,
      line,
      column,
      offset,
      pointer,
    ]);
  const first = cassette.indexOf("kind");
  const second = Buffer.byteLength(cassette.slice(0, cassette.indexOf("kind", first + 1)));
  const third = Buffer.byteLength(cassette.slice(0, cassette.lastIndexOf("kind")));
  expect(places(cassette)).toEqual([
    ["wrong-type", 12, 19, first, "/data/output_index"],
    ["unknown-field", 15, 5, first, "/data/éxtra"],
    ...Array.from({ length: 6 }, () => ["missing-field", 18, 9, second, "/data"]),
    ["wrong-direction", 18, 16, second, "/data/type"],
    ["foreign-record", 19, 3, third, ""],
  ]);
  expect(places(`\ufeff${cassette}`)).toEqual(
    places(cassette).map((place) => (place as number[]).map((value, at) => (at === 3 ? value + 3 : value))),
  );
});

it("is known by its first line where it comes through a pipe", () => {
  const { findings } = check(cassette.replace("# recorded\n", ""), "<stdin>");
  expect(findings[0]).toMatchObject({ rule: "wrong-type", line: 11 });
});

it("reads plain words as the recorder wrote them", () => {
  const word = (text: string): unknown[] =>
    check(
      `- {type: response.output_text.delta, event_id: e, response_id: r, item_id: i, output_index: 0, content_index: 0, delta: ${text}}`,
      "a.yaml",
    ).findings.map(({ rule, got }) => [rule, got]);
  for (const text of [
    "1e5",
    "0o17",
    "0x1F",
    "2026-11-22",
    "12:30:00",
    "inf",
    "nan",
    "''",
    "'12'",
    '"null"',
    "1_000",
    "=",
    "<<",
  ]) {
    expect([text, word(text)]).toEqual([text, []]);
  }
  expect(word("12")).toEqual([["wrong-type", "number"]]);
  expect(word("1.5e+3")).toEqual([["wrong-type", "number"]]);
  expect(word("true")).toEqual([["wrong-type", "boolean"]]);
  expect(word("~")).toHaveLength(1);
});

it("follows aliases, but not without end", () => {
  const shared = "- &a {type: response.cancel, event_id: e}\n- *a\n";
  expect(check(shared, "a.yaml")).toMatchObject({ findings: [], records: 2, code: 0 });
  const levels = Array.from({ length: 12 }, (_none, at) => `k${at + 1}: &a${at + 1} [${`*a${at},`.repeat(10)}]`);
  const bomb = `k0: &a0 [1,2,3,4,5,6,7,8,9,0]\n${levels.join("\n")}\n`;
  expect(check(bomb, "a.yaml")).toMatchObject({ code: 2, stderr: "YAML whose aliases make too much of it" });
  expect(check("- &a [*a]\n", "a.yaml")).toMatchObject({ code: 2, stderr: "YAML nested more than 1000 deep" });
  expect(check("- *nothing\n", "a.yaml")).toMatchObject({ code: 2, stderr: "YAML with an alias of nothing, *nothing" });
});

it.each([
  ["a tab for an indent", "a:\n\t- b: 1\n", /^no YAML: .* at line 2, column \d+$/],
  ["a key twice", "- {a: 1, a: 2}\n", /^no YAML: Map keys must be unique at line 1, column \d+$/],
  ["a key that is a list", "- ? [a]\n  : 1\n", /^YAML with a key that is no text$/],
  ["bytes that are no UTF-8", Buffer.from([0x2d, 0x20, 0xff, 0x0a]), /^YAML that is not UTF-8$/],
  ["deep nesting", "[".repeat(100_000), /^no YAML/],
  ["nothing", "# nothing\n", /^no record in this input/],
])("%s is said and is trouble", (_what, text, message) => {
  const { code, stderr } = check(text, "a.yaml");
  expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
});

it("is held as a whole, and so no longer than a record may be", () => {
  expect(check(cassette, "a.yaml", "--max-record", "100")).toMatchObject({
    code: 2,
    stderr: "YAML of more than 100 bytes (--max-record)",
  });
});

it("hands records on as JSON lines", () => {
  const { stdout } = rtvalidate(["--passthrough", "all", "-q", "--stdin-name", "a.yaml"], {
    input: "- {type: response.cancel}\n- [1]\n",
  });
  expect(stdout).toBe('{"type":"response.cancel"}\n[1]\n');
});
