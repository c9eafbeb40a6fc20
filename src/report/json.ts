/**
 * One JSON document: `{"findings": [...], "problems": [...], "summary": {...}}`, a finding a line, and
 * `"hidden": [{"file", "count"}, ...]` before the summary where --max-findings left some out. Findings are written
 * as they come, so that memory stays flat; a document without its end is no JSON, and so never
 * passes for a whole one. Its shape does not depend on --quiet.
 */
import type { Finding, Problem } from "../finding.ts";
import { escapeJson, maskDeep } from "./escape.ts";
import type { Reporter, ReporterKind } from "./reporter.ts";

/** Any value on one line, safe to print. */
export function jsonLine(value: unknown): string {
  return escapeJson(JSON.stringify(value));
}

/** A finding with its keys in the order of the interface, which readers of a report get used to. */
export function ordered(finding: Finding): Finding {
  const { rule, severity, message, file, line, column, offset, pointer, event, got, want, suggestion } = finding;
  const { related, count, last } = finding;
  return {
    rule,
    severity,
    message,
    file,
    line,
    column,
    offset,
    pointer,
    ...(event !== undefined && { event }),
    ...(got !== undefined && { got: maskDeep(got) }),
    ...(want !== undefined && { want: maskDeep(want) }),
    ...(suggestion !== undefined && { suggestion }),
    ...(related !== undefined && { related }),
    ...(count !== undefined && { count }),
    ...(last !== undefined && { last }),
  };
}

function list(items: readonly unknown[]): string {
  return items.length === 0 ? "[]" : `[\n${items.map(jsonLine).join(",\n")}\n]`;
}

function create(): Reporter {
  const opening = '{"findings": [';
  const problems: Problem[] = [];
  const hidden: { file: string; count: number }[] = [];
  let empty = true;
  return {
    finding(finding) {
      const text = `${empty ? opening : ","}\n${jsonLine(ordered(finding))}`;
      empty = false;
      return text;
    },
    problem({ file, message }) {
      problems.push({ file, message });
      return "";
    },
    hidden(file, count) {
      hidden.push({ file, count });
      return "";
    },
    finish(summary) {
      const rest = [
        `"problems": ${list(problems)}`,
        ...(hidden.length === 0 ? [] : [`"hidden": ${list(hidden)}`]),
        `"summary": ${jsonLine(summary)}`,
      ];
      return `${empty ? `${opening}]` : "\n]"},\n${rest.join(",\n")}}\n`;
    },
  };
}

export const json: ReporterKind = {
  summary: "one JSON document: findings, problems, summary",
  maxFindings: Number.POSITIVE_INFINITY,
  isDocument: true,
  create,
};
