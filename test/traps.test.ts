/** What looks like a broken session and is none: captures in traps/, of which nothing is said. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { everyWay } from "./support/every-way.ts";

const folder = join(import.meta.dirname, "traps");

/** Captures that lack something, of which it may be said that they do. */
const partial = new Set([
  "begun-in-the-middle-of-a-response.jsonl",
  "cut-in-the-middle-of-a-response.jsonl",
  "cut-while-two-responses-run.jsonl",
  "no-append-and-audio-cut-to-33-bytes.jsonl",
  "only-ends-of-responses-and-their-transcripts.jsonl",
  "only-ends-of-responses-and-what-goes-in.jsonl",
  "only-items-and-what-goes-in.jsonl",
]);

test.each(readdirSync(folder))("%s", async (name) => {
  const { findings, summary } = await everyWay(readFileSync(join(folder, name)), { sessionRules: true });
  expect(findings.filter(({ severity }) => severity !== "note" || !partial.has(name))).toEqual([]);
  expect(summary).toMatchObject({ invalid: 0, unchecked: 0 });
});
