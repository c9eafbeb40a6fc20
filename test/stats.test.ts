/** `--stats`: what an input shows of the events there are. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Stats, Summary } from "../src/finding.ts";
import { rtvalidate } from "./support/cli.ts";

const scratch = mkdtempSync(join(tmpdir(), "rtvalidate-stats-"));
afterAll(() => rmSync(scratch, { recursive: true }));

function written(name: string, ...records: unknown[]): string {
  const path = join(scratch, name);
  writeFileSync(
    path,
    records.map((record) => `${typeof record === "string" ? record : JSON.stringify(record)}\n`).join(""),
  );
  return path;
}

function statsOf(...args: string[]): Stats {
  const { stdout } = rtvalidate(["--no-session-rules", "--stats", "-f", "json", ...args]);
  const { summary } = JSON.parse(stdout) as { summary: Summary };
  expect(summary.stats).toBeDefined();
  return summary.stats!;
}

const delta = {
  type: "response.output_text.delta",
  event_id: "event_1",
  response_id: "resp_1",
  item_id: "item_1",
  output_index: 0,
  content_index: 0,
  delta: "hi",
};

it("counts records by event, valid and invalid, and what is no event", () => {
  const { delta: _left, ...broken } = delta;
  const path = written(
    "counts.jsonl",
    delta,
    broken,
    { at: 1, event: delta },
    "{oops",
    { type: "made.up" },
    { a: 1 },
    {
      event: "media",
      streamSid: "MZ1",
      media: { payload: "aGk=" },
    },
  );
  const { events, others } = statsOf(path);
  expect(events).toEqual({
    "response.output_text.delta": {
      records: 3,
      valid: 2,
      invalid: 1,
      unseenFields: ["/obfuscation"],
      unseenValues: {},
    },
  });
  expect(others).toEqual({ unreadable: 1, "unknown-event-type": 1, "unrecognized-record": 1, foreign: 1 });
});

it("lists fields and values that no record has, the children of an absent field not", () => {
  const path = written("rates.jsonl", {
    type: "rate_limits.updated",
    event_id: "event_1",
    rate_limits: [{ name: "requests", limit: 1, remaining: 1, reset_seconds: 0.5 }],
  });
  const { "rate_limits.updated": row } = statsOf(path).events;
  expect(row?.unseenFields).toEqual([]);
  expect(row?.unseenValues).toEqual({ "/rate_limits/*/name": ["tokens"] });
  const bare = written("bare.jsonl", { object: "realtime.response", id: "resp_1", status: "completed" });
  const { events, unseenEvents } = statsOf(bare);
  expect(events["realtime.response"]?.unseenFields).toContain("/usage");
  expect(events["realtime.response"]?.unseenFields).not.toContain("/usage/total_tokens");
  expect(events["realtime.response"]?.unseenValues["/status"]).toEqual([
    "cancelled",
    "failed",
    "incomplete",
    "in_progress",
  ]);
  expect(unseenEvents).toEqual([]);
});

it("lists the events of the API that the input speaks and that never came", () => {
  const { unseenEvents } = statsOf(written("one.jsonl", delta));
  expect(unseenEvents).toContain("response.done");
  expect(unseenEvents).not.toContain("response.output_text.delta");
  expect(unseenEvents).not.toContain("response.text.delta");
});

it("goes through a schema of the user's own, recursive and in two files", () => {
  writeFileSync(
    join(scratch, "node.json"),
    JSON.stringify({
      $defs: { kind: { enum: ["leaf", "tree"] } },
      type: "object",
      properties: { kind: { $ref: "#/$defs/kind" }, next: { $ref: "node.json" }, never: true },
    }),
  );
  const schema = join(scratch, "own.json");
  writeFileSync(schema, JSON.stringify({ oneOf: [{ $ref: "node.json" }, { type: "null" }] }));
  const path = written("own.jsonl", { kind: "tree", next: { kind: "leaf", never: 1 } });
  const { events } = statsOf("-s", schema, path);
  expect(events[""]).toMatchObject({ records: 1, valid: 1 });
  expect(events[""]?.unseenFields).toEqual(["/next/next", "/never"]);
  expect(events[""]?.unseenValues).toEqual({ "/kind": ["leaf"], "/next/kind": ["tree"] });
});

it("prints a table for eyes, the totals under it", () => {
  const path = written("eyes.jsonl", delta, delta);
  const { stdout, code } = rtvalidate(["--no-session-rules", "--stats", "-f", "pretty", path]);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^event +records +valid +invalid\nresponse\.output_text\.delta +2 +2 +0\n\nsessions\n[^]*\n\nnever seen\n/,
  );
  expect(stdout).toMatch(
    /\nsessions\n  \S+:1\n    events: 2 of the server, 0 of the client\n    turns: 0, 0 responses\n\n/,
  );
  expect(stdout).toMatch(/\n  events: conversation\.created, [^]*\n\n2 records valid in 1 file\n$/);
  for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  expect(rtvalidate(["--no-session-rules", "-q", "--stats", "-f", "compact", path]).stdout).toMatch(
    /^event [^]*session\.updated\n$/,
  );
});

it("keeps names and values of the data out of the table", () => {
  const path = written("hostile.jsonl", { ...delta, "\u001b[31m<b>": 1 }, { type: "\u001b]0;x\u0007" });
  const { stdout } = rtvalidate(["--no-session-rules", "--stats", "-q", "-f", "compact", path]);
  expect(stdout.slice(stdout.indexOf("event  "))).not.toMatch(/31m|\u001b/);
});
