/** A user's own schema: draft-07 or 2020-12, with `$ref`s to other files. ajv is loaded only for it. */
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { AnySchemaObject, Options } from "ajv";
import type { Checker } from "./checker.ts";
import { isObject } from "./json-schema.ts";

/** The schema cannot be used; the message says why. */
export class SchemaError extends Error {}

/** `$schema` -> the dialect that is loaded for it; 2020-12 where it says nothing. */
const dialects: readonly (readonly [RegExp, "2020-12" | "draft-07"])[] = [
  [/^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/, "2020-12"],
  [/^https?:\/\/json-schema\.org\/draft-07\/schema#?$/, "draft-07"],
];

function readSchema(path: string): AnySchemaObject {
  let text: string;
  try {
    text = readFileSync(path, "utf8").replace(/^\ufeff/, "");
  } catch (error) {
    throw new SchemaError(`cannot read it: ${error instanceof Error ? error.message : String(error)}`);
  }
  let schema: unknown;
  try {
    schema = JSON.parse(text);
  } catch (error) {
    throw new SchemaError(`not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof schema === "boolean") return schema ? {} : { not: {} };
  if (!isObject(schema)) throw new SchemaError("not a schema: a JSON Schema is an object or a boolean");
  return schema;
}

function dialectOf(schema: AnySchemaObject): "2020-12" | "draft-07" {
  const named: unknown = schema["$schema"];
  if (named === undefined) return "2020-12";
  const dialect = dialects.find(([pattern]) => typeof named === "string" && pattern.test(named));
  if (!dialect) throw new SchemaError(`its $schema is ${JSON.stringify(named)}; known are draft-07 and 2020-12`);
  return dialect[1];
}

/** Where relative references of the schema in the file `url` start: its `$id`, which may itself be relative. */
function baseOf(schema: AnySchemaObject, url: string): string {
  const id: unknown = schema["$id"];
  return typeof id === "string" ? new URL(id, url).href : url;
}

/**
 * Compiles the schema in a file. References to files are followed, to the network they are refused.
 * @throws SchemaError where the schema or one it refers to cannot be used.
 */
export async function ownChecker(path: string): Promise<Checker> {
  const main = readSchema(path);
  const dialect = dialectOf(main);
  const [{ Ajv2020 }, { Ajv }, formats, { explainOptions, teach }, { faultsOf }] = await Promise.all([
    import("ajv/dist/2020.js"),
    import("ajv"),
    import("ajv-formats"),
    import("./vocabulary.ts"),
    import("./fault.ts"),
  ]);
  const folder = dirname(resolve(path));

  /** ajv asks for what it does not have by its URI; one with the `$id` of a file is that file's. */
  function load(uri: string): Promise<AnySchemaObject> {
    const [address = ""] = uri.split("#");
    if (!address.startsWith("file:")) {
      return Promise.reject(new SchemaError(`it refers to ${address}; references to the network are not followed`));
    }
    try {
      return Promise.resolve(withoutId(readSchema(fileURLToPath(address))));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return Promise.reject(new SchemaError(`it refers to ${address}: ${reason}`));
    }
  }
  async function compile(options: Options): Promise<import("ajv").ValidateFunction> {
    const settings: Options = {
      strict: false,
      logger: false,
      ownProperties: true,
      allowUnionTypes: true,
      loadSchema: load,
      ...options,
    };
    const ajv = dialect === "draft-07" ? new Ajv(settings) : new Ajv2020(settings);
    const add = "default" in formats ? (formats.default as unknown as typeof formats) : formats;
    (add as unknown as (ajv: unknown) => void)(ajv);
    if (options.allErrors) teach(ajv as import("ajv").Ajv);
    const url = pathToFileURL(resolve(folder, path)).href;
    return ajv.compileAsync({ ...main, $id: baseOf(main, url) });
  }
  async function usable(options: Options): Promise<import("ajv").ValidateFunction> {
    try {
      return await compile(options);
    } catch (error) {
      if (error instanceof SchemaError) throw error;
      throw new SchemaError(error instanceof Error ? error.message : String(error));
    }
  }

  const validate = await usable({ messages: false });
  let explaining: Promise<import("ajv").ValidateFunction> | undefined;
  return {
    accepts: (payload) => validate(payload),
    async explain(payload) {
      const judge = await (explaining ??= usable(explainOptions));
      return judge(payload) ? [] : faultsOf(judge.errors ?? [], "own");
    },
  };
}

/** A file that is reached by its place has that place for its base, whatever its `$id` says. */
function withoutId(schema: AnySchemaObject): AnySchemaObject {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => keyword !== "$id"));
}
