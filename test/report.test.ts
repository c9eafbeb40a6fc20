import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Finding, Problem, Snippet, Summary } from "../src/finding.ts";
import { reporters, type ReporterName } from "../src/report/index.ts";
import { colourful, plain } from "../src/report/paint.ts";
import type { ReporterKind, ReporterOptions } from "../src/report/reporter.ts";
import { width } from "../src/report/width.ts";
import { printable } from "../src/text.ts";

type Step =
  | { finding: Finding; snippet?: Snippet }
  | { problem: Problem }
  | { hidden: { file: string; count: number } };

interface Case {
  steps: Step[];
  summary: Summary;
}

const golden = join(import.meta.dirname, "golden", "report");

function summaryOf(counts: Partial<Summary>): Summary {
  return {
    files: 1,
    records: 14,
    valid: 14,
    invalid: 0,
    errors: 0,
    warnings: 0,
    notes: 0,
    unchecked: 0,
    proved: 14,
    bytes: 21_846,
    byRule: {},
    byEvent: {},
    ...counts,
  };
}

const misspeltStatus: Finding = {
  rule: "enum-mismatch",
  severity: "error",
  message:
    'at /response/status: got "complete", want one of "completed", "cancelled", "failed", "incomplete", "in_progress"',
  file: "capture.jsonl",
  line: 12,
  column: 79,
  offset: 18_204,
  pointer: "/response/status",
  event: "response.done",
  got: "complete",
  want: ["completed", "cancelled", "failed", "incomplete", "in_progress"],
  suggestion: "completed",
};

const statusSnippet: Snippet = {
  before: '…"object":"realtime.response","status":',
  at: '"complete"',
  after: ',"status_details":null,"output":[{"id":"item_9"…',
};

const missingId: Finding = {
  rule: "missing-field",
  severity: "error",
  message: 'at "": missing "event_id"',
  file: "sessions/tokyo.jsonl",
  line: 3,
  column: 1,
  offset: 402,
  pointer: "",
  event: "input_audio_buffer.speech_started",
  want: "event_id",
};

const truncated: Finding = {
  rule: "truncated-record",
  severity: "error",
  message: "the record stops in the middle of a string",
  file: "sessions/oslo.jsonl",
  line: 41,
  column: 118,
  offset: 90_112,
  pointer: "",
};

const unknownField: Finding = {
  rule: "unknown-field",
  severity: "warning",
  message: 'at /item/content/0/transcipt: unknown field "transcipt"',
  file: "sessions/tokyo.jsonl",
  line: 5,
  column: 121,
  offset: 1_733,
  pointer: "/item/content/0/transcipt",
  event: "conversation.item.added",
  got: "こんにちは",
  suggestion: "transcript",
};

const missingOnWire: Finding = {
  rule: "missing-wire-field",
  severity: "note",
  message: 'at /response: missing "status_details"',
  file: "sessions/tokyo.jsonl",
  line: 9,
  column: 60,
  offset: 4_001,
  pointer: "/response",
  event: "response.created",
  want: "status_details",
};

const hostileTexts = [
  "]]> ends a section",
  "100%0A::error::from a percent",
  "::error file=a.jsonl,line=1::from the data",
  "</script><script>alert(1)</script><!--",
  "\u001b[31mred\u001b[0m \u009b2J \u0007\u0000\u007f",
  "a lone \ud83d and a lone \ude00",
  "\u202eright to left\u202c, a\u2028line\u2029and\r\nmore\ttext\u200b\ufeff",
  "##[error]anywhere in a line, ###[error] too",
  "$& $1 `whoami` \\u001b \\ \" '",
  `audio ${"A".repeat(194)}`,
];

const hostileFiles = [
  "::error::x.jsonl",
  "##[error]x.jsonl",
  ":",
  " \u00ad::warning::x.jsonl",
  "a,b:c%2C\u001b[2J\n::error::x.jsonl",
  "sk-sessions/berlin.jsonl",
];

const hostileFindings: Step[] = hostileTexts.map((text, index) => ({
  finding: {
    rule: "not-allowed",
    severity: "error",
    message: `at ${printable(`/item/${text}`)}: got "${printable(text)}"`,
    file: hostileFiles[index % hostileFiles.length]!,
    line: index + 1,
    column: 29,
    offset: 300 * index,
    pointer: printable(`/item/${text}`),
    event: printable(`conversation.${text}`),
    got: { [text]: text },
    want: [text],
    suggestion: printable(text),
  },
  snippet: { before: '{"transcript":"', at: printable(text), after: '"}' },
}));

const messageFirst: Finding = {
  ...truncated,
  rule: "invalid-json",
  message: printable("::error::a message made of nothing but data"),
};

const itemFields = "id type object status role content call_id name arguments output phase error".split(" ");

const cases: Record<string, Case> = {
  clean: { steps: [], summary: summaryOf({}) },
  "clean-but-unchecked": { steps: [], summary: summaryOf({ valid: 11, unchecked: 3, files: 2 }) },
  "no-records": { steps: [], summary: summaryOf({ records: 0, valid: 0, proved: 0, bytes: 0 }) },
  "one-finding": {
    steps: [{ finding: misspeltStatus, snippet: statusSnippet }],
    summary: summaryOf({
      valid: 13,
      invalid: 1,
      errors: 1,
      proved: 13,
      byRule: { "enum-mismatch": 1 },
    }),
  },
  "many-files": {
    steps: [
      { finding: misspeltStatus, snippet: statusSnippet },
      {
        finding: { ...misspeltStatus, line: 13, offset: 19_377 },
        snippet: statusSnippet,
      },
      {
        finding: missingId,
        snippet: {
          before: "",
          at: "",
          after: '{"type":"input_audio_buffer.speech_started","item_id":"item_3"}',
        },
      },
      {
        finding: unknownField,
        snippet: {
          before: '…"content":[{"text":"もしもし ☎️ 👍🏽 e\u0301 🇯🇵",',
          at: '"transcipt"',
          after: ':"こんにちは"}],"role":"user"…',
        },
      },
      {
        finding: {
          ...unknownField,
          message: 'at /item/content/1/transcipt: unknown field "transcipt"',
          pointer: "/item/content/1/transcipt",
          line: 6,
          offset: 2_020,
        },
      },
      {
        finding: missingOnWire,
        snippet: {
          before: '…"response":',
          at: '{"object":"realtime.response","status":"in_progress"}',
          after: "}",
        },
      },
      { finding: truncated },
    ],
    summary: summaryOf({
      files: 3,
      records: 93,
      valid: 86,
      invalid: 4,
      errors: 4,
      warnings: 2,
      notes: 1,
      unchecked: 3,
      proved: 80,
      byRule: {
        "enum-mismatch": 2,
        "missing-field": 1,
        "unknown-field": 2,
        "missing-wire-field": 1,
        "truncated-record": 1,
      },
      byEvent: { "response.done": 2, "conversation.item.added": 2 },
    }),
  },
  "hostile-text": {
    steps: [
      ...hostileFindings,
      { finding: messageFirst, snippet: { before: "", at: "#", after: "#[error]not JSON" } },
      {
        finding: { ...messageFirst, line: 42 },
        snippet: { before: "##", at: "[error]", after: "[not JSON" },
      },
      {
        finding: {
          ...missingId,
          message: printable('at /session/client_secret/value: got "ek_68af296e8e408191a1120ab6383263c2"'),
          got: {
            "sk-proj-9f8e7d6c5b4a": "Bearer ek_68af296e8e408191a1120ab6383263c2",
            ["__proto__"]: [Number.POSITIVE_INFINITY, null],
          },
        },
      },
      { problem: { file: "::error::gone.jsonl", message: printable("no such file\n::error::x") } },
      { hidden: { file: "::error::x.jsonl", count: 2 } },
    ],
    summary: summaryOf({
      files: 6,
      records: 15,
      valid: 0,
      invalid: 15,
      errors: 15,
      proved: 0,
      byEvent: { [printable("::error::</script>")]: 1 },
    }),
  },
  "unreadable-input": {
    steps: [
      { problem: { file: "sessions/berlin.jsonl", message: "permission denied" } },
      {
        problem: {
          file: "sessions/lima.jsonl",
          message: "is a zip archive, not JSON Lines; unpack it first",
        },
      },
      { finding: misspeltStatus, snippet: statusSnippet },
      { problem: { file: "https://example.com/a,b.jsonl", message: "100% of it is missing" } },
    ],
    summary: summaryOf({ valid: 13, invalid: 1, errors: 1, proved: 13 }),
  },
  "nothing-readable": {
    steps: [{ problem: { file: "sessions/berlin.jsonl", message: "no such file" } }],
    summary: summaryOf({ files: 0, records: 0, valid: 0, proved: 0, bytes: 0 }),
  },
  "hidden-findings": {
    steps: [
      { finding: misspeltStatus, snippet: statusSnippet },
      { hidden: { file: "capture.jsonl", count: 37 } },
      { hidden: { file: "sessions/tokyo.jsonl", count: 1 } },
    ],
    summary: summaryOf({
      files: 2,
      records: 60,
      valid: 23,
      invalid: 37,
      errors: 37,
      warnings: 1,
      proved: 20,
    }),
  },
  "more-than-github-shows": {
    steps: [
      ...Array.from({ length: 7 }, (_, index): Step => ({
        problem: { file: `sessions/part-${index}.jsonl`, message: "permission denied" },
      })),
      ...Array.from({ length: 24 }, (_, index): Step => ({
        finding: {
          ...missingId,
          event: "response.done",
          severity: index % 2 === 0 ? "error" : "warning",
          line: index + 1,
          offset: 400 * index,
          message: `at /response/output/${index}: missing "${itemFields[index % itemFields.length]!}"`,
          want: itemFields[index % itemFields.length],
          pointer: `/response/output/${index}`,
        },
      })),
    ],
    summary: summaryOf({
      files: 1,
      records: 24,
      valid: 12,
      invalid: 12,
      errors: 12,
      warnings: 13,
      proved: 0,
    }),
  },
};

const steering =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/u;

const names = Object.keys(reporters) as ReporterName[];
const kinds = {} as Record<ReporterName, ReporterKind>;
beforeAll(async () => {
  for (const name of names) kinds[name] = await reporters[name]();
});
const matrix = Object.keys(cases).flatMap((title) =>
  names.map((name) => ({ title, name, file: `${title}.${name}.txt` })),
);

function run(name: ReporterName, { steps, summary }: Case, options: Partial<ReporterOptions> = {}): string {
  const reporter = kinds[name].create({ paint: plain, quiet: false, ...options });
  const texts = steps.map((step) => {
    if ("finding" in step) return reporter.finding(step.finding, step.snippet);
    if ("problem" in step) return reporter.problem(step.problem);
    return reporter.hidden(step.hidden.file, step.hidden.count);
  });
  return texts.join("") + reporter.finish(summary);
}

const findingsOf = ({ steps }: Case): Finding[] => steps.flatMap((step) => ("finding" in step ? [step.finding] : []));
const problemsOf = ({ steps }: Case): Problem[] => steps.flatMap((step) => ("problem" in step ? [step.problem] : []));

/** What a report in JSON gives back: JSON has no Infinity, and what looks like a key is masked. */
const asReported = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value)
      .replaceAll("ek_68af296e8e408191a1120ab6383263c2", "ek_***")
      .replaceAll("Bearer ek_***", "Bearer ***")
      .replaceAll("sk-proj-9f8e7d6c5b4a", "sk-***"),
  );

describe("golden files", () => {
  test.each(matrix)("$title as $name", ({ title, name, file }) => {
    const path = join(golden, file);
    const text = run(name, cases[title]!);
    if (process.env["UPDATE"] || (!existsSync(path) && !process.env["CI"])) {
      mkdirSync(golden, { recursive: true });
      writeFileSync(path, text);
    }
    expect(text).toBe(readFileSync(path, "utf8"));
  });

  test("each is in use", () => {
    expect(readdirSync(golden).toSorted()).toEqual(matrix.map(({ file }) => file).toSorted());
  });
});

describe.each(Object.entries(cases))("%s", (_title, given) => {
  test("json is one document that equals what was reported", () => {
    const { findings, problems, hidden = [], summary, ...rest } = JSON.parse(run("json", given));
    expect(findings).toEqual(asReported(findingsOf(given)));
    expect(problems).toEqual(problemsOf(given));
    expect(hidden).toEqual(given.steps.flatMap((step) => ("hidden" in step ? [step.hidden] : [])));
    expect(summary).toEqual(given.summary);
    expect(rest).toEqual({});
  });

  test("jsonl is one object a line, the summary last", () => {
    const text = run("jsonl", given);
    expect(text.endsWith("\n")).toBe(true);
    const lines = text
      .slice(0, -1)
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.at(-1)).toEqual({ kind: "summary", ...given.summary });
    const findings = lines.filter(({ kind }) => kind === "finding").map(({ kind: _kind, ...finding }) => finding);
    expect(findings).toEqual(asReported(findingsOf(given)));
  });

  test.each(names)("%s steers no terminal, web page or runner", (name) => {
    for (const line of run(name, given).split("\n")) {
      expect(line).not.toMatch(steering);
      expect(line).not.toContain("##[");
      if (name.startsWith("json")) expect(line).not.toContain("<");
      if (name === "github") expect(line).toMatch(/^$|^::(error|warning|notice) ?[^:]*::[^\r\n]*$/);
      else expect(line).not.toMatch(/^[^\w./\\-]*::/);
    }
  });

  test.each(names)("%s prints no key", (name) => {
    expect(run(name, given)).not.toMatch(/68af296e8e40|9f8e7d6c5b4a/);
  });

  test("colour changes nothing but colour", async () => {
    const coloured = run("pretty", given, { paint: await colourful(3) });
    expect(stripVTControlCharacters(coloured)).toBe(run("pretty", given));
  });
});

test("the carets of pretty stand under the text at fault, and one under the place of what is missing", () => {
  const reporter = kinds.pretty.create({ paint: plain, quiet: false });
  for (const at of [statusSnippet.at, ""]) {
    const [, , data, mark] = reporter
      .finding(misspeltStatus, { ...statusSnippet, at })
      .trim()
      .split("\n");
    const start = mark!.indexOf("^");
    expect(start).toBe(data!.indexOf(statusSnippet.before) + statusSnippet.before.length);
    expect(mark!.lastIndexOf("^") + 1 - start).toBe(Math.max(1, at.length));
  }
});

test("quiet leaves out the last line of pretty and compact, and nothing of the formats for programs", () => {
  const given = cases["unreadable-input"]!;
  const quiet = (name: ReporterName): string => run(name, given, { quiet: true });
  expect(run("compact", given)).toBe(`${quiet("compact")}${run("compact", given).split("\n").at(-2)}\n`);
  expect(run("pretty", given)).toBe(`${quiet("pretty")}\n${run("pretty", given).split("\n").at(-2)}\n`);
  for (const name of ["json", "jsonl", "github"] as const) expect(quiet(name)).toBe(run(name, given));
});

test("json writes findings as they come", () => {
  const reporter = kinds.json.create({ paint: plain, quiet: false });
  expect(reporter.finding(misspeltStatus, statusSnippet)).toContain("response.done");
  expect(reporter.finding(missingId, undefined)).toContain("speech_started");
});

test("level 0 paints nothing", async () => {
  expect((await colourful(0)).error("response.done")).toBe("response.done");
  expect((await colourful(1)).error("response.done")).not.toBe("response.done");
});

test.each([
  ["response.done", 13],
  ["こんにちは", 10],
  ["ﾊﾝｶｸ", 4],
  ["한국어", 6],
  ["안녕".normalize("NFD"), 4],
  ["cafe\u0301", 4],
  ["naïve — “…”", 11],
  ["👍🏽", 2],
  ["🇯🇵", 2],
  ["☎️", 2],
  ["☎", 1],
  ["𠮷", 2],
  ["", 0],
])("%j takes %i columns", (text, columns) => {
  expect(width(text)).toBe(columns);
});
