/** One slip of a hand in an array or a sequence of records costs one record, wherever the slip is. */
import { sourceOf } from "../src/input/open.ts";
import { checked } from "./support/every-way.ts";
import { found } from "./support/marked.ts";
import { done, lines, message, response } from "./support/records.ts";

const records = [response(), response({ status: "complete" }), response({ id: "resp_dessert" })];
const asJson = { name: "bookings.json" };

/** Each way to write the records, with the place of the wrong status marked. */
const pretty = (indent: string | number): string =>
  JSON.stringify(records, null, indent).replace('"complete"', '▸"complete"');
const layouts = {
  "a pretty array": pretty(2),
  "an array with tabs": pretty("\t"),
  "an array without indents": pretty(1).replaceAll(/^ +/gm, ""),
  "an array on one line": JSON.stringify(records).replace('"complete"', '▸"complete"'),
  "a record a line in brackets": `[\n${lines(...records)
    .trim()
    .replaceAll("\n", ",\n")}\n]`.replace('"complete"', '▸"complete"'),
  "one pretty record after another": records
    .map((record) => JSON.stringify(record, null, 2))
    .join("\n")
    .replace('"complete"', '▸"complete"'),
};

/** What goes wrong in the first record, and where it is seen. Each is a text that stands there once, and what becomes of it. */
const slips: Record<string, (text: string) => string> = {
  "a key without its first quote": (text) => text.replace('"conversation_id"', 'conversation_id"'),
  "a key without its last quote": (text) => text.replace('"conversation_id"', '"conversation_id'),
  "a value without its last quote": (text) => text.replace('"conv_bistro"', '"conv_bistro'),
  "a list that is not opened": (text) => text.replace(/("output_modalities": ?)\[/, "$1"),
  "a list that is not closed": (text) => text.replace(/("audio"\s*)\](,\s*"max_output)/, "$1$2"),
  "a colon left out": (text) => text.replace('"conversation_id":', '"conversation_id"'),
  "a comma left out": (text) => text.replace('"conv_bistro",', '"conv_bistro"'),
  "a conflict of a merge": (text) => text.replace('"conversation_id"', '\n<<<<<<< HEAD\n"conversation_id"'),
};

describe.each(Object.entries(layouts))("in %s", (_layout, text) => {
  test.each(Object.entries(slips))("%s", async (_slip, slip) => {
    const broken = slip(text);
    expect(broken).not.toBe(text);
    const { findings, summary } = await checked(sourceOf([broken.replace("▸", "")], asJson.name), {});
    expect(findings.map(({ rule }) => rule)).toEqual(["invalid-json", "enum-mismatch"]);
    expect(summary).toMatchObject({ records: 3, valid: 1, invalid: 2 });
  });

  test("none", async () => {
    expect(await found(text, asJson)).toEqual(["enum-mismatch /status"]);
  });
});

describe("events on one line, whose items begin as they do", () => {
  const events = Array.from({ length: 50 }, (_, at) =>
    done({ output: [message("Yes."), message("No.")] }, { event_id: `event_${at}` }),
  );
  const ordered = events.map(({ type, event_id: id, response: answer }) => ({ type, event_id: id, response: answer }));
  const text = JSON.stringify(ordered);

  test.each([
    ["a quote missing", text.replace('"conv_bistro"', '"conv_bistro')],
    ["a brace missing", text.replace("}},{", "},{")],
    ["a bracket missing", text.replace('"output":[', '"output":')],
  ])("%s", async (_slip, broken) => {
    const whole = await checked(sourceOf([broken], asJson.name), {});
    expect(whole.summary).toMatchObject({ records: 50, valid: 49, invalid: 1, errors: 1 });
    const inPieces = await checked(sourceOf(broken.match(/[^]{1,97}/g) ?? [], asJson.name), {});
    expect(inPieces.findings).toEqual(whole.findings);
  });
});

describe("a document with a slip in every other record is read to its end, in time that grows with its length", () => {
  const slip = (record: string, at: number): string =>
    at % 2 === 0 ? record : record.replace('"metadata":', '"metadata"');
  const many = Array.from({ length: 3000 }, () => response());

  test.each([
    ["pretty", `[\n${many.map((record, at) => slip(JSON.stringify(record, null, 2), at)).join(",\n")}\n]`],
    ["on one line", `[${many.map((record, at) => slip(JSON.stringify(record), at)).join(",")}]`],
    [
      "without a closing brace",
      `[${many.map((record, at) => JSON.stringify(record).slice(0, at % 2 ? -1 : undefined)).join(",")}]`,
    ],
  ])("%s", async (_how, text) => {
    const { summary } = await checked(sourceOf([text], asJson.name), {});
    expect(summary).toMatchObject({ records: 3000, valid: 1500, invalid: 1500 });
  });
});
