/** A user's own schema: draft-07 or 2020-12, with `$ref`s to other files. ajv is loaded only for it. */
import { readFileSync } from "node:fs";
import { posix, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Ajv, AnySchemaObject, Options, ValidateFunction } from "ajv";
import { defaultOf } from "./interop.ts";
import { isObject } from "../json.ts";
import type { Explain, Judge } from "./judge.ts";

/** The schema cannot be used; the message says why. */
export class SchemaError extends Error {}

type Dialect = "2020-12" | "draft-07";

/** What `$schema` can be. */
const dialects: readonly (readonly [RegExp, Dialect])[] = [
  [/^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/, "2020-12"],
  [/^https?:\/\/json-schema\.org\/draft-07\/schema#?$/, "draft-07"],
];

const endless = "it refers to itself without end";

/** Reasons in words of ajv or of the system, and what to say instead. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/^Maximum call stack size exceeded/, endless],
  [/^AnySchema .* is loaded but (.*) cannot be resolved$/s, "it refers to $1, which is not there"],
  [/^can't resolve reference (.*) from id .*$/s, "it refers to $1, which is not there"],
  [/^URI contains malformed .*$/s, "it refers to what is no URI"],
  [/^(?:Error: )?ENOENT\b.*$/s, "no such file"],
  [/^(?:Error: )?EISDIR\b.*$/s, "a directory"],
];

function reasonOf(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  const [pattern, words] = reasons.find(([known]) => known.test(reason)) ?? [];
  return pattern && words !== undefined ? reason.replace(pattern, words) : reason;
}

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

/** Keywords that a schema can consist of without asserting anything. */
const silentKeywords = /^(\$|x-|title$|description$|examples$|default$|definitions$|deprecated$|readOnly$|writeOnly$)/;

/** @throws SchemaError where a file that is no schema would accept everything. */
function refuseNonsense(schema: AnySchemaObject, ajv: Ajv): void {
  if (schema["$async"] === true) throw new SchemaError("it is asynchronous ($async), which is not supported");
  const keywords = Object.keys(schema);
  const known = keywords.some((keyword) => silentKeywords.test(keyword) || ajv.getKeyword(keyword) !== false);
  if (keywords.length > 0 && !known) {
    throw new SchemaError(`it has no keyword of JSON Schema, but ${keywords.slice(0, 3).join(", ")}; is it a schema?`);
  }
}

/**
 * The files that references lead to. A schema may say by its `$id` that it lives elsewhere, on a server say; what lies
 * there relative to it is looked for relative to its file.
 */
function createFiles(): {
  /** The URI that stands for the schema in the file at `url`. */
  add(schema: AnySchemaObject, url: string): string;
  /** @throws SchemaError */
  load(uri: string): Promise<AnySchemaObject>;
  /** All that were added or loaded, by URI. */
  known: ReadonlyMap<string, AnySchemaObject>;
} {
  /** The URI of a schema, and of its file. */
  const homes: { uri: string; url: string }[] = [];
  const known = new Map<string, AnySchemaObject>();
  const withoutFragment = (uri: string): string => uri.split("#")[0] ?? "";
  const folderOf = (uri: string): string => uri.slice(0, uri.lastIndexOf("/") + 1);

  function fileOf(uri: string): string | undefined {
    if (uri.startsWith("file:///")) return uri;
    const home = homes.find((other) => URL.canParse(uri) && new URL(other.uri).host === new URL(uri).host);
    return home && new URL(posix.relative(folderOf(home.uri), uri), home.url).href;
  }
  function add(schema: AnySchemaObject, url: string): string {
    const { $id: id } = schema;
    if (typeof id === "string" && !URL.canParse(id, url)) throw new SchemaError(`its $id is no URI: ${id}`);
    const uri = typeof id === "string" ? withoutFragment(new URL(id, url).href) : url;
    homes.push({ uri, url });
    known.set(uri, schema);
    return uri;
  }
  return {
    add,
    known,
    async load(uri) {
      const address = withoutFragment(uri);
      const url = fileOf(address);
      if (/^https?:\/\/json-schema\.org\//.test(address))
        throw new SchemaError(`it mixes drafts: it refers to ${address}`);
      if (url === undefined) {
        throw new SchemaError(`it refers to ${address}; references to the network are not followed`);
      }
      try {
        const schema = known.get(address) ?? readSchema(fileURLToPath(url));
        if (!known.has(address)) add(schema, url);
        // reached by this address, it has this address for its base
        const { $id: _id, ...rest } = schema;
        return rest;
      } catch (error) {
        throw new SchemaError(`it refers to ${address}: ${reasonOf(error)}`);
      }
    },
  };
}

async function createAjv(dialect: Dialect, load: Options["loadSchema"] & {}, options: Options): Promise<Ajv> {
  const { default: formats } = await import("ajv-formats");
  const settings: Options = {
    strict: false,
    strictNumbers: true,
    logger: false,
    ownProperties: true,
    loadSchema: load,
    ...options,
  };
  const ajv: Ajv =
    dialect === "draft-07"
      ? new (await import("ajv")).Ajv(settings)
      : new (await import("ajv/dist/2020.js")).Ajv2020(settings);
  defaultOf(formats)(ajv);
  return ajv;
}

/** What is no JSON Schema in the first of `schemas` that is none: the first mistake, told as those of records are. */
async function nonsenseIn(
  schemas: ReadonlyMap<string, AnySchemaObject>,
  dialect: Dialect,
): Promise<string | undefined> {
  const [{ explainOptions, teach }, { createOwnFaults }, { wordsFor }] = await Promise.all([
    import("./vocabulary.ts"),
    import("./errors.ts"),
    import("./words.ts"),
  ]);
  const ajv = await createAjv(dialect, () => Promise.resolve({}), explainOptions);
  teach(ajv);
  const faultsOf = createOwnFaults();
  const [first] = schemas.keys();
  for (const [uri, schema] of schemas) {
    if (await ajv.validateSchema(schema)) continue;
    const [fault] = faultsOf(ajv.errors ?? []);
    if (!fault) continue;
    const place = `${fault.pointer === "" ? "" : `at ${fault.pointer}: `}${wordsFor(fault)}`;
    const hint = fault.suggestion === undefined ? "" : `; did you mean "${fault.suggestion}"?`;
    return `${uri === first ? "" : `it refers to ${uri}: `}not a JSON Schema: ${place}${hint}`;
  }
  return undefined;
}

/** A user's schema, and where it came from. */
export interface Own {
  path: string;
  schema: AnySchemaObject;
  dialect: Dialect;
}

/** @throws SchemaError */
export function readOwn(path: string): Own {
  if (/^https?:\/\//i.test(path)) throw new SchemaError("the network is not asked; save it, and name the file");
  const schema = readSchema(path);
  return { path, schema, dialect: dialectOf(schema) };
}

/**
 * Compiles a schema. References to files are followed, to the network they are refused.
 * @throws SchemaError where the schema or one it refers to cannot be used.
 */
export async function ownJudge({ path, schema, dialect }: Own): Promise<Judge> {
  const files = createFiles();
  const located = { ...schema, $id: files.add(schema, pathToFileURL(resolve(path)).href) };

  async function compile(options: Options): Promise<ValidateFunction> {
    const ajv = await createAjv(dialect, (uri) => files.load(uri), options);
    refuseNonsense(schema, ajv);
    if (options.allErrors) (await import("./vocabulary.ts")).teach(ajv);
    try {
      return await ajv.compileAsync(located);
    } catch (error) {
      if (error instanceof SchemaError) throw error;
      throw new SchemaError((await nonsenseIn(files.known, dialect)) ?? reasonOf(error));
    }
  }
  /** Runs a validator. A schema that leads to itself on the same value has no end. */
  function run(validate: ValidateFunction, payload: unknown): boolean {
    try {
      return validate(payload);
    } catch (error) {
      if (error instanceof RangeError) throw new SchemaError(endless);
      throw error;
    }
  }
  async function explainer(): Promise<Explain> {
    const [{ explainOptions }, { createOwnFaults }] = await Promise.all([
      import("./vocabulary.ts"),
      import("./errors.ts"),
    ]);
    const judge = await compile(explainOptions);
    const faultsOf = createOwnFaults();
    return (_schema, payload) => (run(judge, payload) ? [] : faultsOf(judge.errors ?? []));
  }

  const accepts = await compile({});
  let explain: Promise<Explain> | undefined;
  return {
    accepts: (_schema, payload) => run(accepts, payload),
    explaining: () => (explain ??= explainer()),
  };
}
