/** A record is invalid if it has an error, whatever was found in it and wherever it was found. */
import { rtvalidate } from "./support/cli.ts";
import { everyWay } from "./support/every-way.ts";
import { lines, response } from "./support/records.ts";

const off = { "truncated-record": "off", "invalid-json": "off" } as const;
const half = '{"object":"realtime.response","status":';

test.each([
  ["a record that stops in the middle", half],
  ["the same with a line feed", `${half}\n`],
  ["one that is not the last", `${half}\n${lines(response())}`],
])("%s is valid where nothing of it is an error", async (_what, text) => {
  const { findings, summary } = await everyWay(text, { rules: off });
  expect(findings).toEqual([]);
  expect(summary).toMatchObject({ invalid: 0, valid: summary.records });
});

test.each(["valid", "invalid"])("--passthrough %s goes by the same", (kind) => {
  const levels = Object.entries(off).flatMap(([rule, level]) => ["-r", `${rule}=${level}`]);
  for (const name of ["evening.jsonl", "evening.json"]) {
    const input = name.endsWith("l") ? `${half}\n` : half;
    const { stdout } = rtvalidate([...levels, "--passthrough", kind, "--stdin-name", name], { input });
    expect(stdout).toBe(kind === "valid" ? `${half}\n` : "");
  }
});
