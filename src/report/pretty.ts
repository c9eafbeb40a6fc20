/**
 * A few lines a finding, for eyes: where, what, and the record around the fault with a caret under it.
 * Text of a record stands behind a gutter, so that no line of data can begin a line of output.
 */
import type { Finding, Problem, Snippet, Summary } from "../finding.ts";
import { hiddenLine, others, place, problemLine, references } from "./compact.ts";
import { joinable, notCommand } from "./escape.ts";
import type { Paint, Reporter, ReporterKind, ReporterOptions } from "./reporter.ts";
import { statsText } from "./stats.ts";
import { totals } from "./totals.ts";
import { width } from "./width.ts";

function excerpt(snippet: Snippet, hint: string, finding: Finding, paint: Paint): string {
  const { before, at, after } = joinable(snippet);
  const mark = paint[finding.severity];
  const gutter = `    ${paint.faint("|")} `;
  const indent = " ".repeat(width(before));
  // Where something is missing there is nothing to underline, but still a place to point at.
  const carets = "^".repeat(Math.max(1, width(at)));
  return `${gutter}${before}${at && mark(at)}${after}\n${gutter}${indent}${mark(carets)}${hint && ` ${hint}`}\n`;
}

function describe(finding: Finding, snippet: Snippet | undefined, paint: Paint): string {
  const { severity, rule, event, message, suggestion } = finding;
  const scene = event === undefined ? "" : ` in ${event}`;
  const hint = suggestion === undefined ? "" : paint.strong(`did you mean "${suggestion}"?`);
  const head = `${paint.strong(place(finding))}: ${paint[severity](severity)}: ${paint.strong(rule)}${scene}\n`;
  const what = `  ${notCommand(message)}\n`;
  // what stands in a record that has gone by cannot be shown
  const isGone = snippet === undefined || snippet.before + snippet.at + snippet.after === "";
  const shown = isGone ? hint && `  ${hint}\n` : excerpt(snippet, hint, finding, paint);
  const notes = [references(finding), others(finding)].filter(Boolean);
  return head + what + shown + notes.map((note) => `  ${paint.faint(note)}\n`).join("");
}

function create({ paint, quiet }: ReporterOptions): Reporter {
  let problems = 0;
  let previous: "nothing" | "line" | "block" = "nothing";
  /** Lines stand together; a finding, or the end, stands apart by a blank line. */
  const apart = (kind: "line" | "block", text: string): string => {
    const gap = previous === "nothing" || (previous === "line" && kind === "line") ? "" : "\n";
    previous = kind;
    return gap + text;
  };
  return {
    finding: (finding, snippet) => apart("block", describe(finding, snippet, paint)),
    more: (finding) => apart("line", `${place(finding)}: ${finding.rule}: ${others(finding)}\n`),
    problem(problem: Problem) {
      problems += 1;
      return apart("line", problemLine(problem));
    },
    hidden: (file, amount) => apart("line", hiddenLine(file, amount)),
    finish(summary: Summary) {
      const stats = statsText(summary.stats);
      const table = stats && apart("block", stats);
      return table + (quiet ? "" : apart("block", `${paint.strong(totals(summary, problems))}\n`));
    },
  };
}

export const pretty: ReporterKind = {
  summary: "for eyes: each finding with the record around the fault",
  maxFindings: 100,
  folds: true,
  shows: true,
  create,
};
