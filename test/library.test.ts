/** What a program without types may pass to the library by mistake. */
import { checkSession, createValidator, type Finding, validate, validateStream } from "../src/index.ts";
import { toBeValidRealtime } from "../src/jest.ts";

async function found(chunks: unknown, options: object = {}): Promise<Finding[]> {
  const findings: Finding[] = [];
  for await (const finding of validateStream(chunks as Iterable<string>, options)) findings.push(finding);
  return findings;
}

const mistakes: [object, RegExp][] = [
  [{ rules: { "enum-mismach": "off" } }, /there is no rule "enum-mismach"/],
  [{ rules: { "enum-mismatch": "warn" } }, /the level of enum-mismatch has to be one of .*"warning".*, got "warn"/],
  [{ rules: ["enum-mismatch"] }, /the option rules has to be an object, got array/],
  [{ rule: { "enum-mismatch": "off" } }, /there is no option "rule"/],
  [{ profile: "Strict" }, /the option profile has to be one of "wire", "spec", "strict", got "Strict"/],
  [{ api: null }, /the option api has to be one of .*, got null/],
];

describe.each(mistakes)("the options %j", (options, message) => {
  test("are refused by all that takes options", async () => {
    expect(() => createValidator(options)).toThrow(TypeError);
    expect(() => createValidator(options)).toThrow(message);
    expect(() => checkSession([], options)).toThrow(message);
    expect(() => toBeValidRealtime({}, options)).toThrow(message);
    await expect(found([], options)).rejects.toThrow(message);
  });
});

test("options that are no object, or name no schema, are refused", async () => {
  expect(() => createValidator(JSON.parse(`"client"`))).toThrow(/the options have to be an object, got string/);
  expect(() => createValidator(JSON.parse("null"))).toThrow(/the options have to be an object, got null/);
  expect(() => createValidator(JSON.parse('{"schema":"cleint"}'))).toThrow(/schema has to be one of "auto"/);
  await expect(found([], { maxRecord: "5M" })).rejects.toThrow(/maxRecord has to be a number above 0, got "5M"/);
});

test("an option that is undefined is as if it were not there", () => {
  const { schema, rules }: { schema?: "client"; rules?: Record<string, "off"> } = {};
  expect(createValidator({ schema, rules } as object)({ type: "input_audio_buffer.clear" })).toEqual([]);
});

test("a text is no session, and nothing is none either", () => {
  expect(() => checkSession('{"type":"response.cancel"}')).toThrow(/wants parsed events, .*got string/);
  expect(() => checkSession(undefined as never)).toThrow(/wants parsed events, .*got undefined/);
});

test("a text is a whole stream", async () => {
  expect(await found('{"object":"realtime.response"}\n{"object":"realtime.response","status":"done"}')).toMatchObject([
    { line: 2, rule: "enum-mismatch" },
  ]);
});

test.each([
  [undefined, /has to be a stream/],
  [{ type: "response.cancel" }, /has to be a stream/],
  [[{ type: "response.cancel" }], /has to come as bytes or texts/],
])("%j is no stream", async (chunks, message) => {
  await expect(found(chunks)).rejects.toThrow(message);
});

test.each([
  [undefined, "undefined"],
  [() => 1, "function"],
])("what JSON does not have is called by its name in JavaScript: %p", (value, name) => {
  expect(validate(value)).toMatchObject([{ rule: "unrecognized-record", got: name }]);
  expect(validate({ type: "input_audio_buffer.append", audio: 5n })).toMatchObject([
    { rule: "wrong-type", got: "bigint" },
  ]);
});
