import { everyWay } from "./support/every-way.ts";
import { found, told } from "./support/marked.ts";
import { lines, response } from "./support/records.ts";

const good = JSON.stringify(response());

/** Each with a mark where it stops being JSON. */
const notJson: [string, RegExp][] = [
  ['{"object":"realtime.response","id":"resp_1",▸}', /comma before the closing bracket/],
  ['{"output_modalities":["audio",▸],"id":"resp_1"}', /comma before the closing bracket/],
  ["{▸'object':'realtime.response'}", /single quotes/],
  [`{"object":▸'realtime.response'}`, /single quotes/],
  ['{"id":"resp_1"} ▸// the last booking', /comment/],
  ['{▸/* table four */"id":"resp_1"}', /comment/],
  ["▸# the last booking", /comment/],
  ['{"total_tokens":▸NaN}', /^got NaN, .*not a JSON value/],
  ['{"total_tokens":▸undefined}', /^got undefined, /],
  ['{"total_tokens":▸-Infinity}', /^got -Infinity, /],
  ['{"usage":▸None}', /^got None, .*Python/],
  ['{"approve":▸True}', /Python/],
  ['{▸object:"realtime.response"}', /key without quotes/],
  ['{"output":[[▸Object]]}', /console\.log/],
  ['{"item":[▸Object]}', /console\.log/],
  ['{"id":"resp_1"}▸{"id":"resp_2"}', /after the end of the record \(two records/],
  ['{"id":"resp_1"} ▸{"id":"resp_2"}', /after the end of the record \(two records/],
  ['{"id":"resp_1"}▸,', /after the end of the record \(taken out of an array/],
  ['{"id":"resp_1"}▸}', /after the end of the record \(a bracket too many/],
  ['{"id":"table▸\tfour"}', /control character/],
  ['{"id":"räksmörgås 🍜▸\tfour"}', /control character/],
  ['{"id":"table▸\u001b[31mfour"}', /control character/],
  ['{"id":"table ▸\\x41"}', /escape/],
  ['{"id":"table ▸\\u00g1"}', /hexadecimal/],
  ['{"id" ▸"resp_1"}', /":"/],
  ['{"id":"resp_1" ▸"status":"completed"}', /","/],
  ['{"id":▸,"status":"completed"}', /a value/],
  ['{▸,"id":"resp_1"}', /key/],
  ['{"total_tokens":▸01}', /./],
  ['{"total_tokens":▸+1}', /./],
  ['{"total_tokens":▸.5}', /./],
  ['{"total_tokens":▸1.}', /number/],
  ['{"total_tokens":▸0x1f}', /./],
  ["▸data: {}", /event stream/],
  ["▸two seats by the window, please", /./],
  ["▸<html><body>502</body></html>", /./],
  ["▸]", /./],
  ["▸}", /./],
];

describe("what is not JSON has one finding, at the place where it stops being JSON", () => {
  test.each(notJson)("%s", async (text, reason) => {
    const findings = await told(`${good}\n${text}\n${good}\n`);
    expect(findings).toEqual([expect.stringMatching(/^invalid-json: /)]);
    expect(findings[0]?.slice("invalid-json: ".length)).toMatch(reason);
  });

  test.each(notJson)("as the last record: %s", async (text) => {
    expect(await found(`${good}\n${text}`)).toEqual(["invalid-json"]);
  });
});

describe("JSON that is no record", () => {
  test.each(["42", '"a table for two"', "null", "true", "[]", "{}", '[{"object":"realtime.response"}]'])(
    "%s is unrecognized",
    async (value) => {
      expect(await found(`▸${value}\n${good}\n▸${value}`)).toEqual(["unrecognized-record", "unrecognized-record"]);
    },
  );
});

describe("a record that stops in the middle", () => {
  const halves = [
    '{"object":"realtime.response"',
    '{"object":"realtime.response",',
    '{"object":"realtime.response","id":',
    '{"object":"realtime.resp',
    '{"object":"räksmörgås 🍜',
    '{"object":"realtime.response\\',
    '{"object":"realtime.response\\u00',
    '{"object":"realtime.response","output":[{"type":"message","content":[',
    '{"object":"realtime.response","usage":{"total_tokens":6',
    "{",
    ...["n", "nul", "tru", "fals", "-", "6.", "6e", "6e+"].map(
      (half) => `{"object":"realtime.response","usage":${half}`,
    ),
  ];
  test.each(halves)("as the last one is truncated: %s", async (half) => {
    expect(await found(`${good}\n${half}▸`)).toEqual(["truncated-record"]);
    expect(await found(`${good}\n${half}▸\n\n`)).toEqual(["truncated-record"]);
  });

  test.each(halves)("before others is not JSON: %s", async (half) => {
    expect(await found(`${good}\n${half}▸\n${good}\n`)).toEqual(["invalid-json"]);
  });

  test("and nothing else is in the input", async () => {
    expect(await found('{"object":"realtime.response","status":"comp▸', { binary: true })).toEqual([
      "truncated-record",
    ]);
  });
});

describe("bytes that are not UTF-8", () => {
  const bytes = (...parts: (string | number[])[]): Buffer =>
    Buffer.concat(parts.map((part) => Buffer.from(part as string)));
  test.each([
    ["Latin-1", bytes('{"id":"bord f', [0xf6], 'r två 🍜"}'), 14, "0xf6"],
    ["after text of many bytes", bytes('{"id":"räksmörgås 🍜 座席', [0xff], '"}'), 24, "0xff"],
    ["after a genuine replacement character", bytes('{"id":"\ufffd', [0xe9], '"}'), 9, "0xe9"],
    ["a lone continuation byte", bytes([0x80], "{}"), 1, "0x80"],
    ["an overlong slash", bytes('{"id":"', [0xc0, 0xaf], '"}'), 8, "0xc0"],
    ["a surrogate in three bytes", bytes('{"id":"', [0xed, 0xa0, 0xbd], '"}'), 8, "0xed"],
    ["a character cut short", bytes('{"id":"caf', [0xc3], '"}'), 11, "0xc3"],
    ["four bytes cut short", bytes('{"id":"', [0xf0, 0x9f, 0x8d], '"}'), 8, "0xf0"],
  ])("%s", async (_name, record, column, got) => {
    const { findings, summary } = await everyWay(bytes(`${good}\n`, [...record], `\n${good}\n`));
    expect(findings).toMatchObject([{ rule: "invalid-utf8", line: 2, column, pointer: "", got }]);
    expect(findings).toHaveLength(1);
    expect(summary).toMatchObject({ records: 3, valid: 2, invalid: 1 });
  });
});

describe("a key twice in one object", () => {
  test.each([
    ['{"object":"realtime.response","id":"resp_1",▸"id":"resp_2"}', "/id"],
    ['{"object":"realtime.response","id":"resp_1",▸"id" :"resp_2"}', "/id"],
    ['{"object":"realtime.response","id"\t:"resp_1",▸"id"\t :"resp_2"}', "/id"],
    ['{"object":"realtime.response","id":"resp_1",▸"\\u0069d":"resp_2"}', "/id"],
    ['{"object":"realtime.response","usage":{"total_tokens":1,▸"total_tokens":1}}', "/usage/total_tokens"],
    ['{"object":"realtime.response","metadata":{"a/b~":"x",▸"a\\/b~":"x"}}', "/metadata/a~1b~0"],
    ['{"object":"realtime.response","metadata":{"a\\"":"x",▸"a\\"":"x"}}', '/metadata/a"'],
    ['{"object":"realtime.response","metadata":{"a\\\\":"x",▸"a\\\\":"x"}}', "/metadata/a\\"],
    ['{"object":"realtime.response","metadata":{"":"x",▸"":"y"}}', "/metadata/"],
    ['{"object":"realtime.response","metadata":{"__proto__":"x",▸"__proto__":"x"}}', "/metadata/__proto__"],
    ['{"object":"realtime.response","metadata":{"räksmörgås 🍜":"x",▸"räksmörgås 🍜":"x"}}', "/metadata/räksmörgås 🍜"],
    ['{"type":"input_audio_buffer.cleared","event_id":"a",▸"event_id":"b"}', "/event_id"],
    ['{"event":{"object":"realtime.response","id":"a",▸"id":"b"}}', "/event/id"],
    ['{"at":1,▸"at":2,"event":{"object":"realtime.response"}}', "/at"],
    ['{"data":"{\\"object\\":\\"realtime.response\\",\\"id\\":1,▸\\"id\\":\\"a\\"}"}', "/data/id"],
  ])("%s", async (text, pointer) => {
    const { findings } = await everyWay(text.replace("▸", ""));
    expect(findings).toMatchObject([{ severity: "warning" }]);
    expect(await found(text)).toEqual([`duplicate-key ${pointer}`]);
  });

  test("three times is two findings, and the last value counts", async () => {
    expect(await found('{"object":"realtime.response","status":"done",▸"status":1,▸"status":"failed"}')).toEqual([
      "duplicate-key /status",
      "duplicate-key /status",
    ]);
    expect(await found('{"object":"realtime.response","status":"failed",▸"status":▸"done"}')).toEqual([
      "duplicate-key /status",
      "enum-mismatch /status",
    ]);
  });

  test("is not the same key in two objects, nor a colon in a text", async () => {
    const record = response({ metadata: { id: 'at "eight":, or "nine" :', status: 'say \\":', object: "a : b" } });
    expect((await everyWay(lines(record))).findings).toEqual([]);
  });
});
