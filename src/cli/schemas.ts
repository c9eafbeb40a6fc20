/** The command `schemas`: which schemas are bundled, where they come from, and where they differ from what is published. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { below } from "../pointer.ts";
import { isObject } from "../json.ts";
import type { Wire } from "../schema/json-schema.ts";
import { nearest } from "../schema/nearest.ts";
import { type Arguments, UsageError } from "./arguments.ts";
import { exitCodes } from "./exit.ts";
import type { Io } from "./io.ts";

interface Index {
  source: { repository: string; file: string; commit: string; date: string };
  schemas: Record<string, Named>;
  events: Record<string, Named>;
}

interface Named {
  title?: string;
  direction?: string;
  /** By API. */
  schemas: Record<string, string>;
}

function read(home: string, file: string): unknown {
  return JSON.parse(readFileSync(join(home, "schemas", file), "utf8"));
}

/** Every annotation below a schema, with its pointer. */
function annotations(schema: unknown, pointer = ""): [string, Wire][] {
  if (Array.isArray(schema)) return schema.flatMap((inner, at) => annotations(inner, below(pointer, at)));
  if (!isObject(schema)) return [];
  const own = schema["x-wire"];
  const here: [string, Wire][] = isObject(own) ? [[pointer, own as unknown as Wire]] : [];
  const inner = Object.entries(schema).filter(([keyword]) => keyword !== "x-wire");
  return [...here, ...inner.flatMap(([keyword, value]) => annotations(value, below(pointer, keyword)))];
}

/** Files that a file's `$ref`s reach, itself first. */
function closure(home: string, file: string, seen: Map<string, unknown> = new Map()): Map<string, unknown> {
  if (seen.has(file)) return seen;
  const schema = read(home, file);
  seen.set(file, schema);
  for (const [, ref] of JSON.stringify(schema).matchAll(/"\$ref":"([^"#]+)/g)) {
    if (ref) closure(home, new URL(ref, `file:///${file}`).pathname.slice(1), seen);
  }
  return seen;
}

/** What an annotation says, in words. */
function deviation({ null: nulls, always, published }: Wire): string {
  const words: string[] = [];
  if (published === "absent") words.push("not in the published schema");
  else if (published === "not-null") words.push("null is not in the published schema");
  else if (published) {
    const { without = [], with: instead = {} } = published;
    if (without.length > 0) words.push(`not in the published schema: ${without.join(", ")}`);
    if (Object.keys(instead).length > 0) words.push(`published: ${JSON.stringify(instead)}`);
  }
  if (nulls === "never") words.push("never null on the wire");
  if (always) words.push("always on the wire");
  return words.join("; ");
}

function list(home: string): string {
  const { source, schemas, events } = read(home, "index.json") as Index;
  const rows = Object.entries({ ...schemas, ...events }).flatMap(([name, { title, direction, schemas: places }]) =>
    Object.entries(places).map(([api, schema]) => ({ name, schema, what: `${api} ${title ?? `${direction} event`}` })),
  );
  const width = Math.max(...rows.map(({ name }) => name.length));
  const files = new Map(rows.flatMap(({ schema }) => [...closure(home, schema.split("#")[0] ?? "")]));
  const deviations = [...files].flatMap(([file, schema]) =>
    annotations(schema).map(
      ([pointer, wire]) => `  ${file}#${pointer}\n    ${deviation(wire)}\n    source: ${wire.source}\n`,
    ),
  );
  return [
    `Written for the wire, after ${source.repository} ${source.file}\n`,
    `commit ${source.commit}, ${source.date}\n\n`,
    ...rows.map(({ name, schema, what }) => `${name.padEnd(width)}  schemas/${schema}  ${what}\n`),
    `\nWhere the wire and the published schema differ, or the wire is narrower (${deviations.length}):\n\n`,
    ...deviations,
  ].join("");
}

/** The file of a schema, for the API that is asked for or else the first that has it. */
function show(home: string, name: string, api: string): string {
  const { schemas, events } = read(home, "index.json") as Index;
  const known = { ...schemas, ...events };
  const places = (Object.hasOwn(known, name) ? known[name]?.schemas : undefined) ?? {};
  const schema = api === "auto" ? Object.values(places)[0] : places[api];
  if (schema === undefined) {
    const apis = Object.keys(places);
    const near = nearest(name, Object.keys(known));
    const hint =
      apis.length > 0
        ? ` of --api ${api}; there is one of ${apis.join(", ")}`
        : near === undefined
          ? "; rtvalidate schemas lists them"
          : `; did you mean ${near}?`;
    throw new UsageError(`no schema is named ${JSON.stringify(name)}${hint}`);
  }
  const [file = ""] = schema.split("#");
  return readFileSync(join(home, "schemas", file), "utf8");
}

export async function schemasCommand({ operands, api }: Arguments, io: Io): Promise<number> {
  const [verb, name] = operands;
  if (verb === undefined) await io.stdout.write(list(io.home));
  else if (verb === "show" && name !== undefined) await io.stdout.write(show(io.home, name, api));
  else if (verb === "show")
    throw new UsageError("schemas show wants the name of a schema; rtvalidate schemas lists them");
  else throw new UsageError(`schemas takes no ${JSON.stringify(verb)}; to see one it is rtvalidate schemas show NAME`);
  return exitCodes.clean;
}
