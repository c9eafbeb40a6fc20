/** The table of reporters: what --format can name. Each is loaded where it is asked for. */
import type { ReporterKind } from "./reporter.ts";

export type ReporterName = "pretty" | "compact" | "json" | "jsonl" | "github";

export const reporters: Readonly<Record<ReporterName, () => Promise<ReporterKind>>> = {
  // for eyes
  pretty: async () => (await import("./pretty.ts")).pretty,
  compact: async () => (await import("./compact.ts")).compact,
  // for programs
  json: async () => (await import("./json.ts")).json,
  jsonl: async () => (await import("./jsonl.ts")).jsonl,
  // for CI
  github: async () => (await import("./github.ts")).github,
};
