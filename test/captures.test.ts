/** Genuine sessions, where somebody has put them beside the project. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { everyWay } from "./support/every-way.ts";

const folder = join(import.meta.dirname, "..", "..", "shared", "captures");
const captures = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".jsonl")) : [];
const genuine = captures.filter((name) => name.startsWith("ga-"));

const describeWhere = genuine.length > 0 ? describe : describe.skip;

describeWhere("genuine sessions", () => {
  test.each(genuine.length > 0 ? genuine : ["none here"])("nothing is found in %s", async (name) => {
    const capture = readFileSync(join(folder, name));
    const { findings, summary } = await everyWay(capture, { name, sessionRules: true });
    expect(findings).toEqual([]);
    expect(summary.records).toBe(capture.toString().trimEnd().split("\n").length);
  });

  test.each(captures.filter((name) => name.startsWith("beta-")))("%s has no error as beta", async (name) => {
    const { summary } = await everyWay(readFileSync(join(folder, name)), { name, api: "beta", sessionRules: true });
    expect(summary.errors).toBe(0);
  });

  test.each(captures.filter((name) => name.startsWith("dialect-")))(
    "%s is named, and told in few findings",
    async (name) => {
      const { findings } = await everyWay(readFileSync(join(folder, name)), { name, sessionRules: true });
      expect(findings[0]?.rule).toBe("dialect");
      expect(findings.length).toBeLessThanOrEqual(12);
    },
  );

  test("nothing is found in the responses, judged as responses", async () => {
    const capture = readFileSync(join(folder, "ga-responses.jsonl"));
    const { findings, summary } = await everyWay(capture, { schema: "response" });
    expect(findings).toEqual([]);
    expect(summary.valid).toBe(summary.records);
  });
});
