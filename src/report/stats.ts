/** What `--stats` prints in the formats for eyes: a table, then what was never seen. */
import type { Stats } from "../finding.ts";
import { printable } from "../text.ts";

/** Columns of what is never seen. */
const columns = 100;

/** What is counted and is no event, in words. */
const otherNames: Readonly<Record<string, string>> = {
  foreign: "(no Realtime traffic)",
  "unknown-event-type": "(a type that is not known)",
  "unrecognized-record": "(neither event nor response)",
  unreadable: "(not readable)",
};

function row(cells: readonly string[], width: number): string {
  const [name = "", ...counts] = cells;
  return `${name.padEnd(width)}${counts.map((cell) => cell.padStart(9)).join("")}`.trimEnd();
}

/** Words in lines, the first after `lead`, the others under its first word. */
function wrapped(lead: string, words: readonly string[]): string[] {
  const lines: string[] = [];
  let line = lead;
  let isFresh = true;
  for (const [at, word] of words.entries()) {
    const text = at < words.length - 1 ? `${word},` : word;
    if (!isFresh && line.length + 1 + text.length > columns) {
      lines.push(line);
      line = " ".repeat(lead.length);
    }
    line += ` ${text}`;
    isFresh = false;
  }
  return words.length === 0 ? [] : [...lines, line];
}

/** @returns lines, the last ended; "" without stats. */
export function statsText(stats: Stats | undefined): string {
  if (!stats) return "";
  const { events, others, unseenEvents } = stats;
  const rows = [
    ["event", "records", "valid", "invalid"],
    ...Object.entries(events).map(([name, { records, valid, invalid }]) => [
      name === "" ? "(by your schema)" : name,
      ...[records, valid, invalid].map(String),
    ]),
    ...Object.entries(others).map(([what, records]) => [otherNames[what] ?? what, String(records)]),
  ];
  const width = Math.max(...rows.map(([name = ""]) => name.length));
  const unseen = Object.entries(events).flatMap(([name, { unseenFields, unseenValues }]) => {
    const values = Object.entries(unseenValues).flatMap(([pointer, list]) =>
      wrapped(
        `    ${printable(pointer)}:`,
        list.map((value) => printable(JSON.stringify(value))),
      ),
    );
    const lines = [...wrapped("    fields:", unseenFields.map(printable)), ...values];
    return lines.length === 0 ? [] : [...(name === "" ? [] : [`  ${name}`]), ...lines];
  });
  const rest = wrapped("  events:", unseenEvents);
  const never = [...unseen, ...rest];
  const lines = [
    ...rows.map((cells) => row(cells, width)),
    ...(never.length === 0 ? ["", "every field and value of these schemas was seen"] : ["", "never seen", ...never]),
  ];
  return `${lines.join("\n")}\n`;
}
