/** The table of reporters: what --format can name. */
import { compact } from "./compact.ts";
import { github } from "./github.ts";
import { json } from "./json.ts";
import { jsonl } from "./jsonl.ts";
import { pretty } from "./pretty.ts";
import type { ReporterKind } from "./reporter.ts";

export type ReporterName = "pretty" | "compact" | "json" | "jsonl" | "github";

export const reporters: Readonly<Record<ReporterName, ReporterKind>> = {
  // for eyes
  pretty,
  compact,
  // for programs
  json,
  jsonl,
  // for CI
  github,
};
