/**
 * Makes TypeScript types of the bundled schemas: of every event, of what may stand alone, and of all that they are made
 * of, named by the schemas' titles. A schema without a title is written out where it is used.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Api, apis, type Direction } from "../src/event.ts";
import { isObject } from "../src/json.ts";
import type { Schema, SchemaObject } from "../src/schema/json-schema.ts";

interface Entry {
  direction?: Direction;
  schemas: Partial<Record<Api, string>>;
}

/**
 * First what types and their comments tell, then what neither can. Any other keyword is an error, lest a type says less
 * than its schema.
 */
const keywords = new Set(
  [
    "$ref anyOf const enum type properties required additionalProperties items description",
    "$schema $id $defs title default examples x-wire x-renamed x-elsewhere propertyNames maxProperties",
    "format pattern contentEncoding minimum maximum minLength maxLength minItems maxItems",
  ].flatMap((line) => line.split(" ")),
);

/** How an API is called, and what the names of its events begin with. */
const names: Record<Api, [string, string]> = {
  ga: ["GA", "Realtime"],
  beta: ["beta", "RealtimeBeta"],
  translation: ["translation", "RealtimeTranslation"],
};

const indent = (text: string): string => text.replaceAll("\n", "\n  ");

/** `text` behind `mark`, on its line or below it. */
const behind = (mark: string, text: string): string => (text.startsWith("\n") ? mark + text : `${mark} ${text}`);

function comment(text: string | undefined): string {
  const lines = text?.replaceAll("*/", "*\\/").match(/\S.{0,110}(?!\S)/g);
  if (!lines) return "";
  return lines.length > 1 ? `/**\n${lines.map((line) => ` * ${line}\n`).join("")} */\n` : `/** ${lines.join("")} */\n`;
}

/** Beside literals, `string` would swallow them, and editors would not offer them any more; `string & {}` lets them be. */
function union(types: string[]): string {
  const hasLiterals = types.some((type) => type.startsWith('"'));
  const parts = [...new Set(types)].map((type) => (type === "string" && hasLiterals ? "(string & {})" : type));
  const short = parts.filter((part) => !part.includes("\n"));
  const isLong = parts.length - short.length > 1 || short.join(" | ").length > 100;
  return isLong ? parts.map((part) => `\n  | ${indent(part)}`).join("") : parts.join(" | ");
}

/**
 * A module of declarations.
 * @throws where two types would have one name, or a schema says what no type here is made of.
 */
export function compileTypes(folder = "schemas"): string {
  const read = (file: string) => JSON.parse(readFileSync(join(folder, file), "utf8"));
  const files = new Map<string, SchemaObject>();
  /** Name -> where it comes from, and its declaration, in the order in which the names were first needed. */
  const declared = new Map<string, { place: string; text: string }>();

  function declare(name: string, place: string, description: string | undefined, type: () => string): void {
    const other = declared.get(name);
    if (other?.place === place) return;
    if (other) throw new Error(`two types are called ${name}: ${other.place} and ${place}`);
    if (!/^[A-Z]\w*$/.test(name)) throw new Error(`${place}: ${name} is no name for a type`);
    const declaration = { place, text: "" };
    // before its text is made, which declares what it is made of
    declared.set(name, declaration);
    const text = type();
    const isInterface = text.startsWith("{") && text.indexOf("\n}") === text.length - 2;
    const whole = isInterface ? `interface ${name} ${text}` : `${behind(`type ${name} =`, text)};`;
    declaration.text = `${comment(description)}export ${whole}\n`;
  }

  /** A place is `file.json` or `file.json#/$defs/name`. */
  function schemaAt(place: string): SchemaObject {
    const [file = "", pointer = ""] = place.split("#");
    if (!files.has(file)) files.set(file, read(file));
    let found: unknown = files.get(file);
    for (const key of pointer.split("/").slice(1)) found = isObject(found) ? found[key] : undefined;
    if (!isObject(found)) throw new Error(`no schema at ${place}`);
    return found;
  }

  /** The place that a schema in the file of `place` refers to. */
  function targetOf(schema: Schema, place: string): string | undefined {
    const reference = isObject(schema) ? schema["$ref"] : undefined;
    if (typeof reference !== "string") return undefined;
    const { pathname, hash } = new URL(reference, `file:///${place}`);
    return pathname.slice(1) + hash;
  }

  /** What a value may be by the schema at `place`. */
  function typesAt(place: string): string[] {
    const schema = schemaAt(place);
    const { title, description } = schema;
    if (title === undefined) return typesOf(schema, place);
    declare(title, place, description, () => union(typesOf(schema, place)));
    return [title];
  }

  /** What a value may be by a schema in the file of `place`. */
  function typesOf(schema: Schema, place: string): string[] {
    if (typeof schema === "boolean") return [schema ? "unknown" : "never"];
    const strange = Object.keys(schema).filter((keyword) => !keywords.has(keyword));
    if (strange.length > 0) throw new Error(`${place}: no type is made of ${strange.join(", ")}`);
    const { anyOf, type = [] } = schema;
    const target = targetOf(schema, place);
    if (target !== undefined) return typesAt(target);
    if (anyOf) {
      for (const branch of anyOf) expectFields(schema, branch, place);
      return anyOf.flatMap((branch) => typesOf(branch, place));
    }
    if ("const" in schema) return [JSON.stringify(schema.const)];
    if (schema.enum) return schema.enum.map((value) => JSON.stringify(value));
    const types = [type].flat().map((name) => typeNamed(name, schema, place));
    return types.length > 0 ? types : ["unknown"];
  }

  /** The type of a union is that of its branches, so these have to repeat the fields that stand beside it. */
  function expectFields({ properties = {} }: SchemaObject, branch: Schema, place: string): void {
    const target = targetOf(branch, place);
    const schema = target === undefined ? branch : schemaAt(target);
    const known = isObject(schema) ? (schema.properties ?? {}) : {};
    const lacking = Object.keys(properties).find((name) => !(name in known));
    if (lacking !== undefined) throw new Error(`${place}: not every branch has ${lacking}`);
  }

  function typeNamed(name: string, schema: SchemaObject, place: string): string {
    if (name === "integer") return "number";
    if (name === "object") return objectOf(schema, place);
    if (name !== "array") return name;
    const items = typesOf((schema["items"] as Schema | undefined) ?? true, place);
    return items.length > 1 ? `(${union(items)})[]` : `${items.join("")}[]`;
  }

  function objectOf({ properties, required = [], additionalProperties }: SchemaObject, place: string): string {
    if (!properties) return `Record<string, ${union(typesOf(additionalProperties ?? true, place))}>`;
    const fields = Object.entries(properties).map(([name, inner]) => {
      const key = /^[a-z_]\w*$/i.test(name) ? name : JSON.stringify(name);
      const mark = required.includes(name) ? ":" : "?:";
      const description = isObject(inner) ? inner.description : undefined;
      return `\n${comment(description)}${behind(key + mark, union(typesOf(inner, place)))};`;
    });
    return `{${indent(fields.join(""))}\n}`;
  }

  const index: { schemas: Record<string, Entry>; events: Record<string, Entry> } = read("index.json");
  for (const { schemas } of Object.values(index.schemas)) for (const place of Object.values(schemas)) typesAt(place);
  for (const api of apis) {
    const [apiName, prefix] = names[api];
    const sentBy = (sender: Direction) => () =>
      union(
        Object.values(index.events).flatMap(({ direction, schemas }) => {
          const place = schemas[api];
          return direction === sender && place !== undefined ? typesAt(place) : [];
        }),
      );
    const add = (name: string, description: string, type: () => string) =>
      declare(prefix + name, "index.json", description, type);
    add(
      "Event",
      `An event of the ${apiName} API, whoever sends it.`,
      () => `${prefix}ServerEvent | ${prefix}ClientEvent`,
    );
    add("ServerEvent", `An event of the ${apiName} API that the service sends.`, sentBy("server"));
    add("ClientEvent", `An event of the ${apiName} API that the client sends.`, sentBy("client"));
    add("Events", `The ${apiName} API's events by their types.`, () => `{ [E in ${prefix}Event as E["type"]]: E }`);
  }
  return [...declared.values()].map(({ text }) => text).join("\n");
}
