/** A user's own schema as files: where they are, what they refer to, and what cannot be used. */
import { createPlan } from "../src/plan.ts";
import { run } from "./support/every-way.ts";
import { found } from "./support/marked.ts";
import { draft7, files, judged, type Schema } from "./support/own-schema.ts";

test("findings stand at their place, every way", async () => {
  const fields = { seats: { type: "integer" }, table: {} };
  const schema = files({
    "order.json": { type: "object", properties: fields, required: ["table"], additionalProperties: false },
  });
  const text = '{"table":1,"seats":2}\n  {"seats":▸"två 🍜", "table":1}\n▸{"seats":2}\n▸42\n{"table":"🍜",▸"sets":2}\n';
  expect(await found(text, { schema, binary: true })).toEqual([
    "wrong-type /seats",
    "missing-field",
    "wrong-type",
    "not-allowed /sets",
  ]);
});

test("numbers that no double holds are out of range", async () => {
  const schema = files({ "order.json": { properties: { seats: { type: "number" } } } });
  expect(await found('{"seats":▸1e999}', { schema })).toEqual(["out-of-range /seats"]);
});

test("a recursive schema and a record nested too deeply overflow nothing", async () => {
  const schema = files({
    "menu.json": { properties: { sub: { $ref: "#" } }, additionalProperties: { type: "integer" } },
  });
  const nested = (levels: number): string => `${'{"sub":'.repeat(levels)}{}${"}".repeat(levels)}`;
  expect(await found(nested(300), { schema })).toEqual([]);
  const { out } = await run(["-s", schema, "-f", "jsonl", "-"], `${nested(50_000)}\n`);
  expect(JSON.parse(out.split("\n")[0]!)).toMatchObject({ kind: "finding", rule: "out-of-range" });
});

describe("references", () => {
  const dish = { type: "object", properties: { name: { type: "string" } }, required: ["name"] };
  test.each<[string, Record<string, Schema>]>([
    ["to a file beside it", { "order.json": { properties: { dish: { $ref: "dish.json" } } }, "dish.json": dish }],
    [
      "to a file below it",
      { "order.json": { properties: { dish: { $ref: "./parts/dish.json" } } }, "parts/dish.json": dish },
    ],
    [
      "to a file above it",
      { "orders/order.json": { properties: { dish: { $ref: "../dish.json" } } }, "dish.json": dish },
    ],
    [
      "into a file",
      { "order.json": { properties: { dish: { $ref: "parts.json#/$defs/dish" } } }, "parts.json": { $defs: { dish } } },
    ],
    [
      "from file to file",
      {
        "order.json": { properties: { dish: { $ref: "a/one.json" } } },
        "a/one.json": { $ref: "two.json" },
        "a/two.json": dish,
      },
    ],
    ["within the file", { "order.json": { properties: { dish: { $ref: "#/$defs/dish" } }, $defs: { dish } } }],
    [
      "to an anchor",
      { "order.json": { properties: { dish: { $ref: "#dish" } }, $defs: { dish: { $anchor: "dish", ...dish } } } },
    ],
    [
      "with a relative $id",
      {
        "order.json": { $id: "order.json", properties: { dish: { $ref: "dish.json" } } },
        "dish.json": { $id: "dish.json", ...dish },
      },
    ],
    [
      "with $id of the network, found beside it",
      {
        "order.json": {
          $id: "https://bistro.example/order.json",
          properties: { dish: { $ref: "#/$defs/dish" } },
          $defs: { dish },
        },
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
    [
      "in a name with a space",
      { "my order.json": { properties: { dish: { $ref: "my%20dish.json" } } }, "my dish.json": dish },
    ],
  ])("%s", async (_name, schemas) => {
    const schema = files(schemas);
    expect(await judged(schema, { dish: { name: "pie" } })).toEqual([]);
    expect(await judged(schema, { dish: { name: 7 } })).toMatchObject([{ rule: "wrong-type", pointer: "/dish/name" }]);
    expect(await judged(schema, { dish: {} })).toMatchObject([
      { rule: "missing-field", pointer: "/dish", want: "name" },
    ]);
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
    [
      "a type that is none",
      { type: "strnig" },
      /^not a JSON Schema: at \/type: got "strnig", .* did you mean "string"/,
    ],
    [
      "a type of draft-07 that is none",
      { $schema: draft7, items: { type: "strnig" } },
      /at \/items\/type: got "strnig"/,
    ],
    ["a keyword of the wrong kind", { required: "table" }, /at \/required: got string, want array$/],
    ["a pattern that is none", { pattern: "(" }, /regular expression/i],
    ["a reference to nothing within", { $ref: "#/$defs/dish" }, /it refers to .*#\/\$defs\/dish, which is not there$/],
    ["a reference to a file that is not there", { $ref: "dish.json" }, /dish\.json: cannot read it: no such file$/],
    [
      "definitions that are each other",
      { $defs: { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/a" } }, $ref: "#/$defs/a" },
      /refers to itself without end/,
    ],
    ["another dialect", { $schema: "http://json-schema.org/draft-04/schema#" }, /draft-07 and 2020-12/],
    ["a dialect that is no text", { $schema: 7 }, /draft-07 and 2020-12/],
  ])("%s", async (_name, schema, words) => {
    const path = files({ "order.json": schema });
    await expect(createPlan({ schema: path })).rejects.toThrow(words);
    await expect(createPlan({ schema: path })).rejects.not.toThrow(/undefined/);
  });

  test("in a file that it refers to", async () => {
    const schema = files({ "order.json": { $ref: "dish.json" }, "dish.json": { type: "strnig" } });
    await expect(createPlan({ schema })).rejects.toThrow(/refers to .*dish\.json: not a JSON Schema: at \/type/);
  });

  test("of the network", async () => {
    await expect(createPlan({ schema: "https://bistro.example/order.json" })).rejects.toThrow(/network/);
  });

  test("as the program says it, with code 2", async () => {
    const path = files({ "order.json": { type: "texts" } });
    const { out, code } = await run(["-s", path, "-"], '{"table":4}\n');
    expect({ out, code }).toEqual({ out: "", code: 2 });
    await expect(
      createPlan({ schema: files({ "orders/none.txt": "" }).replace("none.txt", "none.json") }),
    ).rejects.toThrow(/cannot read it/);
  });
});

test.each([
  [true, 0],
  [false, 1],
])("a schema may be %s", async (schema, count) => {
  expect(await judged(files({ "order.json": String(schema) }), { table: 4 })).toHaveLength(count);
});

describe("a schema that lives elsewhere by its $id", () => {
  test("has its neighbours beside its file", async () => {
    const path = files({
      "menu.json": { $id: "https://bistro.example/schemas/menu.json", $ref: "dish.json" },
      "dish.json": {
        $id: "https://bistro.example/schemas/dish.json",
        properties: { price: { $ref: "https://bistro.example/schemas/dish.json#/$defs/price" } },
        $defs: { price: { type: "number" } },
      },
    });
    expect(await judged(path, { price: 9 })).toEqual([]);
    expect(await judged(path, { price: "nine" })).toMatchObject([{ rule: "wrong-type", pointer: "/price" }]);
  });
});

test("a neighbour in another folder of the same address is found in that folder", async () => {
  const path = files({
    "schemas/menu.json": { $id: "https://bistro.example/schemas/menu.json", $ref: "../common/dish.json" },
    "common/dish.json": { type: "object", required: ["price"] },
  });
  expect(await judged(path, {})).toMatchObject([{ rule: "missing-field", want: "price" }]);
});

describe("schemas that cannot end well", () => {
  test.each([
    ["refers to itself", { $ref: "#" }, /refers to itself without end/],
    ["is asynchronous", { $async: true, type: "object" }, /asynchronous/],
    ["is no schema", { seats: 2, name: "Lindqvist" }, /no keyword of JSON Schema, but seats, name/],
    ["has an address that is none", { $id: "http://[" }, /no URI/],
    ["mixes drafts", { $ref: "http://json-schema.org/draft-07/schema#" }, /mixes drafts/],
  ])("one that %s", async (_what, schema, words) => {
    await expect(judged(schema, { seats: 2 })).rejects.toThrow(words);
  });
});
