/**
 * One JSON document: `{"findings": [...], "problems": [...], "summary": {...}}`, a finding a line, and
 * `"hidden": [{"file", "count"}, ...]` before the summary where --max-findings left some out. Findings are written
 * as they come, so that memory stays flat; a document without its end is no JSON, and so never
 * passes for a whole one. Its shape does not depend on --quiet.
 */
import type { Finding, Problem } from "../finding.ts";
import { mask, remembering } from "../text.ts";
import { escapeJson, maskDeep } from "./escape.ts";
import type { Reporter, ReporterKind } from "./reporter.ts";

/** Any value on one line, safe to print. */
export function jsonLine(value: unknown): string {
  return escapeJson(JSON.stringify(value));
}

/** The JSON of a text, as jsonLine() has it. */
const quoted = remembering(jsonLine);
const quotedMasked = remembering((text) => jsonLine(mask(text)));

/** What schemas want of mistakes that come again. */
const wants = new WeakMap<object, string>();

/** The JSON of what was found or wanted, masked. */
function masked(value: unknown): string {
  if (typeof value === "string") return quotedMasked(value);
  if (typeof value !== "object" || value === null) return jsonLine(value);
  let text = wants.get(value);
  if (text === undefined) wants.set(value, (text = jsonLine(maskDeep(value))));
  return text;
}

/** What stands before the place of a finding, and after it. */
interface Around {
  finding: Finding;
  before: string;
  after: string;
}

function aroundPlace(finding: Finding): Around {
  const { rule, severity, message, file, pointer, event, got, want, suggestion } = finding;
  const before = `"rule":${quoted(rule)},"severity":"${severity}","message":${quoted(message)},"file":${quoted(file)}`;
  let after = `,"pointer":${quoted(pointer)}`;
  if (event !== undefined) after += `,"event":${quoted(event)}`;
  if (got !== undefined) after += `,"got":${masked(got)}`;
  if (want !== undefined) after += `,"want":${masked(want)}`;
  if (suggestion !== undefined) after += `,"suggestion":${quoted(suggestion)}`;
  return { finding, before, after };
}

/** Whether two findings are the same but for their places, and what is told beside them. */
const isAlike = (one: Finding, other: Finding): boolean =>
  one.message === other.message &&
  one.pointer === other.pointer &&
  one.event === other.event &&
  one.rule === other.rule &&
  one.severity === other.severity &&
  one.file === other.file &&
  one.got === other.got &&
  one.want === other.want &&
  one.suggestion === other.suggestion;

/** The latest of findings that come again and again, by their messages, and how many of them are kept. */
const latest = new Map<string, Around>();
const mostLatest = 256;

/** The fields of a finding as JSON, in the order of the interface, which readers of a report get used to. */
export function fieldsOf(finding: Finding): string {
  const { message, line, column, offset, related, count, last } = finding;
  let around = latest.get(message);
  if (!around || !isAlike(around.finding, finding)) {
    around = aroundPlace(finding);
    if (latest.size === mostLatest) latest.clear();
    latest.set(message, around);
  }
  let json = `${around.before},"line":${line},"column":${column},"offset":${offset}${around.after}`;
  if (related !== undefined) json += `,"related":${jsonLine(maskDeep(related))}`;
  if (count !== undefined) json += `,"count":${count}`;
  return last === undefined ? json : `${json},"last":${jsonLine(last)}`;
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
      const text = `${empty ? opening : ","}\n{${fieldsOf(finding)}}`;
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
