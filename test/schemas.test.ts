/** The bundled schemas as files that people read: well-formed, described, and true to their index. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { isObject } from "../src/json.ts";
import type { SchemaObject, Wire } from "../src/schema/json-schema.ts";
import { asRecord, compiledForm } from "../src/schema/profile.ts";
import { knownEvents } from "../src/schema/events.ts";

const folder = join(import.meta.dirname, "..", "schemas");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".json") && file !== "index.json")
  .map((file) => file.replaceAll("\\", "/"));
const read = (file: string): Record<string, unknown> => JSON.parse(readFileSync(join(folder, file), "utf8"));
const index = read("index.json") as {
  events: Record<string, { schema?: string }>;
  schemas: Record<string, { schema: string }>;
};

/** Every property's schema below `schema`, with its path. */
function properties(schema: unknown, path = ""): [string, Record<string, unknown>][] {
  if (Array.isArray(schema)) return schema.flatMap((inner, at) => properties(inner, `${path}/${at}`));
  if (!isObject(schema)) return [];
  return Object.entries(schema).flatMap(([keyword, value]) => {
    const here = `${path}/${keyword}`;
    if ((keyword !== "properties" && keyword !== "$defs") || !isObject(value)) return properties(value, here);
    return Object.entries(value).flatMap(([name, inner]): [string, Record<string, unknown>][] => [
      [`${here}/${name}`, inner as Record<string, unknown>],
      ...properties(inner, `${here}/${name}`),
    ]);
  });
}

function ajvWith(): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, formats: { uri: true } });
  for (const file of files) ajv.addSchema(read(file));
  return ajv;
}

test.each(files)("%s is a 2020-12 schema that says where it is", (file) => {
  const schema = read(file);
  expect(schema["$schema"]).toBe("https://json-schema.org/draft/2020-12/schema");
  expect(schema["$id"]).toBe(file);
  expect(ajvWith().validateSchema(schema)).toBe(true);
});

test.each(files)("%s describes each field once", (file) => {
  for (const [path, schema] of properties(read(file))) {
    expect([path, typeof schema["description"]]).toEqual([path, "string"]);
  }
});

test.each(files)("%s names the source of each annotation, and uses only members that mean something", (file) => {
  for (const [path, { "x-wire": wire }] of properties(read(file))) {
    const {
      null: nulls = "never",
      always = true,
      published = "absent",
      source = "",
      ...rest
    } = (wire ?? { source: "-" }) as Record<string, unknown>;
    expect([path, rest]).toEqual([path, {}]);
    expect(source).not.toBe("");
    expect([nulls, always]).toEqual(["never", true]);
    expect(["absent", "not-null"].includes(String(published)) || isObject(published)).toBe(true);
  }
});

test("every schema that the index names can be compiled as it stands, by anyone's ajv", () => {
  const ajv = ajvWith();
  const named = [...Object.values(index.schemas), ...Object.values(index.events)].flatMap(({ schema }) => schema ?? []);
  expect(named).toHaveLength(3);
  for (const name of named) expect(typeof ajv.getSchema(name)).toBe("function");
});

test("known events are those of the index, and each has one direction", () => {
  expect([...knownEvents.keys()]).toEqual(Object.keys(index.events));
  expect(knownEvents.get("response.done")).toEqual({ direction: "server", checked: true });
  expect(knownEvents.get("response.audio.delta")).toEqual({
    direction: "server",
    ga: "response.output_audio.delta",
    checked: false,
  });
  expect(knownEvents.get("response.cancel")?.direction).toBe("client");
});

describe("what is compiled", () => {
  const field = (published: NonNullable<Wire["published"]>, more: SchemaObject = {}): SchemaObject => ({
    type: ["string", "null"],
    ...more,
    "x-wire": { published, source: "-" },
  });

  test("spec takes away what the publication lacks", () => {
    const schema = {
      type: "object",
      properties: {
        id: field("not-null"),
        phase: field("absent"),
        count: field({ without: ["minimum"] }, { minimum: 0 }),
      },
    };
    expect(compiledForm(schema, "spec", "accept")).toEqual({
      type: "object",
      properties: { id: { type: "string" }, count: { type: ["string", "null"] } },
    });
  });

  test("wire accepts nothing that it would warn of, and explains it", () => {
    const schema = {
      type: "object",
      properties: {
        id: { type: ["string", "null"], "x-wire": { null: "never" as const, always: true as const, source: "-" } },
      },
    };
    expect(compiledForm(schema, "wire", "accept")).toEqual({
      type: "object",
      properties: { id: { type: "string" } },
      additionalProperties: false,
    });
    expect(compiledForm(schema, "wire", "explain")).toEqual({
      type: "object",
      properties: { id: { type: ["string", "null"], "x-unexpected-null": true } },
      additionalProperties: false,
      "x-always": ["id"],
    });
  });

  test("an event may carry the fields of recorders", () => {
    const open = asRecord({ properties: { type: { const: "response.done" } } });
    expect(Object.keys(open.properties ?? {})).toEqual(expect.arrayContaining(["type", "timestamp", "direction"]));
  });
});
