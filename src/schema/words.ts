/** Faults in words: what was found, what was wanted. Where it is comes before, from whoever knows the place. */
import { quoted } from "../text.ts";
import { type Fault, typeInQuotes } from "./fault.ts";
import { isObject } from "../json.ts";

/** Values of a closed list that a message names; more are counted. */
const namedValues = 12;

function listOf(words: readonly string[]): string {
  if (words.length <= 1) return words.join("");
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

function oneOf(values: readonly unknown[], types: readonly string[] = []): string {
  const shown = values.slice(0, namedValues).map(quoted);
  const more = values.length - shown.length;
  const words = [...shown, ...(more > 0 ? [`one of ${more} more`] : []), ...types];
  return words.length > 2 ? `one of ${words.join(", ")}` : listOf(words);
}

/** `want` of a bound: the keyword and its limit. */
function limitOf(want: unknown): [string, string] {
  const [keyword, limit] = isObject(want) ? (Object.entries(want)[0] ?? ["", ""]) : ["", ""];
  return [keyword, String(limit)];
}

const bounds: Record<string, (got: string, limit: string) => string> = {
  minimum: (got, limit) => `got ${got}, want at least ${limit}`,
  maximum: (got, limit) => `got ${got}, want at most ${limit}`,
  exclusiveMinimum: (got, limit) => `got ${got}, want more than ${limit}`,
  exclusiveMaximum: (got, limit) => `got ${got}, want less than ${limit}`,
  minLength: (got, limit) => `got ${got} characters, want at least ${limit}`,
  maxLength: (got, limit) => `got ${got} characters, want at most ${limit}`,
  minItems: (got, limit) => `got ${got} items, want at least ${limit}`,
  maxItems: (got, limit) => `got ${got} items, want at most ${limit}`,
  minProperties: (got, limit) => `got ${got} fields, want at least ${limit}`,
  maxProperties: (got, limit) => `got ${got} fields, want at most ${limit}`,
};

const formats: Record<string, string> = {
  uri: "a URI",
  base64: "base64",
  "date-time": "a date and time (RFC 3339)",
};

const assertions: Record<string, string> = {
  oneOf: "matches more than one of the alternatives, want exactly one",
  not: "is what the schema excludes",
  uniqueItems: "the same item twice, want each once",
  "false schema": "nothing is allowed here",
  items: "more items than the schema allows",
  unevaluatedItems: "more items than the schema allows",
  contains: "no item, or not as many items, of the kind that the schema wants",
};

/** Where a closed list, or a type, could be met by either a value or a type. */
const wanted = ({ values = [], types = [] }: Fault): string => oneOf(values, types);

/** A text that stands for a value which whatever printed it left out. */
const isPrinted = (value: unknown): boolean =>
  typeof value === "string" && /^\[(object )?(Object|Array)\]$/.test(value);

/** What another generation's fields are called here. */
function successors(renamed: Fault["renamed"] = []): string {
  return renamed
    .map(([name, place]) => (place === "" ? `${quoted(name)} is gone` : `${quoted(name)} is ${quoted(place)} here`))
    .join(", ");
}

/** Names that a message shows of those which are in the wrong place. */
const namedBeside = 3;

function misplaced(beside: readonly string[] = []): string {
  if (beside.length === 0) return "";
  const shown = beside.slice(0, namedBeside).map(quoted).join(", ");
  const more = beside.length > namedBeside ? ` and ${beside.length - namedBeside} more` : "";
  return `, where ${shown}${more} ${beside.length === 1 ? "belongs" : "belong"}`;
}

const dumped = ({ times }: Fault): string =>
  times === undefined
    ? ""
    : ` (as in ${times - 1} more ${times === 2 ? "field" : "fields"} of the record: it looks like an object that an SDK printed, such as by model_dump; leave unset fields out)`;

function inQuotes({ value, types }: Fault): string {
  const type = typeInQuotes(value, types);
  if (type === undefined) return "";
  const isNested = type === "object" || type === "array";
  return isNested ? ` (it is JSON in a string; write the ${type} itself)` : " (write it without quotes)";
}

type Words = (fault: Fault) => string;

const words: Record<string, Words> = {
  "enum-mismatch": (fault) =>
    `got ${quoted(fault.got)}${fault.elsewhere === undefined ? "" : `, which belongs to ${fault.elsewhere}`}, want ${wanted(fault)}`,
  "wrong-type"(fault) {
    const printed = isPrinted(fault.value) ? " (printed by console.log, which cuts; use JSON.stringify)" : "";
    const got = isPrinted(fault.value) ? quoted(fault.value) : String(fault.got);
    return `got ${got}, want ${wanted(fault)}${printed}${inQuotes(fault)}${dumped(fault)}`;
  },
  "missing-field": ({ want, got, renamed, beside }) =>
    `missing field ${quoted(want)}${got === undefined ? "" : `, got ${quoted(got)}`}${renamed ? ` (fields of another API: ${successors(renamed)})` : ""}${misplaced(beside)}`,
  "missing-wire-field": ({ want }) => `missing field ${quoted(want)}, which the service always sends`,
  "unexpected-null": (fault) => `got null, which the service never sends here${dumped(fault)}`,
  "unknown-field": ({ got, renamed }) =>
    `unknown field ${quoted(got)}${renamed ? `, of another API: ${successors(renamed)}` : ""}`,
  "out-of-range"({ got, want }) {
    const [keyword, limit] = limitOf(want);
    const say = Object.hasOwn(bounds, keyword) ? bounds[keyword] : undefined;
    return say ? say(String(got), limit) : `got ${quoted(got)}, want ${String(want)}`;
  },
  "bad-format"({ got, want }) {
    const [, pattern] = limitOf(want);
    const name =
      typeof want === "string" ? (formats[want] ?? `the format ${want}`) : `a string that matches ${quoted(pattern)}`;
    return `got ${quoted(got)}, want ${name}`;
  },
  "not-allowed"({ got, want, at }) {
    if (at === "key") return `the field ${quoted(got)} is not allowed here`;
    const [keyword] = limitOf(want);
    if (keyword === "multipleOf") return `got ${quoted(got)}, want a multiple of ${limitOf(want)[1]}`;
    const known = Object.hasOwn(assertions, keyword) ? assertions[keyword] : undefined;
    return known ?? `got ${quoted(got)}, which fails "${keyword}" of the schema`;
  },
};

/** One line, lower case, no full stop, safe to print. */
export function wordsFor(fault: Fault): string {
  const say = Object.hasOwn(words, fault.rule) ? words[fault.rule] : undefined;
  return say ? say(fault) : fault.rule.replaceAll("-", " ");
}
