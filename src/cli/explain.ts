/** The command `explain`: a rule's page. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../rules/index.ts";
import { nearest } from "../schema/nearest.ts";
import { type Arguments, UsageError } from "./arguments.ts";
import { exitCodes } from "./exit.ts";
import type { Io } from "./io.ts";

export async function explainCommand({ operands }: Arguments, io: Io): Promise<number> {
  const [id] = operands;
  const ids = rules.map((rule) => rule.id);
  if (id === undefined) throw new UsageError("explain wants a rule; rtvalidate rules lists them");
  if (!ids.includes(id)) {
    const near = nearest(id, ids);
    throw new UsageError(
      `the rule ${JSON.stringify(id)} is not known${near === undefined ? "" : `; did you mean ${near}?`}`,
    );
  }
  await io.stdout.write(readFileSync(join(io.home, "examples", "rules", `${id}.md`), "utf8"));
  return exitCodes.clean;
}
