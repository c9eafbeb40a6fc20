/** A user's own schema: draft-07 or 2020-12, with `$ref`s to other files. ajv is loaded only for it. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Ajv, AnySchemaObject, Options, ValidateFunction } from "ajv";
import type { Checker } from "./checker.ts";
import { defaultOf } from "./interop.ts";
import { isObject } from "./json-schema.ts";

/** The schema cannot be used; the message says why. */
export class SchemaError extends Error {}

type Dialect = "2020-12" | "draft-07";

/** What `$schema` can be. */
const dialects: readonly (readonly [RegExp, Dialect])[] = [
  [/^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/, "2020-12"],
  [/^https?:\/\/json-schema\.org\/draft-07\/schema#?$/, "draft-07"],
];

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function readSchema(path: string): AnySchemaObject {
  let text: string;
  try {
    text = readFileSync(path, "utf8").replace(/^\ufeff/, "");
  } catch (error) {
    throw new SchemaError(`cannot read it: ${reasonOf(error)}`);
  }
  let schema: unknown;
  try {
    schema = JSON.parse(text);
  } catch (error) {
    throw new SchemaError(`not JSON: ${reasonOf(error)}`);
  }
  if (typeof schema === "boolean") return schema ? {} : { not: {} };
  if (!isObject(schema)) throw new SchemaError("not a schema: a JSON Schema is an object or a boolean");
  return schema;
}

/** 2020-12 where the schema does not say. */
function dialectOf({ $schema: named }: AnySchemaObject): Dialect {
  if (named === undefined) return "2020-12";
  const dialect = dialects.find(([pattern]) => typeof named === "string" && pattern.test(named));
  if (!dialect) throw new SchemaError(`its $schema is ${JSON.stringify(named)}; known are draft-07 and 2020-12`);
  return dialect[1];
}

/** Where relative references in the schema at `url` start: its `$id`, which may itself be relative. */
function baseOf({ $id: id }: AnySchemaObject, url: string): string {
  return typeof id === "string" ? new URL(id, url).href : url;
}

/**
 * What a reference leads to. A file that is reached by its place has that place for its base, whatever its `$id`
 * says; what is not a file is not followed.
 */
async function referred(uri: string): Promise<AnySchemaObject> {
  const [address = ""] = uri.split("#");
  if (!address.startsWith("file:///")) {
    throw new SchemaError(`it refers to ${address}; references to the network are not followed`);
  }
  try {
    const { $id: _id, ...schema } = readSchema(fileURLToPath(address));
    return schema;
  } catch (error) {
    throw new SchemaError(`it refers to ${address}: ${reasonOf(error)}`);
  }
}

async function createAjv(dialect: Dialect, options: Options): Promise<Ajv> {
  const { default: formats } = await import("ajv-formats");
  const settings: Options = {
    strict: false,
    strictNumbers: true,
    logger: false,
    ownProperties: true,
    loadSchema: referred,
    ...options,
  };
  const ajv: Ajv =
    dialect === "draft-07"
      ? new (await import("ajv")).Ajv(settings)
      : new (await import("ajv/dist/2020.js")).Ajv2020(settings);
  defaultOf(formats)(ajv);
  return ajv;
}

/**
 * Compiles the schema in a file. References to files are followed, to the network they are refused.
 * @throws SchemaError where the schema or one it refers to cannot be used.
 */
export async function ownChecker(path: string): Promise<Checker> {
  const schema = readSchema(path);
  const dialect = dialectOf(schema);
  const located = { ...schema, $id: baseOf(schema, pathToFileURL(resolve(path)).href) };

  async function compile(ajv: Ajv): Promise<ValidateFunction> {
    try {
      return await ajv.compileAsync(located);
    } catch (error) {
      throw error instanceof SchemaError ? error : new SchemaError(reasonOf(error));
    }
  }
  async function explainer(): Promise<(payload: unknown) => ReturnType<Checker["explain"]>> {
    const [{ explainOptions, teach }, { faultsOf }] = await Promise.all([
      import("./vocabulary.ts"),
      import("./fault.ts"),
    ]);
    const ajv = await createAjv(dialect, explainOptions);
    teach(ajv);
    const judge = await compile(ajv);
    return async (payload) => (judge(payload) ? [] : faultsOf(judge.errors ?? [], "own"));
  }

  const accepts = await compile(await createAjv(dialect, {}));
  let explain: ReturnType<typeof explainer> | undefined;
  return {
    accepts: (payload) => accepts(payload),
    explain: async (payload) => (await (explain ??= explainer()))(payload),
  };
}
