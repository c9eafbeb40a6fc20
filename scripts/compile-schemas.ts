/**
 * Compiles the bundled schemas to code, so that no run loads ajv for them: for each file of events a module that accepts
 * clean records and one that explains the others, for each API and profile that has them. Also writes the catalogue
 * without what only people read, and the types of all events.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import { type Api, apis, type Direction } from "../src/event.ts";
import { asRecord, compiledForm, type Form } from "../src/schema/profile.ts";
import { defaultOf } from "../src/schema/interop.ts";
import { compileProgram } from "./compile-programs.ts";
import type { Program } from "../src/prover/program/program.ts";
import { compileTypes } from "./compile-types.ts";
import { isObject } from "../src/json.ts";
import type { SchemaObject } from "../src/schema/json-schema.ts";
import { explainOptions, inPlace, teach } from "../src/schema/vocabulary.ts";

interface Entry {
  direction?: Direction;
  schemas: Partial<Record<Api, string>>;
  twins?: Partial<Record<Api, string>>;
}

const folder = "schemas";
const target = join("src", "schema", "compiled");

const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".json") && name !== "index.json")
  .map((name) => name.replaceAll("\\", "/"))
  .toSorted();
const schemas = new Map<string, SchemaObject>(
  files.map((name) => [name, JSON.parse(readFileSync(join(folder, name), "utf8"))]),
);
const index: { schemas: Record<string, Entry>; events: Record<string, Entry> } = JSON.parse(
  readFileSync(join(folder, "index.json"), "utf8"),
);
const entries = { ...index.schemas, ...index.events };
const eventPlaces = new Set(Object.values(index.events).flatMap((entry) => Object.values(entry.schemas)));

/** `events/server/response.json#/$defs/response.done` -> `ga/server/response`: the module it is compiled into, named like the file. */
const moduleOf = (api: Api, sender: Direction, place: string): string =>
  `${api}/${sender}/${place.replace(/\.json(#.*)?$/, "").replace(/^.*\//, "")}`;

/** Module -> name in the catalogue -> where the schema is, of all that `sender` sends. */
function modulesOf(api: Api, sender: Direction): Map<string, Record<string, string>> {
  const modules = new Map<string, Record<string, string>>();
  for (const [name, { direction = "server", schemas: places }] of Object.entries(entries)) {
    const place = places[api];
    if (place === undefined || direction !== sender) continue;
    const module = moduleOf(api, sender, place);
    modules.set(module, { ...modules.get(module), [name]: place });
  }
  return modules;
}

/** Names of the fields that `schema`, of `file`, describes in all of its branches. */
function fieldsOf(file: string, schema: unknown): string[] {
  if (!isObject(schema)) return [];
  const { $ref: ref, properties, anyOf = [], oneOf = [] } = schema;
  const branches = [anyOf, oneOf].flat().flatMap((branch) => fieldsOf(file, branch));
  const own = isObject(properties) ? Object.keys(properties) : [];
  if (typeof ref !== "string") return [...own, ...branches];
  const { pathname, hash } = new URL(ref, `file:///${file}`);
  const there = pathname.slice(1);
  const steps = hash.slice(1).split("/").slice(1);
  return fieldsOf(
    there,
    steps.reduce<unknown>((inner, step) => (isObject(inner) ? inner[step] : undefined), schemas.get(there)),
  );
}

/** `event` with the fields of the objects in it, and where they are: beside them they are in the wrong place. */
function withInside(file: string, event: SchemaObject): SchemaObject {
  const { properties = {} } = event;
  const inside = Object.entries(properties).flatMap(([name, inner]) =>
    fieldsOf(file, inner).flatMap((field) => (Object.hasOwn(properties, field) ? [] : [[field, name] as const])),
  );
  return inside.length === 0 ? event : { ...event, "x-inside": Object.fromEntries(inside.toReversed()) };
}

/** An event is a record where nothing is wrapped around it, so recorders' fields may stand in it. */
function withRecorderFields(file: string, schema: SchemaObject): SchemaObject {
  const defs = schema["$defs"];
  if (!isObject(defs)) return schema;
  const open = Object.entries(defs).map(([name, inner]) => [
    name,
    eventPlaces.has(`${file}#/$defs/${name}`) && isObject(inner) ? withInside(file, asRecord(inner)) : inner,
  ]);
  return { ...schema, $defs: Object.fromEntries(open) };
}

/** Leaves out of ajv's errors what src/schema/errors.ts does not read of bundled schemas: a third of the code. */
function withoutUnread(code: string): string {
  return code
    .replaceAll(/schemaPath:"(?:[^"\\]|\\.)*",/g, "")
    .replaceAll(/schema:[^{},]+,parentSchema:/g, "parentSchema:");
}

function ajvFor(form: Form): Ajv2020 {
  const ajv = new Ajv2020({
    ...(form.purpose === "explain" ? explainOptions : { messages: false, strict: false, strictNumbers: true }),
    // profile.ts asserts it by a pattern
    formats: { uri: true },
    code: { source: true },
  });
  if (form.purpose === "explain") teach(ajv);
  for (const [name, schema] of schemas) {
    const compiled = compiledForm(withRecorderFields(name, schema), form);
    if (isObject(compiled)) ajv.addSchema({ ...compiled, $id: name });
  }
  return ajv;
}

function write(file: string, code: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, code);
}

rmSync(target, { recursive: true, force: true });
for (const api of apis) {
  for (const sender of ["server", "client"] as const) {
    const modules = modulesOf(api, sender);
    for (const profile of ["wire", "spec"] as const) {
      for (const purpose of ["accept", "explain"] as const) {
        const ajv = ajvFor({ profile, api, sender, purpose });
        for (const [module, roots] of modules) {
          const code = withoutUnread(inPlace(defaultOf(standalone)(ajv, roots)));
          write(join(target, profile, `${module}.${purpose}.cjs`), code);
        }
      }
    }
  }
}

/** Where the validators of an entry are, as `module#name`, by API. */
const keysOf = (name: string, { direction = "server", schemas: places }: Entry): Partial<Record<Api, string>> =>
  Object.fromEntries(
    apis.flatMap((api) => {
      const place = places[api];
      return place === undefined ? [] : [[api, `${moduleOf(api, direction, place)}#${name}`]];
    }),
  );

const catalogue = Object.fromEntries(
  Object.entries(entries).map(([name, entry]) => {
    const { direction, twins } = entry;
    return [name, { ...(direction && { direction }), schemas: keysOf(name, entry), ...(twins && { twins }) }];
  }),
);
/** Program -> its form: of `strict`, and wherever missing-wire-field is on, is the third. */
const programForms = {
  wire: { profile: "wire", purpose: "prove" },
  spec: { profile: "spec", purpose: "prove" },
  always: { profile: "wire", purpose: "prove-always" },
} as const;
const programs: Record<string, Partial<Record<Api, Program>>> = {};
for (const [name, programForm] of Object.entries(programForms)) {
  for (const api of apis) {
    const forms = new Map<string, unknown>();
    const schemaOf = (file: string, sender: Direction): unknown => {
      const key = `${sender} ${file}`;
      const schema = schemas.get(file);
      if (!schema) throw new Error(`no schema ${file}`);
      const form = { ...programForm, api, sender };
      forms.set(key, forms.get(key) ?? compiledForm(withRecorderFields(file, schema), form));
      return forms.get(key);
    };
    const { program, bytes } = compileProgram({ api, entries, schemaOf });
    programs[name] = { ...programs[name], [api]: program };
    write(join(target, name, `${api}.program`), bytes);
  }
}
write(join(target, "programs.cjs"), `module.exports = ${JSON.stringify(programs)};\n`);
write(join(target, "catalogue.cjs"), `module.exports = ${JSON.stringify(catalogue)};\n`);
write(join(target, "realtime.d.ts"), compileTypes());
