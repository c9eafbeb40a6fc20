import { found, outcomeOf, told } from "./support/marked.ts";
import { cleared, done, message, response } from "./support/records.ts";

const good = JSON.stringify(response());
const wrong = good.replace('"completed"', '▸"complete"');
const pretty = (value: unknown): string => JSON.stringify(value, null, 2);
const indented = (value: unknown): string => pretty(value).replaceAll("\n", "\n  ");
const prettyGood = pretty(response());
const prettyWrong = prettyGood.replace('"completed"', '▸"complete"');
const status = "enum-mismatch /status";
const asJson = { name: "bookings.json" };

describe(".json", () => {
  test.each([
    ["one record on a line", wrong],
    ["one record over lines", `${prettyWrong}\n`],
    ["one record over lines, indented", `\n\n   ${prettyWrong.replaceAll("\n", "\n   ")}\n`],
    ["an array on a line", `[${wrong},${good},${good}]`],
    ["an array, one record a line", `[\n${good},\n${wrong},\n${good}\n]\n`],
    ["an array, commas first", `[\n${good}\n,${wrong}\n,${good}\n]\n`],
    [
      "a pretty array",
      `[\n  ${indented(response())},\n  ${indented(response()).replace('"completed"', '▸"complete"')}\n]\n`,
    ],
    ["texts one after another", `${prettyGood}\n${prettyWrong}\n${prettyGood}`],
    ["texts with nothing between them", `${prettyGood}${prettyWrong}`],
    ["texts on one line", `${good}${wrong} ${good}`],
    ["JSON lines", `${good}\n${wrong}\n\n${good}\n`],
    ["an array after an array", `[${good}]\n[${wrong}]\n`],
    ["text of many bytes before a record", `[${JSON.stringify(response({ id: "räksmörgås 🍜 座席" }))}, ${wrong}]`],
  ])("%s", async (_name, text) => {
    expect(await found(text, asJson)).toEqual([status]);
  });

  test("an array of nothing has no record", async () => {
    const { summary } = await outcomeOf("[]\n", asJson);
    expect(summary.records).toBe(0);
  });

  test("elements that are no objects are records all the same", async () => {
    const text = `[\n  ▸"a table",\n  ▸42, ▸null,\n  ▸[${good}],\n  ▸true\n]`;
    expect(await told(text, asJson)).toEqual(
      ["string", "number", "null", "array (jq -c '.[]' takes its elements out)", "boolean"].map(
        (type) => `unrecognized-record: got ${type}, want a Realtime event or a RealtimeResponse`,
      ),
    );
  });

  test("what stands between objects is one slip", async () => {
    expect(await found(`${prettyGood}\n42\n▸"a table"\n${prettyWrong}`, asJson)).toEqual(["invalid-json", status]);
  });
});

describe("one slip in an array is one finding, and the other records are checked", () => {
  test.each([
    ["a comma missing", `[\n${good}\n▸${good},\n${wrong}\n]`],
    ["a comma missing on one line", `[${good} ▸${good},${wrong}]`],
    ["a comma at the end", `[\n${wrong},\n${good},\n▸]`, 1],
    ["a comma at the beginning", `[\n▸,\n${good},\n${wrong}\n]`],
    ["a comma twice", `[\n${good},\n▸,${good},\n${wrong}\n]`],
    ["a closing brace missing", `[\n${good},\n${good.slice(0, -1)}▸,\n${wrong},\n${good}\n]`],
    [
      "a closing bracket missing",
      `[\n${good},\n${good.replace("}]}],", "}]},").replace('"conversation_id":', '"conversation_id"▸:')},\n${wrong},\n${good}\n]`,
    ],
    ["a quote missing", `[\n${good},\n{"object":"realtime.response","id":"resp_1,▸\n},\n${wrong}\n]`],
    ["a brace too many", `[\n${good},\n${good}▸},\n${wrong}\n]`],
    ["the array unclosed", `[\n${wrong},\n${good}▸\n`, 1],
    ["a single quote", `[\n${good},\n{▸'object':"realtime.response"},\n${wrong}\n]`],
    ["a bare word", `[\n${good},\n▸undefined,\n${wrong}\n]`],
  ])("%s", async (_name, text, place = 0) => {
    const findings = await found(text, asJson);
    expect(findings).toHaveLength(2);
    expect(findings[1 - place]).toBe(status);
    expect(["invalid-json", "truncated-record"]).toContain(findings[place]);
  });

  test("in a pretty array, a closing brace missing", async () => {
    const inner = indented(response());
    const broken = inner.replace(/\n {2}\}$/, "");
    const last = inner.replace('"completed"', '▸"complete"');
    const text = `[\n  ${inner},\n  ${broken}▸,\n  ${inner},\n  ${last}\n]\n`;
    expect(await found(text, asJson)).toEqual(["invalid-json", status]);
  });

  test("the array stops in the middle of a record", async () => {
    expect(await found(`[\n${wrong},\n${good.slice(0, 200)}▸`, asJson)).toEqual([status, "truncated-record"]);
  });
});

describe(".jsonl", () => {
  test("pretty records have one finding for being pretty, and are checked", async () => {
    const text = `▸${prettyGood}\n${prettyWrong}\n`;
    expect(await told(text)).toEqual([
      "invalid-json: laid out like a .json file, as an array or over several lines; a .jsonl file has one record a line",
      expect.stringContaining("/status"),
    ]);
  });

  test("a pretty array has one finding for being pretty, and its elements are checked", async () => {
    const text = `[\n  ▸${indented(response())},\n  ${indented(response()).replace('"completed"', '▸"complete"')}\n]\n`;
    expect(await found(text, { name: "bookings.ndjson" })).toEqual(["invalid-json", status]);
  });

  test("an array on a line is one record, of the wrong kind", async () => {
    expect(await found(`▸[${good}]\n${wrong}\n`)).toEqual(["unrecognized-record", status]);
  });
});

describe("a pipe, whose name tells nothing", () => {
  test.each([
    ["JSON lines", `${good}\n${wrong}\n`],
    ["a pretty record", `${prettyWrong}\n`],
    ["pretty records", `${prettyGood}\n${prettyWrong}\n`],
    ["an array on a line", `[${good},${wrong}]\n`],
    ["an array, one record a line", `[\n${good},\n${wrong}\n]\n`],
    [
      "a pretty array",
      `[\n  ${indented(response())},\n  ${indented(response()).replace('"completed"', '▸"complete"')}\n]\n`,
    ],
    ["the event of a session first", `${JSON.stringify(cleared())}\n${wrong}`],
  ])("%s", async (_name, text) => {
    expect(await found(text, { name: "<stdin>" })).toEqual([status]);
  });

  test("through the real program", async () => {
    expect(await found(`[\n${good},\n${wrong}\n]\n`, { name: "<stdin>", binary: true })).toEqual([status]);
  });
});

test("columns count UTF-16 units, whatever stands before the fault", async () => {
  const before = response({
    id: "räksmörgås",
    output: [message("座席は 7 時半 🍜🍜 \u2028 \u0000 e\u0301")],
    status: "complete",
  });
  const text = JSON.stringify(before).replace('"complete"', '▸"complete"');
  expect(text.indexOf("🍜")).toBeGreaterThan(0);
  expect(await found(`${text}\n`)).toEqual([status]);
  expect(await found(`[${text}]\n`, asJson)).toEqual([status]);
  expect(await found(pretty(before).replace('"complete"', '▸"complete"'), asJson)).toEqual([status]);
});

test("several faults of one record come in the order of its text", async () => {
  const text = pretty(done({ status: "complete", output: 7, max_output_tokens: "all", seats: 2 }, { event_id: 9 }))
    .replace('"complete"', '▸"complete"')
    .replace(": 7", ": ▸7")
    .replace('"all"', '▸"all"')
    .replace('"seats"', '▸"seats"')
    .replace(": 9", ": ▸9");
  const findings = await found(text, asJson);
  expect(findings).toHaveLength(5);
});
