/**
 * One JSON object a line, as things happen; `kind` is `finding`, `problem`, `hidden` or `summary`. The summary
 * is the last line, with --quiet too: a report without it is not whole.
 */
import { fieldsOf, jsonLine } from "./json.ts";
import type { Reporter, ReporterKind } from "./reporter.ts";

function create(): Reporter {
  return {
    finding: (finding) => `{"kind":"finding",${fieldsOf(finding)}}\n`,
    problem: ({ file, message }) => `${jsonLine({ kind: "problem", file, message })}\n`,
    hidden: (file, count) => `${jsonLine({ kind: "hidden", file, count })}\n`,
    finish: (summary) => `${jsonLine({ kind: "summary", ...summary })}\n`,
  };
}

export const jsonl: ReporterKind = {
  summary: "one JSON object a line, the summary last",
  maxFindings: Number.POSITIVE_INFINITY,
  isDocument: true,
  create,
};
