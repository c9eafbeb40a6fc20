/** The bundled schemas as files that people read: well-formed, described, and true to their index. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { isObject } from "../src/json.ts";
import type { SchemaObject, Wire } from "../src/schema/json-schema.ts";
import { asRecord, compiledForm } from "../src/schema/profile.ts";
import { eventOf, eventTypes } from "../src/schema/catalogue.ts";
import { apis, type Api } from "../src/event.ts";

const folder = join(import.meta.dirname, "..", "schemas");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".json") && file !== "index.json")
  .map((file) => file.replaceAll("\\", "/"));
const read = (file: string): Record<string, unknown> => JSON.parse(readFileSync(join(folder, file), "utf8"));
const index = read("index.json") as {
  events: Record<
    string,
    { direction: string; schemas: Partial<Record<Api, string>>; twins?: Partial<Record<Api, string>> }
  >;
  schemas: Record<string, { schemas: Partial<Record<Api, string>> }>;
};

/** Every property's schema below `schema`, with its path. */
function properties(schema: unknown, path = ""): [string, Record<string, unknown>][] {
  if (Array.isArray(schema)) return schema.flatMap((inner, at) => properties(inner, `${path}/${at}`));
  if (!isObject(schema)) return [];
  return Object.entries(schema).flatMap(([keyword, value]) => {
    const here = `${path}/${keyword}`;
    if (keyword === "x-wire") return [];
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
  const entries = [...Object.values(index.schemas), ...Object.values(index.events)];
  const named = entries.flatMap(({ schemas }) => Object.values(schemas));
  expect(named.length).toBeGreaterThan(entries.length);
  for (const name of named) expect(typeof ajv.getSchema(name)).toBe("function");
});

test("known events are those of the index, and each has one direction", () => {
  for (const api of apis) {
    const listed = Object.entries(index.events).filter(([, { schemas }]) => schemas[api] !== undefined);
    expect(eventTypes(api)).toEqual(listed.map(([type]) => type));
  }
  const directions = (types: readonly string[]): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const type of types) {
      const direction = eventOf(type)?.direction ?? "none";
      counts[direction] = (counts[direction] ?? 0) + 1;
    }
    return counts;
  };
  expect(directions(eventTypes("ga"))).toEqual({ server: 46, client: 11 });
  expect(eventOf("response.audio.delta")).toMatchObject({
    direction: "server",
    twins: { ga: "response.output_audio.delta" },
  });
});

test("each twin is an event of the API that it is said to be in, and names its own", () => {
  for (const [type, { twins = {} }] of Object.entries(index.events)) {
    for (const [api, twin] of Object.entries(twins))
      expect([type, api, eventTypes(api as Api)]).toEqual([type, api, expect.arrayContaining([twin])]);
  }
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
    expect(compiledForm(schema, { profile: "spec", api: "ga", sender: "server", purpose: "accept" })).toEqual({
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
    expect(compiledForm(schema, { profile: "wire", api: "ga", sender: "server", purpose: "accept" })).toEqual({
      type: "object",
      properties: { id: { type: "string" } },
      additionalProperties: false,
    });
    expect(compiledForm(schema, { profile: "wire", api: "ga", sender: "server", purpose: "explain" })).toEqual({
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
