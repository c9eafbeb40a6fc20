/** Help and shell completion, by yargs from the table of options. Loaded only when asked for. */
import yargs from "yargs";
import { rules } from "../rules/index.ts";
import type { Arguments } from "./arguments.ts";
import { exitCodes } from "./exit.ts";
import type { Io } from "./io.ts";
import { type CommandName, commands, negated, type Option, options } from "./options.ts";

type Yargs = ReturnType<typeof yargs>;

const checksOnly = (name: string): boolean => name !== "help" && name !== "version";

function described({ alias, type, describe, choices, value, otherwise }: Option): Record<string, unknown> {
  return {
    ...(alias ? { alias } : {}),
    type: type === "array" ? "string" : type,
    describe: value ? `${value}: ${describe}` : describe,
    ...(choices ? { choices } : {}),
    ...(otherwise ? { defaultDescription: otherwise } : {}),
    requiresArg: type !== "boolean",
  };
}

function parser(argv: readonly string[], command: CommandName): Yargs {
  const all: Readonly<Record<string, Option>> = options;
  let built = yargs([...argv])
    .scriptName("rtvalidate")
    .help(false)
    .version(false)
    .exitProcess(false)
    .wrap(100);
  for (const [name, option] of Object.entries(all)) {
    if (checksOnly(name) && command !== "check") continue;
    built = built.option(negated.includes(name) ? `no-${name}` : name, described(option) as Record<string, never>);
  }
  return built;
}

const examples: readonly (readonly [string, string])[] = [
  ["node record.js | rtvalidate", "check what is piped in, while it comes"],
  ["rtvalidate fixtures/ 'captures/**/*.jsonl'", "check directories and globs"],
  ["rtvalidate -f json=report.json session.jsonl", "a report for programs"],
  ["rtvalidate explain enum-mismatch", "what a finding means"],
];

/** Help of the whole, or of one command where one was named. */
export async function helpCommand(args: Arguments, io: Io): Promise<number> {
  let built = parser([], args.command);
  if (args.command === "check") {
    built = built.usage(
      "rtvalidate [inputs...]\n\nTells whether captured OpenAI Realtime traffic is what it claims to be.",
    );
    for (const { usage, describe } of Object.values(commands)) built = built.command(usage, describe);
    for (const [line, describe] of examples) built = built.example(line, describe);
    built = built.epilogue(
      "Exit codes: 0 all was read and nothing reached --fail-on; 1 something did;\n2 wrong use or an unreadable input; 3 a fault of rtvalidate's own; 130 interrupted.",
    );
  } else {
    const { usage, describe } = commands[args.command];
    built = built.usage(`rtvalidate ${usage}\n\n${describe}`);
  }
  await io.stdout.write(`${await built.getHelp()}\n`);
  return exitCodes.clean;
}

/** The script that a shell sources, for bash or for the zsh that SHELL names. It asks `complete` for words. */
export async function completionCommand(_args: Arguments, io: Io): Promise<number> {
  let script = "";
  const built = parser([], "completion").command("check", "").completion("completion", false);
  await built.parseAsync(["completion"], (_error: unknown, _argv: unknown, output: string) => {
    script = output;
  });
  await io.stdout.write(`${script}\n`);
  return exitCodes.clean;
}

/** What could come next, a line each. */
export async function complete(argv: readonly string[], io: Io): Promise<number> {
  const words = argv.slice(argv.indexOf("--get-yargs-completions") + 1);
  const current = words.at(-1) ?? "";
  const previous = words.at(-2) ?? "";
  const candidates = candidatesAfter(previous, current, words);
  await io.stdout.write(
    candidates
      .filter((word) => word.startsWith(current))
      .map((word) => `${word}\n`)
      .join(""),
  );
  return exitCodes.clean;
}

function candidatesAfter(previous: string, current: string, words: readonly string[]): string[] {
  const all: readonly (readonly [string, Option])[] = Object.entries(options);
  const [, option] =
    all.find(([name, { alias }]) => previous === `--${name}` || (alias && previous === `-${alias}`)) ?? [];
  if (option?.choices) return [...option.choices];
  if (previous === "explain") return rules.map(({ id }) => id);
  if (current.startsWith("-")) return all.map(([name]) => (negated.includes(name) ? `--no-${name}` : `--${name}`));
  return words.length <= 2 ? Object.keys(commands) : [];
}
