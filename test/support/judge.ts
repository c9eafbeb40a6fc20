/** Says by other means what a prover has to be right about: TextDecoder, JSON.parse, a count of keys, and ajv. */
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { defaultOf } from "../../src/schema/interop.ts";

export type Dialect = "2020-12" | "draft-07";
export const dialects: readonly Dialect[] = ["draft-07", "2020-12"];

export type Fault = "not UTF-8" | "not JSON" | "a key stands twice" | "not valid";

export interface Judge {
  /** What is wrong with a text; nothing with one that may be proved. */
  faultOf(text: Uint8Array): Fault | undefined;
}

/** ajv as src/schema/own.ts has it. */
function createAjv(dialect: Dialect): Ajv {
  const settings = { strict: false, strictNumbers: true, logger: false, ownProperties: true } as const;
  const ajv: Ajv = dialect === "draft-07" ? new Ajv(settings) : new Ajv2020(settings);
  defaultOf(formats)(ajv);
  return ajv;
}

/** Whether an object in `json` has a key twice. Only for what JSON.parse accepts. */
export function hasKeyTwice(json: string): boolean {
  const open: Set<string>[] = [];
  for (const [token, string, colon] of json.matchAll(/("(?:[^"\\]+|\\.)*")\s*(:)?|[{}[\]]/g)) {
    if (token === "{" || token === "[") open.push(new Set());
    else if (token === "}" || token === "]") open.pop();
    else if (string !== undefined && colon !== undefined) {
      const key: string = JSON.parse(string);
      const keys = open.at(-1)!;
      if (keys.has(key)) return true;
      keys.add(key);
    }
  }
  return false;
}

/** A schema that leads to itself on the same value has no end, so that nothing is valid. */
function isValid(validate: (value: unknown) => unknown, value: unknown): boolean {
  try {
    return validate(value) === true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

// a byte order mark is no JSON, so it is not to be taken away
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

const shared: Record<Dialect, Ajv> = { "draft-07": createAjv("draft-07"), "2020-12": createAjv("2020-12") };

/** @throws where ajv cannot compile the schema. */
function compile(schema: boolean | object, dialect: Dialect): (value: unknown) => unknown {
  // names would stay in the ajv that has learnt them
  const hasName = JSON.stringify(schema).includes('"$id"');
  const ajv = hasName ? createAjv(dialect) : shared[dialect];
  try {
    return ajv.compile(schema);
  } finally {
    if (typeof schema === "object") ajv.removeSchema(schema);
  }
}

/** @throws where ajv cannot compile the schema. */
export function createJudge(schema: unknown, dialect: Dialect): Judge {
  const validate = compile(schema as boolean | object, dialect);
  return {
    faultOf(text) {
      let json: string;
      try {
        json = utf8.decode(text);
      } catch {
        return "not UTF-8";
      }
      let value: unknown;
      try {
        value = JSON.parse(json);
      } catch {
        return "not JSON";
      }
      if (hasKeyTwice(json)) return "a key stands twice";
      return isValid(validate, value) ? undefined : "not valid";
    },
  };
}
