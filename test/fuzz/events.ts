/** The bundled schemas, each event's in one piece, and events to try them with. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject } from "../../src/json.ts";
import type { SchemaObject } from "../../src/schema/json-schema.ts";
import { asRecord, compiledForm, type Profile } from "../../src/schema/profile.ts";
import type { Direction } from "../../src/event.ts";
import { events, type JsonObject } from "../support/generate.mjs";
import { sessions } from "../support/sessions.mjs";

const folder = "schemas";

interface Entry {
  direction: Direction;
  schemas: { ga?: string };
}

const files: ReadonlyMap<string, SchemaObject> = new Map(
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".json"))
    .map((name) => [name, JSON.parse(readFileSync(join(folder, name), "utf8"))]),
);
const entries = files.get("index.json")?.["events"] as Record<string, Entry>;

/** `schema` of the file `name`, with references into the one document where each file is a definition. */
function inOne(schema: unknown, name: string): unknown {
  if (Array.isArray(schema)) return schema.map((inner) => inOne(inner, name));
  if (!isObject(schema)) return schema;
  const { $id: _id, $schema: _schema, $ref, ...rest } = schema;
  const copy = Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, inOne(inner, name)]));
  if (typeof $ref !== "string") return copy;
  const { pathname, hash } = new URL($ref, `file:///${name}`);
  return { ...copy, $ref: `#/$defs/${pathname.slice(1).replaceAll("/", "~1")}${hash.slice(1)}` };
}

/** What `schema` refers to, by the names of definitions. */
const namesIn = (schema: unknown): string[] =>
  [...JSON.stringify(schema).matchAll(/"\$ref":"#\/\$defs\/([^/"]+)/g)].map(([, name = ""]) =>
    name.replaceAll("~1", "/"),
  );

/** The schema that records of an event are judged by, as one document; nothing of an event that is not known. */
export function eventSchema(type: string, profile: Profile): object | undefined {
  const { direction, schemas } = (Object.hasOwn(entries, type) && entries[type]) || { schemas: {} };
  const [file = "", pointer = ""] = schemas.ga?.split("#") ?? [];
  const root = files.get(file)?.["$defs"];
  const event = isObject(root) ? root[pointer.replace("/$defs/", "")] : undefined;
  if (!direction || !isObject(event)) return undefined;
  const form = { profile, api: "ga", sender: direction, purpose: "accept" } as const;
  const $defs: Record<string, unknown> = {};
  const whole = inOne(compiledForm(asRecord(event), form), file) as object;
  const open = namesIn(whole);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const schema = files.get(name);
    if (name in $defs || !schema) continue;
    $defs[name] = inOne(compiledForm(schema, form), name);
    open.push(...namesIn($defs[name]));
  }
  return { ...whole, $defs };
}

/** `count` events of every kind. */
export const someEvents = (seed: number, count: number): JsonObject[] => [
  ...sessions({ seed, count: count / 2 }),
  ...events({ seed, count: count / 2 }),
];
