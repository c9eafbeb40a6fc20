/** What holds of every capture: random documents, cut and laid out in every way. */
import type { Finding } from "../src/finding.ts";
import { sourceOf } from "../src/input/open.ts";
import { checked, everyWay } from "./support/every-way.ts";
import { mulberry32, pick, type Random, responses } from "./support/generate.mjs";
import { cleared } from "./support/records.ts";
import { sample } from "./support/mutate.mjs";

const faulty = [...sample({ seed: 421, count: 160 })].map(({ record }) => record);
const clean = [...responses({ seed: 422, count: 40 })];

/** A few records, most with one fault. */
function someRecords(random: Random, most = 4): unknown[] {
  const count = 1 + Math.floor(random() * most);
  return Array.from({ length: count }, () => pick(random, random() < 0.7 ? faulty : clean));
}

const layouts: [string, string, (records: unknown[]) => string][] = [
  ["JSON lines", "orders.jsonl", (records) => records.map((record) => `${JSON.stringify(record)}\n`).join("")],
  ["an array on a line", "orders.json", (records) => JSON.stringify(records)],
  ["a pretty array", "orders.json", (records) => JSON.stringify(records, null, 2)],
  ["an array with tabs", "<stdin>", (records) => JSON.stringify(records, null, "\t")],
  [
    "one record a line in brackets",
    "orders.json",
    (records) => `[\n${records.map((r) => JSON.stringify(r)).join(",\n")}\n]\n`,
  ],
  ["pretty texts", "orders.json", (records) => records.map((record) => JSON.stringify(record, null, 1)).join("\n")],
];

const inWords = ({ rule, severity, message, pointer, event, got, want, suggestion }: Finding): unknown =>
  JSON.parse(JSON.stringify({ rule, severity, message, pointer, event, got, want, suggestion }));

async function alone(record: unknown): Promise<unknown[]> {
  const { findings } = await checked(sourceOf([JSON.stringify(record)], "alone.jsonl"), {});
  return findings.map(inWords);
}

/** The value at `pointer`, which may lead into texts; undefined where there is none. */
function valueAt(record: unknown, pointer: string): unknown {
  let value = record;
  for (const step of pointer.split("/").slice(1)) {
    if (typeof value === "string") value = JSON.parse(value);
    value = (value as Record<string, unknown>)[step.replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  return value;
}

const squeezed = (text: string): string => text.replaceAll(/\s/g, "");

/** Whether the text at the place of a finding is its key or its value. */
function pointsAt(text: string, finding: Finding, record: unknown): boolean {
  const line = text.split("\n")[finding.line - 1] ?? "";
  const rest = [line.slice(finding.column - 1), ...text.split("\n").slice(finding.line)].join("\n");
  const key = finding.pointer.split("/").at(-1)!.replaceAll("~1", "/").replaceAll("~0", "~");
  const isKey = finding.rule === "unknown-field" || (finding.rule === "missing-field" && finding.got !== undefined);
  const want = isKey ? JSON.stringify(finding.rule === "missing-field" ? finding.got : key) : undefined;
  const value = JSON.stringify(valueAt(record, finding.pointer));
  return (
    squeezed(rest).startsWith(squeezed(want ?? value)) ||
    (finding.rule === "out-of-range" && rest.startsWith(JSON.stringify(key)))
  );
}

describe.each(layouts)("%s", (_name, name, layOut) => {
  test("has the findings of each record alone", async () => {
    const random = mulberry32(91);
    for (let round = 0; round < 6; round++) {
      const records = someRecords(random);
      const { findings, summary } = await everyWay(layOut(records), { name, seed: round });
      const expected = await Promise.all(records.map(alone));
      expect(findings.map(inWords)).toEqual(expected.flat());
      expect(summary.records).toBe(records.length);
    }
  });

  test("each finding stands at the text of its value or key", async () => {
    const random = mulberry32(92);
    for (let round = 0; round < 40; round++) {
      const record = pick(random, faulty);
      const text = layOut([pick(random, clean), record]);
      const { findings } = await checked(sourceOf([text], name), {});
      const astray = findings.filter((finding) => !pointsAt(text, finding, record));
      expect(astray).toEqual([]);
    }
  });

  test("cut off at any byte, it has one finding, and no record before the cut is lost", async () => {
    const record = { object: "realtime.response", status: "failed", id: "räksmörgås 🍜" };
    const text = Buffer.from(layOut([record, pick(mulberry32(93), clean), cleared()]));
    /** What was found where it should not be, each with the first end of text that had it. */
    const amiss = new Map<string, string>();
    for (let end = 1; end < text.length; end++) {
      const { findings, summary } = await checked(sourceOf([text.subarray(0, end)], name), {});
      const rules = findings.map(({ rule }) => rule).join(" and ");
      const fits = boundary(text, end) ? rules === "" : /^(truncated-record|invalid-utf8)$/.test(rules);
      const counted = summary.valid + summary.invalid + summary.unchecked;
      if ((!fits || summary.records !== counted) && !amiss.has(rules)) {
        amiss.set(rules, text.subarray(0, end).toString().slice(-24));
      }
    }
    expect([...amiss]).toEqual([]);
  });
});

/** Whether a capture may end here: between records that no array holds. */
function boundary(text: Buffer, end: number): boolean {
  const before = text.subarray(0, end).toString().trim();
  if (before.startsWith("[")) return isJson(before);
  return before === "" || before.split(/\n(?=\{)/).every((piece) => isJson(piece));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test("text may be cut between the halves of a character", async () => {
  const text = '{"object":"realtime.response","status":"🍜"}\n';
  const { findings } = await checked(sourceOf(text.split(""), "orders.jsonl"), {});
  expect(findings).toMatchObject([{ got: "🍜" }]);
});
