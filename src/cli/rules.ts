/** The command `rules`: the rules for records, then those for sessions with what they rest on and where that can be read. */
import { recordRules } from "../rules/records.ts";
import { sessionRules } from "../rules/sessions.ts";
import type { Arguments } from "./arguments.ts";
import { exitCodes } from "./exit.ts";
import type { Io } from "./io.ts";

export async function rulesCommand(_args: Arguments, io: Io): Promise<number> {
  const width = Math.max(...[...recordRules, ...sessionRules].map(({ id }) => id.length));
  const row = ({ id, level, summary }: { id: string; level: string; summary: string }): string =>
    `${id.padEnd(width)}  ${level.padEnd(7)}  ${summary}\n`;
  const records = recordRules.map(row);
  const sessions = sessionRules.map((rule) => `${row(rule)}  ${rule.evidence}; ${rule.source}\n`);
  await io.stdout.write(
    ["Of each record by itself:\n\n", ...records, "\nOf the events of a session:\n\n", ...sessions].join(""),
  );
  return exitCodes.clean;
}
