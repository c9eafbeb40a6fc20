import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Finding } from "../src/finding.ts";
import { createPlan } from "../src/plan.ts";
import { everyWay, run } from "./support/every-way.ts";
import { found } from "./support/marked.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rtvalidate-schema-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

type Schema = Record<string, unknown> | boolean;
let made = 0;

/** Writes schemas into a folder of their own; the path of the first. */
function files(schemas: Record<string, Schema | string>): string {
  const home = join(folder, String(made++));
  for (const [name, schema] of Object.entries(schemas)) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), typeof schema === "string" ? schema : JSON.stringify(schema));
  }
  return join(home, Object.keys(schemas)[0]!);
}

async function judged(schema: Schema | string, record: unknown): Promise<Finding[]> {
  const path = typeof schema === "string" ? schema : files({ "order.json": schema });
  return (await everyWay(`${JSON.stringify(record)}\n`, { schema: path })).findings;
}

const draft7 = "http://json-schema.org/draft-07/schema#";
const draft2020 = "https://json-schema.org/draft/2020-12/schema";

/** A schema, a record with one mistake in it, and what is said of it. */
const mistakes: [string, Schema, unknown, string, string][] = [
  // types and lists
  ["type", { type: "object" }, 7, "wrong-type ", "got number, want object"],
  ["type of several", { properties: { seats: { type: ["integer", "null"] } } }, { seats: "2" }, "wrong-type /seats", "got string, want integer or null"],
  ["enum", { properties: { course: { enum: ["starter", "main"] } } }, { course: "mian" }, "enum-mismatch /course", 'got "mian", want "starter" or "main"'],
  ["const", { properties: { kind: { const: "order" } } }, { kind: "oder" }, "enum-mismatch /kind", 'got "oder", want "order"'],
  ["const of another type", { properties: { version: { const: 2 } } }, { version: "2" }, "wrong-type /version", "got string, want 2"],
  ["required", { required: ["table"] }, { seats: 2 }, "missing-field ", 'missing field "table"'],
  ["dependentRequired", { dependentRequired: { wine: ["glasses"] } }, { wine: 1 }, "missing-field ", 'missing field "glasses"'],
  ["dependencies of draft-07", { $schema: draft7, dependencies: { wine: ["glasses"] } }, { wine: 1 }, "missing-field ", 'missing field "glasses"'],
  // fields
  [
    "additionalProperties",
    { properties: { seats: {}, table: {} }, additionalProperties: false },
    { seets: 2 },
    "not-allowed /seets",
    'the field "seets" is not allowed here',
  ],
  ["unevaluatedProperties", { allOf: [{ properties: { seats: {} } }], unevaluatedProperties: false }, { seats: 1, dog: 1 }, "not-allowed /dog", '"dog" is not allowed'],
  ["patternProperties", { patternProperties: { "^seat_": { type: "string" } } }, { seat_1: 7, other: 7 }, "wrong-type /seat_1", "got number, want string"],
  ["propertyNames", { propertyNames: { pattern: "^[a-z]+$" } }, { Seats: 2 }, "bad-format /Seats", 'got "Seats", want a string that matches "^[a-z]+$"'],
  ["a false property", { properties: { tip: false } }, { tip: 1 }, "not-allowed /tip", "nothing is allowed here"],
  ["minProperties", { minProperties: 2 }, { a: 1 }, "out-of-range ", "got 1 fields, want at least 2"],
  // numbers, texts, lists
  ["minimum", { properties: { seats: { minimum: 1 } } }, { seats: 0 }, "out-of-range /seats", "got 0, want at least 1"],
  ["exclusiveMaximum", { properties: { seats: { exclusiveMaximum: 9 } } }, { seats: 9 }, "out-of-range /seats", "got 9, want less than 9"],
  ["multipleOf", { properties: { seats: { multipleOf: 2 } } }, { seats: 3 }, "not-allowed /seats", "got 3, want a multiple of 2"],
  ["pattern", { properties: { time: { pattern: "^\\d\\d:\\d\\d$" } } }, { time: "7pm" }, "bad-format /time", 'got "7pm", want a string that matches'],
  ["format", { properties: { at: { format: "date-time" } } }, { at: "half past seven" }, "bad-format /at", "want a date and time (RFC 3339)"],
  ["format of draft-07", { $schema: draft7, properties: { mail: { format: "email" } } }, { mail: "me" }, "bad-format /mail", "want the format email"],
  ["maxLength", { properties: { note: { maxLength: 3 } } }, { note: "🍜🍜🍜🍜" }, "out-of-range /note", "got 4 characters, want at most 3"],
  ["uniqueItems", { properties: { dishes: { uniqueItems: true } } }, { dishes: ["pie", "pie"] }, "not-allowed /dishes", "the same item twice, want each once"],
  ["maxItems", { properties: { dishes: { maxItems: 1 } } }, { dishes: ["pie", "tea"] }, "out-of-range /dishes", "got 2 items, want at most 1"],
  ["items", { properties: { dishes: { items: { type: "string" } } } }, { dishes: ["pie", 7] }, "wrong-type /dishes/1", "got number, want string"],
  ["prefixItems", { properties: { pair: { prefixItems: [{}, { type: "integer" }] } } }, { pair: [1, "b"] }, "wrong-type /pair/1", "got string, want integer"],
  ["items of draft-07", { $schema: draft7, properties: { pair: { items: [{}, { type: "integer" }] } } }, { pair: [1, "b"] }, "wrong-type /pair/1", "got string, want integer"],
  ["contains", { properties: { dishes: { contains: { const: "tea" } } } }, { dishes: ["pie", "cake", 7] }, "not-allowed /dishes", "no item"],
  ["minContains", { properties: { dishes: { contains: { const: "tea" }, minContains: 2 } } }, { dishes: ["tea", "pie"] }, "not-allowed /dishes", "not as many items"],
  // logic
  ["not", { properties: { table: { not: { const: 13 } } } }, { table: 13 }, "not-allowed /table", "is what the schema excludes"],
  ["if, then", { if: { required: ["wine"] }, then: { required: ["age"] } }, { wine: 1 }, "missing-field ", 'missing field "age"'],
  ["if, else", { if: { required: ["wine"] }, else: { properties: { age: { type: "integer" } } } }, { age: "9" }, "wrong-type /age", "got string, want integer"],
  ["if, then false", { if: { required: ["wine"] }, then: false }, { wine: 1 }, "not-allowed ", "nothing is allowed here"],
  ["allOf", { allOf: [{ required: ["table"] }, { type: "object" }] }, { seats: 1 }, "missing-field ", 'missing field "table"'],
  // unions
  ["anyOf of scalars", { properties: { seats: { anyOf: [{ type: "integer" }, { const: "all" }] } } }, { seats: true }, "wrong-type /seats", "got boolean, want"],
  ["anyOf of scalars, a near word", { properties: { seats: { anyOf: [{ type: "integer" }, { const: "all" }] } } }, { seats: "al" }, "enum-mismatch /seats", '"all"'],
  ["nullable", { properties: { note: { oneOf: [{ type: "string" }, { type: "null" }] } } }, { note: 7 }, "wrong-type /note", "got number, want string or null"],
  ["nullable object", { properties: { guest: { anyOf: [{ type: "object", required: ["name"] }, { type: "null" }] } } }, { guest: {} }, "missing-field /guest", '"name"'],
  ["one of two required", { anyOf: [{ required: ["table"] }, { required: ["takeaway"] }] }, { seats: 2 }, "missing-field ", "missing field"],
  ["oneOf matched twice", { properties: { seats: { oneOf: [{ type: "integer" }, { minimum: 1 }] } } }, { seats: 2 }, "not-allowed /seats", "matches more than one of the alternatives"],
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
  ["a wrong tag", tagged, { kind: "pies", count: 1 }, "enum-mismatch /kind", 'got "pies", want one of "pie", "tea", "soup"'],
  ["a fault in one branch", tagged, { kind: "tea", count: "1" }, "wrong-type /count", "got string, want integer"],
  ["a field of another branch", tagged, { kind: "tea", count: 1, pie_size: "small" }, "not-allowed /pie_size", '"pie_size"'],
  ["a misspelt field of one branch", tagged, { kind: "tea", count: 1, tea_siz: "small" }, "not-allowed /tea_siz", '"tea_siz"'],
  ["a wrong value in one branch", tagged, { kind: "soup", count: 1, soup_size: "medium" }, "enum-mismatch /soup_size", '"small"'],
  ["no tag", tagged, { count: 1 }, "missing-field ", 'missing field "kind"'],
  ["no object", tagged, "tea", "wrong-type ", "got string, want object"],
  ["within a list", { properties: { dishes: { items: tagged } } }, { dishes: [{ kind: "tea", count: 1 }, { kind: "tee", count: 1 }] }, "enum-mismatch /dishes/1/kind", '"tea"'],
  ["a union in a union", { anyOf: [tagged, { type: "null" }] }, { kind: "tea", count: 1.5 }, "wrong-type /count", "got number, want integer"],
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
  expect(await judged({ ...schema, required: ["seats"] }, { seets: 2 })).toMatchObject([{ rule: "missing-field", suggestion: "seats" }]);
});

test("findings stand at their place, line after line", async () => {
  const schema = files({ "order.json": { properties: { seats: { type: "integer" } }, required: ["table"], additionalProperties: false } });
  const text = '{"table":4}'.replace("4", "4") + '\n  {"seats":▸"två", "table":1}\n▸{"seats":2}\n▸42e1000\n';
  expect((await found(text.replace("▸42e1000", "{}").replace("{}", "▸{}"), { schema, binary: true })).length).toBe(4);
});

test("numbers that no double holds are out of range", async () => {
  const schema = files({ "order.json": { properties: { seats: { type: "number" } } } });
  expect(await found('{"seats":▸1e999}', { schema })).toEqual(["out-of-range /seats"]);
});

test("a recursive schema and a record nested too deeply overflow nothing", async () => {
  const schema = files({ "menu.json": { properties: { sub: { $ref: "#" } }, additionalProperties: { type: "integer" } } });
  const nested = (levels: number): string => `${'{"sub":'.repeat(levels)}{}${"}".repeat(levels)}`;
  expect(await found(nested(300), { schema })).toEqual([]);
  const { out } = await run(["-s", schema, "-f", "jsonl", "-"], `${nested(50_000)}\n`);
  expect(JSON.parse(out.split("\n")[0]!)).toMatchObject({ kind: "finding", rule: "out-of-range" });
});

describe("references", () => {
  const dish = { type: "object", properties: { name: { type: "string" } }, required: ["name"] };
  test.each<[string, Record<string, Schema>]>([
    ["to a file beside it", { "order.json": { properties: { dish: { $ref: "dish.json" } } }, "dish.json": dish }],
    ["to a file below it", { "order.json": { properties: { dish: { $ref: "./parts/dish.json" } } }, "parts/dish.json": dish }],
    ["to a file above it", { "orders/order.json": { properties: { dish: { $ref: "../dish.json" } } }, "dish.json": dish }],
    ["into a file", { "order.json": { properties: { dish: { $ref: "parts.json#/$defs/dish" } } }, "parts.json": { $defs: { dish } } }],
    ["from file to file", { "order.json": { properties: { dish: { $ref: "a/one.json" } } }, "a/one.json": { $ref: "two.json" }, "a/two.json": dish }],
    ["within the file", { "order.json": { properties: { dish: { $ref: "#/$defs/dish" } }, $defs: { dish } } }],
    ["to an anchor", { "order.json": { properties: { dish: { $ref: "#dish" } }, $defs: { dish: { $anchor: "dish", ...dish } } } }],
    [
      "with a relative $id",
      { "order.json": { $id: "order.json", properties: { dish: { $ref: "dish.json" } } }, "dish.json": { $id: "dish.json", ...dish } },
    ],
    [
      "with $id of the network, found beside it",
      {
        "order.json": { $id: "https://bistro.example/order.json", properties: { dish: { $ref: "#/$defs/dish" } }, $defs: { dish } },
      },
    ],
    [
      "draft-07 definitions",
      {
        "order.json": { $schema: draft7, properties: { dish: { $ref: "parts.json#/definitions/dish" } } },
        "parts.json": { $schema: draft7, definitions: { dish } },
      },
    ],
    [
      "of files to each other",
      {
        "order.json": { properties: { dish: { $ref: "dish.json" }, before: { $ref: "#" } } },
        "dish.json": { ...dish, properties: { ...dish.properties, order: { $ref: "order.json" } } },
      },
    ],
    ["in a name with a space", { "my order.json": { properties: { dish: { $ref: "my%20dish.json" } } }, "my dish.json": dish }],
  ])("%s", async (_name, schemas) => {
    const schema = files(schemas);
    expect(await judged(schema, { dish: { name: "pie" } })).toEqual([]);
    expect(await judged(schema, { dish: { name: 7 } })).toMatchObject([{ rule: "wrong-type", pointer: "/dish/name" }]);
    expect(await judged(schema, { dish: {} })).toMatchObject([{ rule: "missing-field", pointer: "/dish", want: "name" }]);
  });

  test.each(["https://bistro.example/dish.json", "http://127.0.0.1:9/dish.json", "//bistro.example/dish.json"])(
    "to the network are refused: %s",
    async (address) => {
      const schema = files({ "order.json": { properties: { dish: { $ref: address } } } });
      await expect(createPlan({ schema })).rejects.toThrow(/network/);
    },
  );
});

describe("a schema that cannot be used says why, and nothing is checked", () => {
  test.each<[string, Schema | string, RegExp]>([
    ["not JSON", '{"type":', /not JSON/],
    ["no schema", "[]", /object or a boolean/],
    ["a type that is none", { type: "texts" }, /type/],
    ["a keyword of the wrong kind", { required: "table" }, /required/],
    ["a pattern that is none", { pattern: "(" }, /regular expression/i],
    ["a reference to nothing within", { $ref: "#/$defs/dish" }, /\$defs\/dish/],
    ["a reference to a file that is not there", { $ref: "dish.json" }, /dish\.json/],
    ["another dialect", { $schema: "http://json-schema.org/draft-04/schema#" }, /draft-07 and 2020-12/],
    ["a dialect that is no text", { $schema: 7 }, /draft-07 and 2020-12/],
  ])("%s", async (_name, schema, words) => {
    const path = files({ "order.json": schema });
    await expect(createPlan({ schema: path })).rejects.toThrow(words);
  });

  test("as the program says it, with code 2", async () => {
    const path = files({ "order.json": { type: "texts" } });
    const { out, code } = await run(["-s", path, "-"], '{"table":4}\n');
    expect({ out, code }).toEqual({ out: "", code: 2 });
    await expect(createPlan({ schema: join(folder, "none.json") })).rejects.toThrow(/cannot read it/);
  });
});

test.each([
  [true, 0],
  [false, 1],
])("a schema may be %s", async (schema, count) => {
  expect(await judged(files({ "order.json": String(schema) }), { table: 4 })).toHaveLength(count);
});
