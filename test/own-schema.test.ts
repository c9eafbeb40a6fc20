/** What is said of a record that a user's own schema refuses. */
import { draft2020, draft7, judged, type Schema } from "./support/own-schema.ts";

const whenWine = (keyword: "then" | "else", schema: Schema): Schema => ({
  if: { required: ["wine"] },
  [keyword]: schema,
});

/** A schema, a record with one mistake in it, and what is said of it. */
const mistakes: [string, Schema, unknown, string, string][] = [
  // types and lists
  ["type", { type: "object" }, 7, "wrong-type ", "got number, want object"],
  [
    "type of several",
    { properties: { seats: { type: ["integer", "null"] } } },
    { seats: "2" },
    "wrong-type /seats",
    "got string, want integer or null",
  ],
  [
    "enum",
    { properties: { course: { enum: ["starter", "main"] } } },
    { course: "mian" },
    "enum-mismatch /course",
    'got "mian", want "starter" or "main"',
  ],
  [
    "const",
    { properties: { kind: { const: "order" } } },
    { kind: "oder" },
    "enum-mismatch /kind",
    'got "oder", want "order"',
  ],
  [
    "const of another type",
    { properties: { version: { const: 2 } } },
    { version: "2" },
    "wrong-type /version",
    "got string, want 2",
  ],
  ["required", { required: ["table"] }, { seats: 2 }, "missing-field ", 'missing field "table"'],
  [
    "dependentRequired",
    { dependentRequired: { wine: ["glasses"] } },
    { wine: 1 },
    "missing-field ",
    'missing field "glasses"',
  ],
  [
    "dependencies of draft-07",
    { $schema: draft7, dependencies: { wine: ["glasses"] } },
    { wine: 1 },
    "missing-field ",
    'missing field "glasses"',
  ],
  // fields
  [
    "additionalProperties",
    { properties: { seats: {}, table: {} }, additionalProperties: false },
    { seets: 2 },
    "not-allowed /seets",
    'the field "seets" is not allowed here',
  ],
  [
    "unevaluatedProperties",
    { allOf: [{ properties: { seats: {} } }], unevaluatedProperties: false },
    { seats: 1, dog: 1 },
    "not-allowed /dog",
    '"dog" is not allowed',
  ],
  [
    "patternProperties",
    { patternProperties: { "^seat_": { type: "string" } } },
    { seat_1: 7, other: 7 },
    "wrong-type /seat_1",
    "got number, want string",
  ],
  [
    "propertyNames",
    { propertyNames: { pattern: "^[a-z]+$" } },
    { Seats: 2 },
    "bad-format /Seats",
    'got "Seats", want a string that matches "^[a-z]+$"',
  ],
  ["a false property", { properties: { tip: false } }, { tip: 1 }, "not-allowed /tip", "nothing is allowed here"],
  ["minProperties", { minProperties: 2 }, { a: 1 }, "out-of-range ", "got 1 fields, want at least 2"],
  // numbers, texts, lists
  ["minimum", { properties: { seats: { minimum: 1 } } }, { seats: 0 }, "out-of-range /seats", "got 0, want at least 1"],
  [
    "exclusiveMaximum",
    { properties: { seats: { exclusiveMaximum: 9 } } },
    { seats: 9 },
    "out-of-range /seats",
    "got 9, want less than 9",
  ],
  [
    "multipleOf",
    { properties: { seats: { multipleOf: 2 } } },
    { seats: 3 },
    "not-allowed /seats",
    "got 3, want a multiple of 2",
  ],
  [
    "pattern",
    { properties: { time: { pattern: "^\\d\\d:\\d\\d$" } } },
    { time: "7pm" },
    "bad-format /time",
    'got "7pm", want a string that matches',
  ],
  [
    "format",
    { properties: { at: { format: "date-time" } } },
    { at: "half past seven" },
    "bad-format /at",
    "want a date and time (RFC 3339)",
  ],
  [
    "format of draft-07",
    { $schema: draft7, properties: { mail: { format: "email" } } },
    { mail: "me" },
    "bad-format /mail",
    "want the format email",
  ],
  [
    "maxLength",
    { properties: { note: { maxLength: 3 } } },
    { note: "🍜🍜🍜🍜" },
    "out-of-range /note",
    "got 4 characters, want at most 3",
  ],
  [
    "uniqueItems",
    { properties: { dishes: { uniqueItems: true } } },
    { dishes: ["pie", "pie"] },
    "not-allowed /dishes",
    "the same item twice, want each once",
  ],
  [
    "maxItems",
    { properties: { dishes: { maxItems: 1 } } },
    { dishes: ["pie", "tea"] },
    "out-of-range /dishes",
    "got 2 items, want at most 1",
  ],
  [
    "items",
    { properties: { dishes: { items: { type: "string" } } } },
    { dishes: ["pie", 7] },
    "wrong-type /dishes/1",
    "got number, want string",
  ],
  [
    "prefixItems",
    { properties: { pair: { prefixItems: [{}, { type: "integer" }] } } },
    { pair: [1, "b"] },
    "wrong-type /pair/1",
    "got string, want integer",
  ],
  [
    "items of draft-07",
    { $schema: draft7, properties: { pair: { items: [{}, { type: "integer" }] } } },
    { pair: [1, "b"] },
    "wrong-type /pair/1",
    "got string, want integer",
  ],
  [
    "contains",
    { properties: { dishes: { contains: { const: "tea" } } } },
    { dishes: ["pie", "cake", 7] },
    "not-allowed /dishes",
    "no item",
  ],
  [
    "minContains",
    { properties: { dishes: { contains: { const: "tea" }, minContains: 2 } } },
    { dishes: ["tea", "pie"] },
    "not-allowed /dishes",
    "not as many items",
  ],
  // logic
  [
    "not",
    { properties: { table: { not: { const: 13 } } } },
    { table: 13 },
    "not-allowed /table",
    "is what the schema excludes",
  ],
  ["if, then", whenWine("then", { required: ["age"] }), { wine: 1 }, "missing-field ", 'missing field "age"'],
  [
    "if, else",
    whenWine("else", { properties: { age: { type: "integer" } } }),
    { age: "9" },
    "wrong-type /age",
    "got string, want integer",
  ],
  ["if, then false", whenWine("then", false), { wine: 1 }, "not-allowed ", "nothing is allowed here"],
  [
    "allOf",
    { allOf: [{ required: ["table"] }, { type: "object" }] },
    { seats: 1 },
    "missing-field ",
    'missing field "table"',
  ],
  // unions
  [
    "anyOf of scalars",
    { properties: { seats: { anyOf: [{ type: "integer" }, { const: "all" }] } } },
    { seats: true },
    "wrong-type /seats",
    "got boolean, want",
  ],
  [
    "anyOf of scalars, a near word",
    { properties: { seats: { anyOf: [{ type: "integer" }, { const: "all" }] } } },
    { seats: "al" },
    "enum-mismatch /seats",
    '"all"',
  ],
  [
    "nullable",
    { properties: { note: { oneOf: [{ type: "string" }, { type: "null" }] } } },
    { note: 7 },
    "wrong-type /note",
    "got number, want string or null",
  ],
  [
    "nullable object",
    { properties: { guest: { anyOf: [{ type: "object", required: ["name"] }, { type: "null" }] } } },
    { guest: {} },
    "missing-field /guest",
    '"name"',
  ],
  [
    "one of two required",
    { anyOf: [{ required: ["table"] }, { required: ["takeaway"] }] },
    { seats: 2 },
    "missing-field ",
    "missing field",
  ],
  [
    "oneOf matched twice",
    { properties: { seats: { oneOf: [{ type: "integer" }, { minimum: 1 }] } } },
    { seats: 2 },
    "not-allowed /seats",
    "matches more than one of the alternatives",
  ],
];

const tagged: Schema = {
  oneOf: ["pie", "tea", "soup"].map((kind) => ({
    type: "object",
    properties: { kind: { const: kind }, count: { type: "integer" }, [`${kind}_size`]: { enum: ["small", "large"] } },
    required: ["kind", "count"],
    additionalProperties: false,
  })),
};
const unions: typeof mistakes = [
  [
    "a wrong tag",
    tagged,
    { kind: "pies", count: 1 },
    "enum-mismatch /kind",
    'got "pies", want one of "pie", "tea", "soup"',
  ],
  ["a fault in one branch", tagged, { kind: "tea", count: "1" }, "wrong-type /count", "got string, want integer"],
  [
    "a field of another branch",
    tagged,
    { kind: "tea", count: 1, pie_size: "small" },
    "not-allowed /pie_size",
    '"pie_size"',
  ],
  [
    "a misspelt field of one branch",
    tagged,
    { kind: "tea", count: 1, tea_siz: "small" },
    "not-allowed /tea_siz",
    '"tea_siz"',
  ],
  [
    "a wrong value in one branch",
    tagged,
    { kind: "soup", count: 1, soup_size: "medium" },
    "enum-mismatch /soup_size",
    '"small"',
  ],
  ["no tag", tagged, { count: 1 }, "missing-field ", 'missing field "kind"'],
  ["no object", tagged, "tea", "wrong-type ", "got string, want object"],
  [
    "within a list",
    { properties: { dishes: { items: tagged } } },
    {
      dishes: [
        { kind: "tea", count: 1 },
        { kind: "tee", count: 1 },
      ],
    },
    "enum-mismatch /dishes/1/kind",
    '"tea"',
  ],
  [
    "a union in a union",
    { anyOf: [tagged, { type: "null" }] },
    { kind: "tea", count: "1" },
    "wrong-type /count",
    "got string, want integer",
  ],
];

describe.each([draft2020, draft7])("under %s", (dialect) => {
  const isOld = dialect === draft7;
  const newer = /dependentRequired|unevaluated|prefixItems|minContains/;
  const ofDialect = [...mistakes, ...unions].filter(([name, schema]) =>
    typeof schema === "object" && "$schema" in schema ? isOld : !(isOld && newer.test(name)),
  );
  test.each(ofDialect)("%s", async (_name, schema, record, place, words) => {
    const findings = await judged({ $schema: dialect, ...(schema as object) }, record);
    expect(findings.map(({ rule, pointer }) => `${rule} ${pointer}`)).toEqual([place]);
    expect(findings[0]?.message).toContain(words);
    expect(findings[0]?.message).not.toMatch(/anyOf|oneOf|schema path|#\/|undefined|\[object|must /);
  });
});

test("a name that is not allowed suggests the nearest that is", async () => {
  const schema = { properties: { seats: {}, table: {} }, additionalProperties: false };
  expect(await judged(schema, { seets: 2, table: 4 })).toMatchObject([{ suggestion: "seats" }]);
  expect(await judged({ ...schema, required: ["seats"] }, { seets: 2 })).toMatchObject([
    { rule: "missing-field", suggestion: "seats" },
  ]);
});
