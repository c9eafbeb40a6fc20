/**
 * Compiles the bundled schemas to code, so that no run loads ajv for them: for each profile a module
 * that accepts clean records and one that explains the others. Also writes the catalogue without
 * what only people read.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import { asRecord, compiledForm, type Profile } from "../src/schema/profile.ts";
import { defaultOf } from "../src/schema/interop.ts";
import { isObject } from "../src/json.ts";
import type { SchemaObject } from "../src/schema/json-schema.ts";
import { explainOptions, inPlace, teach } from "../src/schema/vocabulary.ts";

const folder = "schemas";
const target = join("src", "schema", "compiled");

const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".json") && name !== "index.json")
  .map((name) => name.replaceAll("\\", "/"))
  .toSorted();
const schemas = new Map<string, SchemaObject>(
  files.map((name) => [name, JSON.parse(readFileSync(join(folder, name), "utf8"))]),
);
const index = JSON.parse(readFileSync(join(folder, "index.json"), "utf8"));

/** Name of a schema in the catalogue -> where it is. */
const roots: Record<string, string> = {};
for (const [name, entry] of Object.entries<{ schema: string }>(index.schemas)) roots[name] = entry.schema;
for (const [type, entry] of Object.entries<{ schema?: string }>(index.events))
  if (entry.schema) roots[type] = entry.schema;

/** An event is a record where nothing is wrapped around it, so recorders' fields may stand in it. */
function withRecorderFields(schema: SchemaObject): SchemaObject {
  const defs = schema["$defs"];
  if (!isObject(defs)) return schema;
  const open = Object.entries(defs).map(([name, inner]) => [
    name,
    name in roots && isObject(inner) ? asRecord(inner) : inner,
  ]);
  return { ...schema, $defs: Object.fromEntries(open) };
}

/** Leaves out of ajv's errors what src/schema/errors.ts does not read of bundled schemas: a third of the code. */
function withoutUnread(code: string): string {
  return code
    .replaceAll(/schemaPath:"(?:[^"\\]|\\.)*",/g, "")
    .replaceAll(/schema:[^{},]+,parentSchema:/g, "parentSchema:");
}

function compile(profile: Profile, purpose: "accept" | "explain"): string {
  const ajv = new Ajv2020({
    ...(purpose === "explain" ? explainOptions : { messages: false, strict: false, strictNumbers: true }),
    // profile.ts asserts it by a pattern
    formats: { uri: true },
    code: { source: true },
  });
  if (purpose === "explain") teach(ajv);
  for (const [name, schema] of schemas) {
    const form = compiledForm(withRecorderFields(schema), profile, purpose);
    if (isObject(form)) ajv.addSchema({ ...form, $id: name });
  }
  return withoutUnread(inPlace(defaultOf(standalone)(ajv, roots)));
}

mkdirSync(target, { recursive: true });
for (const profile of ["wire", "spec"] as const) {
  for (const purpose of ["accept", "explain"] as const) {
    const file = join(target, `${profile}-${purpose}.cjs`);
    writeFileSync(file, compile(profile, purpose));
    process.stdout.write(`${relative(".", file)}\n`);
  }
}

const events = Object.entries<{ direction: string; ga?: string; schema?: string }>(index.events).map(
  ([type, { direction, ga, schema }]) => [type, { direction, ...(ga ? { ga } : {}), checked: schema !== undefined }],
);
writeFileSync(join(target, "events.cjs"), `module.exports = ${JSON.stringify(Object.fromEntries(events))};\n`);
