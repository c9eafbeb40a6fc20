/** The command `rules`: the table of rules. */
import { rules } from "../rules/index.ts";
import type { Arguments } from "./arguments.ts";
import { exitCodes } from "./exit.ts";
import type { Io } from "./io.ts";

export async function rulesCommand(_args: Arguments, io: Io): Promise<number> {
  const width = Math.max(...rules.map(({ id }) => id.length));
  const rows = rules.map(({ id, level, summary }) => `${id.padEnd(width)}  ${level.padEnd(7)}  ${summary}\n`);
  await io.stdout.write(rows.join(""));
  return exitCodes.clean;
}
