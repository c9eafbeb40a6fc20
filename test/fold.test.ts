/** Equal findings of a file, as one for eyes, and all of them for programs. */
import { rtvalidate } from "./support/cli.ts";
import { cleared, done, lines } from "./support/records.ts";

const parts = (statuses: readonly string[]): unknown =>
  done({
    output: statuses.map((status, index) => ({
      id: `item_${index}`,
      type: "message",
      role: "user",
      status,
      content: [],
    })),
  });
const bad = parts(["done", "done", "completed", "done"]);
const capture = lines(cleared(), bad, bad, parts(["finished"]), { ...cleared(), seats: 2 });

test("pretty shows the first of each kind, with a count and the line of the last", () => {
  const { stdout } = rtvalidate(["--no-session-rules", "-f", "pretty", "--color", "never"], { input: capture });
  const heads = stdout.split("\n").filter((line) => /^(<stdin>|  and )/.test(line));
  expect(heads.map((line) => line.replace(/:\d+:\d+: /, " "))).toEqual([
    "<stdin> error: enum-mismatch in response.done",
    "  and 5 more like it, the last at line 3",
    "<stdin> error: enum-mismatch in response.done",
    "<stdin> warning: unknown-field in input_audio_buffer.cleared",
  ]);
  expect(stdout).toContain("8 findings (7 errors, 1 warning) in 5 records");
});

test.each(["compact", "jsonl"])("%s keeps all", (format) => {
  const { stdout } = rtvalidate(["--no-session-rules", "-f", format, "-q"], { input: capture });
  expect(stdout.match(/enum-mismatch"?[,\]]/g)).toHaveLength(7);
});

test("a limit is of what is printed, and tells what is not", () => {
  const { stdout } = rtvalidate(["--no-session-rules", "-f", "pretty", "--max-findings", "1", "-q"], {
    input: capture,
  });
  expect(stdout).toContain("and 5 more like it, the last at line 3");
  expect(stdout).toContain("<stdin>: and 2 more findings, not printed (--max-findings)");
});
