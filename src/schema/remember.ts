/**
 * The same mistake is often made in record after record. What a list of ajv's errors came to is remembered by all that
 * decides it, which is little: no value that is long or has others in it is kept, nor compared.
 */
import type { ErrorObject } from "ajv";
import { isObject } from "../json.ts";
import type { Fault } from "./fault.ts";

/** Lists that are remembered at once, and the errors that one has at most. */
const mostLists = 256;
const mostErrors = 128;

/** Units of what is compared of a list, and of a string in it; names of an object that are. */
const longest = 8000;
const longestString = 100;
const mostNames = 48;

/** Keywords whose faults say nothing of the value, and those whose faults depend on the names in it. */
const valueless = new Set(["required", "x-always", "dependentRequired", "dependencies", "if"]);
const naming = new Set(["additionalProperties", "unevaluatedProperties", "minProperties", "maxProperties"]);

const numbers = new WeakMap<object, number>();
let count = 0;

/** A number for an object that stays what it is, such as a schema. */
function numberOf(object: object): number {
  let number = numbers.get(object);
  if (number === undefined) numbers.set(object, (number = ++count));
  return number;
}

/** Text that does not run into what follows. */
const counted = (text: string): string => `${text.length}:${text}`;

/** All of a value that its faults can depend on; undefined where that is too much. */
function traitsOf(value: unknown, keyword: string): string | undefined {
  if (typeof value === "string") return value.length > longestString ? undefined : `"${counted(value)}`;
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "-0" : String(value);
  if (Array.isArray(value)) return `[${value.length}`;
  if (!naming.has(keyword)) return "{";
  const names = Object.keys(value);
  return names.length > mostNames ? undefined : `{${names.map(counted).join()}`;
}

/** Parameters are constants of the schema but for names, and the counts of vocabulary.ts. */
function paramsOf(params: object): string {
  let text = "";
  for (const value of Object.values(params)) {
    if (typeof value === "string") text += counted(value);
    else if (Array.isArray(value) && value.every((item) => typeof item === "number")) text += `[${value.join()}]`;
    else text += typeof value === "object" && value !== null ? `#${numberOf(value)}` : `${String(value)};`;
  }
  return text;
}

/** What is the same of lists of errors only if they come to the same faults; undefined where there is no telling. */
function signatureOf(errors: readonly ErrorObject[]): string | undefined {
  if (errors.length > mostErrors) return undefined;
  let signature = "";
  for (const { keyword, instancePath, params, parentSchema, data, propertyName } of errors) {
    if (!isObject(parentSchema)) return undefined;
    const traits = valueless.has(keyword) ? "" : traitsOf(data, keyword);
    if (traits === undefined || signature.length > longest) return undefined;
    const name = propertyName === undefined ? "" : `@${counted(propertyName)}`;
    signature += `${numberOf(parentSchema)} ${keyword} ${counted(instancePath)}${traits} ${paramsOf(params)}${name}\n`;
  }
  return signature.length > longest ? undefined : signature;
}

const isNested = (value: unknown): boolean => typeof value === "object" && value !== null;

/** `faultsOf`, which gives the same list again for errors that it has seen. */
export function remembering(
  faultsOf: (errors: readonly ErrorObject[]) => readonly Fault[],
): (errors: readonly ErrorObject[]) => readonly Fault[] {
  const known = new Map<string, readonly Fault[]>();
  return (errors) => {
    const signature = signatureOf(errors);
    const found = signature === undefined ? undefined : known.get(signature);
    if (found) return found;
    const faults = faultsOf(errors);
    if (signature === undefined || faults.some(({ got }) => isNested(got))) return faults;
    // nobody quotes such a value, and it need not be kept
    const kept = faults.map((fault) => (isNested(fault.value) ? { ...fault, value: undefined } : fault));
    if (known.size === mostLists) known.clear();
    known.set(signature, kept);
    return kept;
  };
}
