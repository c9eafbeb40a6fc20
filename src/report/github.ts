/**
 * Annotations of GitHub Actions. Few are shown, so equal findings (of one rule, event, pointer and `want`, whatever the
 * index in an array) become one annotation at the first place, and the last one says what is left out. Everything is
 * printed at the end, and memory holds what will be printed and no more.
 */
import { references } from "./compact.ts";
import { countOf } from "../fold.ts";
import { severities, type Finding, type Problem, type Severity } from "../finding.ts";
import { escapeCommandMessage, escapeCommandProperty, fileName } from "./escape.ts";
import type { Reporter, ReporterKind } from "./reporter.ts";
import { bySeverity, count } from "./totals.ts";

// Source: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions (the commands' names)
const commands = { error: "error", warning: "warning", note: "notice" } as const satisfies Record<Severity, string>;

// Source: https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md#limitations (of each level, a step)
const shown = 10;

/** Problems are errors, too; half of those shown are kept for findings. */
const problemsShown = 5;

interface Group {
  first: Finding;
  times: number;
}

function command(name: string, properties: Record<string, string | number>, message: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeCommandProperty(String(value))}`);
  return `::${name} ${list.join(",")}::${escapeCommandMessage(message)}\n`;
}

function annotation({ first, times }: Group, left: string): string {
  const { severity, file, line, column, rule, message, suggestion } = first;
  const hint = suggestion === undefined ? "" : ` (did you mean "${suggestion}"?)`;
  const more = references(first);
  const again = times === 1 ? "" : ` (${times} times; this is the first)`;
  return command(
    commands[severity],
    { file: fileName(file), line, col: column, title: rule },
    message + hint + (more && ` (${more})`) + again + left,
  );
}

function create(): Reporter {
  const groups = new Map<string, Group>();
  const kinds: Record<Severity, number> = { error: 0, warning: 0, note: 0 };
  const firstProblems: Problem[] = [];
  let problems = 0;

  return {
    finding(finding) {
      const { severity, rule, event, pointer, want } = finding;
      const path = pointer.replace(/\/\d+(?=\/|$)/g, "/*");
      // `want` tells apart two fields that one object lacks.
      const key = JSON.stringify([severity, rule, event, path, want]);
      const group = groups.get(key);
      if (group !== undefined) {
        group.times += countOf(finding);
      } else if (kinds[severity] < shown) {
        kinds[severity] += 1;
        groups.set(key, { first: finding, times: countOf(finding) });
      }
      return "";
    },
    problem(problem) {
      problems += 1;
      if (firstProblems.length < problemsShown) firstProblems.push(problem);
      return "";
    },
    // The counts of the summary hold these, too, and finish says how many are not shown.
    hidden: () => "",
    finish(summary) {
      const total = bySeverity(summary);
      const text = firstProblems.map(({ file, message }, index) => {
        const left = index === problemsShown - 1 ? problems - problemsShown : 0;
        const more = left > 0 ? ` (and ${count(left, "more input")} not fully read)` : "";
        return command("error", { file: fileName(file) }, message + more);
      });
      for (const severity of severities) {
        const room = severity === "error" ? shown - firstProblems.length : shown;
        const printed = [...groups.values()].filter(({ first }) => first.severity === severity).slice(0, room);
        const left = total[severity] - printed.reduce((sum, { times }) => sum + times, 0);
        const more = left > 0 ? ` (and ${count(left, `more ${severity}`)}, not shown here)` : "";
        text.push(...printed.map((group, index) => annotation(group, index === printed.length - 1 ? more : "")));
        // All of a level can be hidden by --max-findings.
        if (printed.length === 0 && left > 0) {
          text.push(`::${commands[severity]}::${count(left, severity)}, not shown here\n`);
        }
      }
      return text.join("");
    },
  };
}

export const github: ReporterKind = {
  summary: "annotations of GitHub Actions, equal findings as one",
  maxFindings: 100,
  create,
};
