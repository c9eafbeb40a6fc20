/**
 * The command line as a function: arguments and streams in, exit code out. Nothing else of the program
 * reads arguments or decides how it ends.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { printable } from "../text.ts";
import { checkCommand } from "./check.ts";
import { type Arguments, readArguments, UsageError } from "./arguments.ts";
import { exitCodes } from "./exit.ts";
import { type Io, OutputError } from "./io.ts";
import type { CommandName } from "./options.ts";

type Run = (args: Arguments, io: Io) => Promise<number>;

/** What a command loads is loaded only for it; nearly every run is a check. */
const runs: Readonly<Record<CommandName, () => Promise<Run>>> = {
  check: () => Promise.resolve(checkCommand),
  schemas: async () => (await import("./schemas.ts")).schemasCommand,
  rules: async () => (await import("./rules.ts")).rulesCommand,
  explain: async () => (await import("./explain.ts")).explainCommand,
  completion: async () => (await import("./help.ts")).completionCommand,
};

function versionOf(home: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
  return typeof manifest === "object" && manifest !== null && "version" in manifest
    ? String(manifest.version)
    : "unknown";
}

async function run(argv: readonly string[], io: Io): Promise<number> {
  // what a shell's completion script asks, in yargs' own words
  if (argv[0] === "--get-yargs-completions") return (await import("./help.ts")).complete(argv, io);
  const args = await readArguments(argv);
  if (args.version) {
    await io.stdout.write(`${versionOf(io.home)}\n`);
    return exitCodes.clean;
  }
  if (args.help) return (await import("./help.ts")).helpCommand(args, io);
  return (await runs[args.command]())(args, io);
}

/** Says on standard error what went wrong; if nobody reads that either, the exit code has to do. */
async function complain(io: Io, message: string): Promise<void> {
  await io.stderr.write(message).catch(() => undefined);
}

/** @returns the exit code. Never throws. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await run(argv, io);
  } catch (error) {
    if (error instanceof UsageError) {
      await complain(io, `rtvalidate: ${printable(error.message)}\nrtvalidate --help lists what there is\n`);
      return exitCodes.trouble;
    }
    if (error instanceof OutputError) {
      if (error.isClosed) return exitCodes.clean;
      await complain(io, `rtvalidate: ${printable(error.message)}\n`);
      return exitCodes.trouble;
    }
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const lines = trace.split("\n").map(printable).join("\n");
    await complain(io, `rtvalidate: a fault of its own, not of your data; please report it\n${lines}\n`);
    return exitCodes.internal;
  }
}
