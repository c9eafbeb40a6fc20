/**
 * The published structure, where somebody has put it beside the project: taken apart from what their annotations say, our
 * schemas accept what the published ones accept. Both are brought into one normal form and compared.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Api } from "../src/event.ts";
import { isObject } from "../src/json.ts";
import { compiledForm } from "../src/schema/profile.ts";
import type { SchemaObject } from "../src/schema/json-schema.ts";
import { everyWay } from "./support/every-way.ts";

const shared = join(import.meta.dirname, "..", "..", "shared");
const structure = join(shared, "realtime", "structure.json");
const folder = join(import.meta.dirname, "..", "schemas");
const describeWhere = existsSync(structure) ? describe : describe.skip;

type Resolve = (ref: string, base: string) => [schema: unknown, base: string];

const readJson = (path: string): Record<string, unknown> => JSON.parse(readFileSync(path, "utf8"));
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".json") && file !== "index.json");
const raw = new Map(files.map((file) => [file, readJson(join(folder, file)) as SchemaObject]));
const ours = new Map(
  [...raw].map(([file, schema]) => [
    file,
    compiledForm(schema, { profile: "spec", api: "ga", sender: "server", purpose: "explain" }),
  ]),
);
const published = existsSync(structure) ? (readJson(structure)["$defs"] as Record<string, SchemaObject>) : {};

/** What lies in `schema` along the steps of a pointer. */
const at = (schema: unknown, pointer: string): unknown =>
  pointer
    .split("/")
    .slice(1)
    .reduce<unknown>((inner, step) => (inner as Record<string, unknown>)[step], schema);

const ofOurs: Resolve = (ref, base) => {
  const { pathname, hash } = new URL(ref, `file:///${base}`);
  const file = pathname.slice(1);
  return [at(ours.get(file), decodeURIComponent(hash)), file];
};
const ofPublished: Resolve = (ref) => [published[ref.split("/").at(-1) ?? ""], ""];

/** Keywords that assert nothing, and formats that nobody checks. */
const silent = /^(title|description|default|discriminator|\$|x-|examples$|contentEncoding$)/;

const order = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(order);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((key) => [key, order(value[key])]),
  );
};

/** One branch of a schema for each type: a constant is a list of one, what `nullable` says is a branch. */
function plain(schema: Record<string, unknown>, base: string, resolve: Resolve): unknown[] {
  const { const: constant, format, pattern, required, properties, enum: list, ...rest } = schema;
  const values = constant === undefined ? list : [constant];
  const names = Array.isArray(required) ? required.map(String).toSorted() : [];
  const enter = (inner: unknown): unknown => normal(inner, base, resolve);
  const branch: Record<string, unknown> = {
    ...rest,
    // we assert a URI by a pattern
    ...(format === "uri" ? { format } : pattern !== undefined && { pattern }),
    ...(names.length > 0 && { required: names }),
    ...(Array.isArray(values) && {
      enum: values
        .filter((value) => value !== null)
        .map(String)
        .toSorted(),
    }),
    ...(isObject(properties) && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, enter(inner)])),
    }),
  };
  for (const keyword of ["items", "additionalProperties"])
    if (keyword in branch) branch[keyword] = enter(branch[keyword]);
  const type = rest["type"] ?? (constant === undefined ? undefined : typeof constant);
  const types: unknown[] = Array.isArray(type) ? type : [type ?? (Array.isArray(values) ? "string" : undefined)];
  return types.map((one) => (one === "null" ? { type: "null" } : { ...branch, type: one }));
}

/** The branches that a schema comes to, sorted. */
function normal(schema: unknown, base: string, resolve: Resolve): unknown[] {
  if (!isObject(schema)) return [schema];
  const { $ref, allOf, ...kept } = schema;
  if (Array.isArray(allOf) && allOf.length === 1) return normal({ ...kept, ...(allOf[0] as object) }, base, resolve);
  if (typeof $ref === "string") return normal(...resolve($ref, base), resolve);
  const { anyOf, oneOf, nullable, ...rest } = Object.fromEntries(
    Object.entries(kept).filter(([keyword]) => !silent.test(keyword)),
  );
  const union = anyOf ?? oneOf;
  // what stands beside a union stands in each of its branches, too
  const branches = Array.isArray(union)
    ? union.flatMap((inner) => normal(inner, base, resolve))
    : plain(rest, base, resolve);
  if (nullable === true) branches.push({ type: "null" });
  return [...new Set(branches.map((branch) => JSON.stringify(order(branch))))]
    .toSorted()
    .map((text) => JSON.parse(text) as unknown);
}

/** Where each of our titles stands: file and pointer. */
function titled(schema: unknown, file: string, pointer = ""): [title: string, file: string, pointer: string][] {
  if (Array.isArray(schema)) return schema.flatMap((inner, index) => titled(inner, file, `${pointer}/${index}`));
  if (!isObject(schema)) return [];
  const { title } = schema;
  const below = Object.entries(schema).filter(([keyword]) => keyword !== "x-wire");
  return [
    ...(typeof title === "string" ? [[title, file, pointer] as [string, string, string]] : []),
    ...below.flatMap(([keyword, inner]) => titled(inner, file, `${pointer}/${keyword}`)),
  ];
}
const titles = new Map(
  [...raw].flatMap(([file, schema]) => titled(schema, file)).map(([title, ...rest]) => [title, rest]),
);

const index = readJson(join(folder, "index.json"))["events"] as Record<
  string,
  { schemas: Partial<Record<Api, string>> }
>;
const apiOf = (name: string): Api => (/Beta/.test(name) ? "beta" : /Translation/.test(name) ? "translation" : "ga");
const typeIn = (schema: SchemaObject | undefined): string => {
  const type = schema?.properties?.["type"];
  return isObject(type) ? String((type.enum ?? [type.const])[0]) : "";
};
/** transcription_session.* is published beside the beta as well, for nobody: it is in no union. */
function placeOf(name: string): string | undefined {
  const schemas = index[typeIn(published[name])]?.schemas;
  return schemas?.[apiOf(name)] ?? schemas?.beta;
}
/** Ours for a published definition: by its title, or, where the generations share it, by the type of the event. */
function oursFor(name: string): [schema: unknown, file: string] | undefined {
  const [file, pointer] = titles.get(name) ?? placeOf(name)?.split("#") ?? [];
  return file === undefined || pointer === undefined ? undefined : [at(ours.get(file), pointer), file];
}
/** The beta's client events have no limit for their ids; they are GA's with us. */
const withoutIdLimit = (forms: unknown[]): unknown =>
  JSON.parse(JSON.stringify(forms).replaceAll('"maxLength":512,"type":"string"', '"type":"string"'));

const names = Object.keys(published);
const events = names.filter((name) => /Event[A-Z]/.test(name));
const parts = names.filter((name) => !events.includes(name) && titles.has(name));

describeWhere("the published structure", () => {
  test.each(["Server", "Client"])("RealtimeEvents of the %s are all known", (side) => {
    const union = published[`Realtime${side}Event`]?.anyOf ?? [];
    const types = union.map((ref) =>
      typeIn(
        published[
          String((ref as SchemaObject)["$ref"])
            .split("/")
            .at(-1) ?? ""
        ],
      ),
    );
    expect(types.filter((type) => index[type]?.schemas.ga === undefined)).toEqual([]);
    expect(types.length).toBeGreaterThanOrEqual(11);
  });

  test.each([...events, ...parts])("%s is ours but for what is annotated", (name) => {
    const found = oursFor(name);
    if (!found) throw new Error("we have none");
    const mine = normal(...found, ofOurs);
    const theirs = normal(published[name], "", ofPublished);
    const isLimited = name.startsWith("RealtimeBetaClientEvent");
    expect(isLimited ? withoutIdLimit(mine) : mine).toEqual(isLimited ? withoutIdLimit(theirs) : theirs);
  });
});

const captures = join(shared, "captures");
const sessions = existsSync(captures) ? readdirSync(captures).filter((name) => /^ga-(openai|azure)/.test(name)) : [];

/** Where the published schema refuses what the service sends. */
const refused =
  /\/(status_details|usage|transcript|transcription|noise_reduction|include|language|prompt|param|conversation_id)$/;

(sessions.length > 0 ? describe : describe.skip)("genuine sessions by the published schema", () => {
  test.each(sessions.length > 0 ? sessions : ["none here"])("%s fails, and only where it is known to", async (name) => {
    const { findings } = await everyWay(readFileSync(join(captures, name)), { name, profile: "spec" });
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.filter(({ pointer }) => !refused.test(pointer))).toEqual([]);
  });
});
