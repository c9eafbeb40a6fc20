/** One line a finding, `file:line:column: severity: message [rule]`, for logs, editors and grep. */
import type { Finding, Problem, Summary } from "../finding.ts";
import { fileName } from "./escape.ts";
import type { Reporter, ReporterKind, ReporterOptions } from "./reporter.ts";
import { statsText } from "./stats.ts";
import { count, totals } from "./totals.ts";

/** Where a finding is, as terminals and editors make it a link: it starts its line. */
export function place({ file, line, column }: Finding): string {
  return `${fileName(file)}:${line}:${column}`;
}

/** What a finding that stands for several says of the others. Printed by pretty, too. */
export function others({ count: amount = 1, last }: Finding): string {
  return amount === 1 ? "" : `and ${amount - 1} more like it${last ? `, the last at line ${last.line}` : ""}`;
}

/** The places that a finding refers to, in words; "" where it refers to none. Used by pretty and github, too. */
export function references({ related = [] }: Finding): string {
  return related.map(({ line, message }) => `line ${line}: ${message}`).join("; ");
}

/** Printed by pretty, too. */
export function problemLine({ file, message }: Problem): string {
  return `rtvalidate: ${fileName(file)}: ${message}\n`;
}

/** Printed by pretty, too. */
export function hiddenLine(file: string, amount: number): string {
  return `${fileName(file)}: and ${count(amount, "more finding")}, not printed (--max-findings)\n`;
}

function create({ quiet }: ReporterOptions): Reporter {
  let problems = 0;
  return {
    finding(finding) {
      const { severity, message, suggestion, rule } = finding;
      const hint = suggestion === undefined ? "" : ` (did you mean "${suggestion}"?)`;
      const more = [references(finding), others(finding)].filter(Boolean).join("; ");
      return `${place(finding)}: ${severity}: ${message}${hint}${more && ` (${more})`} [${rule}]\n`;
    },
    problem(problem) {
      problems += 1;
      return problemLine(problem);
    },
    hidden: hiddenLine,
    finish: (summary: Summary) =>
      [statsText(summary.stats), quiet ? "" : `${totals(summary, problems)}\n`].filter(Boolean).join("\n"),
  };
}

export const compact: ReporterKind = {
  summary: "one line a finding: file:line:column: severity: message [rule]",
  maxFindings: 100,
  create,
};
