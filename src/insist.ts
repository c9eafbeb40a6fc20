/**
 * Options of the library that are none: a program without types that misspells one would be told that all is well by a check
 * other than the one that it asked for.
 */
import { apiNames, schemaNames } from "./dispatch.ts";
import { isObject, typeOf } from "./json.ts";
import { levels, profiles } from "./levels.ts";
import type { PlanOptions } from "./plan.ts";
import { rules } from "./rules/index.ts";
import { quoted } from "./text.ts";

/** What a value has to be, in words, and whether it is. */
type Wanted = readonly [words: string, isIt: (value: unknown) => boolean];

const oneOf = (names: readonly string[]): Wanted => [
  `one of ${names.map(quoted).join(", ")}`,
  (value) => names.some((name) => name === value),
];
const ofType = (type: string): Wanted => [`a ${type}`, (value) => typeof value === type];
const positive: Wanted = ["a number above 0", (value) => typeof value === "number" && value > 0];

const wantedLevel = oneOf(levels);

const wanted: Readonly<Record<keyof PlanOptions | "name", Wanted>> = {
  schema: ofType("string"),
  api: oneOf(apiNames),
  profile: oneOf(profiles),
  rules: ["an object", isObject],
  maxRecord: positive,
  sessionRules: ofType("boolean"),
  sessionKey: ofType("string"),
  maxSessions: positive,
  passthrough: oneOf(["valid", "invalid", "all"]),
  engine: ofType("string"),
  jobs: positive,
  name: ofType("string"),
};

function insistOn(what: string, value: unknown, [words, isIt]: Wanted): void {
  if (value === undefined || isIt(value)) return;
  throw new TypeError(`${what} has to be ${words}, got ${typeof value === "string" ? quoted(value) : typeOf(value)}`);
}

/**
 * @param isBundled no schema of the user's own will do.
 * @throws TypeError where an option or a rule is not known, or has a value that it cannot have.
 */
export function insist(options: object, isBundled: boolean): void {
  if (!isObject(options)) throw new TypeError(`the options have to be an object, got ${typeOf(options)}`);
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(wanted, name)) throw new TypeError(`there is no option ${quoted(name)}`);
    const one = name === "schema" && isBundled ? oneOf(schemaNames) : wanted[name as keyof typeof wanted];
    insistOn(`the option ${name}`, value, one);
  }
  for (const [rule, level] of Object.entries(options["rules"] ?? {})) {
    if (!rules.some(({ id }) => id === rule)) throw new TypeError(`there is no rule ${quoted(rule)}`);
    insistOn(`the level of ${rule}`, level, wantedLevel);
  }
}
