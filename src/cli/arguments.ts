/** Arguments -> what to do. */
import parse from "yargs-parser";
import type { Level, Severity } from "../finding.ts";
import { type ApiName, schemaNames } from "../dispatch.ts";
import { levels, type ProfileName } from "../levels.ts";
import { type ReporterName, reporters } from "../report/index.ts";
import { type CommandName, commands, type Option, type OptionName, options } from "./options.ts";

/** The command line is wrong; the message says how. */
export class UsageError extends Error {}

export interface Output {
  format: ReporterName;
  /** Where it goes; undefined is standard output. */
  file?: string;
}

/** A command line that was understood. */
export interface Arguments {
  command: CommandName;
  /** What follows the command. */
  operands: string[];
  schema: string;
  api: ApiName;
  profile: ProfileName;
  rules: Record<string, Level>;
  /** Empty where the user did not say. */
  outputs: Output[];
  failOn: Severity | "never";
  maxFindings?: number;
  maxRecord?: number;
  jobs?: number;
  sessionRules: boolean;
  sessionKey?: string;
  maxSessions?: number;
  passthrough?: "valid" | "invalid" | "all";
  stdinName: string;
  allowEmpty: boolean;
  stats: boolean;
  quiet: boolean;
  color: "auto" | "always" | "never";
  progress: boolean;
  help: boolean;
  version: boolean;
}

const table: Readonly<Record<string, Option>> = options;

const namesOf = (type: Option["type"]): string[] => Object.keys(table).filter((name) => table[name]?.type === type);
const isOneOf = <Name extends string>(value: string, names: readonly Name[]): value is Name =>
  names.some((name) => name === value);

async function suggestion(got: string, names: readonly string[]): Promise<string> {
  const { nearest } = await import("../schema/nearest.ts");
  const near = nearest(got, names);
  return near === undefined ? "" : `; did you mean ${near}?`;
}

async function refuse(what: string, got: string, names: readonly string[]): Promise<never> {
  throw new UsageError(`${what} ${JSON.stringify(got)} is not known${await suggestion(got, names)}`);
}

/** `ID=LEVEL` pairs as a record. */
async function levelsOf(settings: readonly string[]): Promise<Record<string, Level>> {
  const set: Record<string, Level> = {};
  if (settings.length === 0) return set;
  const ids = (await import("../rules/index.ts")).rules.map(({ id }) => id);
  for (const setting of settings) {
    const [, id = setting, level = ""] = /^([^=]*)=(.*)$/s.exec(setting) ?? [];
    if (!isOneOf(id, ids)) await refuse("the rule", id, ids);
    if (!isOneOf(level, levels))
      throw new UsageError(`--rule ${id}=LEVEL wants ${levels.join(", ")}, got ${JSON.stringify(level)}`);
    set[id] = level;
  }
  return set;
}

async function outputsOf(formats: readonly string[]): Promise<Output[]> {
  const outputs: Output[] = [];
  for (const format of formats) {
    const at = format.indexOf("=");
    const name = at === -1 ? format : format.slice(0, at);
    const file = at === -1 ? undefined : format.slice(at + 1);
    const known = Object.keys(reporters) as ReporterName[];
    if (!isOneOf(name, known))
      throw new UsageError(
        `--format wants ${known.join(", ")}, got ${JSON.stringify(name)}${await suggestion(name, known)}`,
      );
    if (file === "") throw new UsageError(`--format ${name}= wants the name of a file after it`);
    outputs.push({ format: name, ...(file === undefined ? {} : { file }) });
  }
  return outputs;
}

/** A count of bytes such as 64M. */
function bytesOf(size: string): number {
  const found = /^(\d+)\s*([kmg]?)(i?b)?$/i.exec(size.trim());
  const bytes = Number(found?.[1]) * 1024 ** " kmg".indexOf(found?.[2]?.toLowerCase() || " ");
  if (!found || bytes < 1) throw new UsageError(`--max-record wants a size such as 64M, got ${JSON.stringify(size)}`);
  return bytes;
}

/** How many words may follow a command. */
const mostOperands: Readonly<Record<CommandName, number>> = {
  check: Infinity,
  schemas: 2,
  rules: 0,
  explain: 1,
  completion: 0,
};

type Parsed = Record<string, unknown>;

/** The last of what an option was given; an option that needs a value has one. */
function valueOf(parsed: Parsed, name: OptionName): string | undefined {
  const text: unknown = [parsed[name]].flat().at(-1);
  if (text === undefined) return undefined;
  const { choices } = table[name] ?? {};
  if (typeof text !== "string" || text === "") throw new UsageError(`--${name} wants a value`);
  if (choices && !choices.includes(text)) {
    throw new UsageError(`--${name} wants ${choices.join(", ")}, got ${JSON.stringify(text)}`);
  }
  return text;
}

function numberOf(parsed: Parsed, name: OptionName): number | undefined {
  const text = valueOf(parsed, name);
  if (text !== undefined && !/^\d+$/.test(text))
    throw new UsageError(`--${name} wants a number, got ${JSON.stringify(text)}`);
  return text === undefined ? undefined : Number(text);
}

/** `-fjsonl` as `-f jsonl`, as everywhere; a letter that takes no value stays as it is. */
function separated(argv: readonly string[]): string[] {
  const end = argv.indexOf("--");
  return argv.flatMap((word, at) => {
    const [, letter, value] = /^-([A-Za-z])=?(.+)$/s.exec(word) ?? [];
    const option = Object.values(table).find(({ alias }) => alias !== undefined && alias === letter);
    const isJoined = letter !== undefined && value !== undefined && option !== undefined && option.type !== "boolean";
    return isJoined && (end === -1 || at < end) ? [`-${letter}`, value] : [word];
  });
}

/** @throws UsageError */
export async function readArguments(argv: readonly string[]): Promise<Arguments> {
  const parsed: Parsed = parse(separated(argv), {
    string: [...namesOf("string"), ...namesOf("number")],
    boolean: namesOf("boolean"),
    array: namesOf("array"),
    alias: Object.fromEntries(Object.entries(table).flatMap(([name, { alias }]) => (alias ? [[name, [alias]]] : []))),
    configuration: {
      "camel-case-expansion": false,
      "dot-notation": false,
      "greedy-arrays": false,
      "parse-numbers": false,
      "parse-positional-numbers": false,
      "strip-aliased": true,
      "populate--": true,
    },
  });

  for (const name of Object.keys(parsed)) {
    if (name === "_" || name === "--" || Object.hasOwn(options, name)) continue;
    const got = name.length === 1 ? `-${name}` : `--${name}`;
    await refuse(
      "the option",
      got,
      Object.keys(options).map((known) => `--${known}`),
    );
  }
  const plain = [parsed["_"]].flat().map(String);
  const rest = [parsed["--"] ?? []].flat().map(String);
  const [first = ""] = plain;
  const isCommand = isOneOf(first, Object.keys(commands) as CommandName[]);
  const surplus = isCommand ? plain[1 + mostOperands[first]] : undefined;
  if (surplus !== undefined) {
    throw new UsageError(`${first} takes no ${JSON.stringify(surplus)}; a file that is named ${first} is ./${first}`);
  }
  const list = (name: OptionName): string[] =>
    [parsed[name] ?? []].flat().map((word: unknown) => {
      if (typeof word !== "string" || word === "") throw new UsageError(`--${name} wants a value`);
      return word;
    });

  // --color alone is what people write for "always", --no-color for "never"
  if (parsed["color"] === false) parsed["color"] = "never";
  if (parsed["color"] === "") parsed["color"] = "always";
  const count = numberOf(parsed, "max-findings");
  const jobs = numberOf(parsed, "jobs");
  if (jobs === 0) throw new UsageError("--jobs wants at least 1");
  const sessionKey = valueOf(parsed, "session-key");
  if (sessionKey !== undefined && !sessionKey.startsWith("/"))
    throw new UsageError(`--session-key wants a pointer such as /connection, got ${JSON.stringify(sessionKey)}`);
  const maxSessions = numberOf(parsed, "max-sessions");
  if (maxSessions === 0) throw new UsageError("--max-sessions wants at least 1");
  const size = valueOf(parsed, "max-record");
  const passthrough = valueOf(parsed, "passthrough") as Arguments["passthrough"];
  return {
    command: isCommand ? first : "check",
    operands: [...(isCommand ? plain.slice(1) : plain), ...rest],
    schema: valueOf(parsed, "schema") ?? schemaNames[0],
    api: (valueOf(parsed, "api") ?? "auto") as ApiName,
    profile: (valueOf(parsed, "profile") ?? "wire") as ProfileName,
    rules: await levelsOf(list("rule")),
    outputs: await outputsOf(list("format")),
    failOn: (valueOf(parsed, "fail-on") ?? "error") as Arguments["failOn"],
    ...(count === undefined ? {} : { maxFindings: count }),
    ...(jobs === undefined ? {} : { jobs }),
    sessionRules: parsed["session-rules"] !== false,
    ...(sessionKey === undefined ? {} : { sessionKey }),
    ...(maxSessions === undefined ? {} : { maxSessions }),
    ...(size === undefined ? {} : { maxRecord: bytesOf(size) }),
    ...(passthrough === undefined ? {} : { passthrough }),
    stdinName: valueOf(parsed, "stdin-name") ?? "<stdin>",
    allowEmpty: parsed["allow-empty"] === true,
    stats: parsed["stats"] === true,
    quiet: parsed["quiet"] === true,
    color: (valueOf(parsed, "color") ?? "auto") as Arguments["color"],
    progress: parsed["progress"] !== false,
    help: parsed["help"] === true,
    version: parsed["version"] === true,
  };
}
