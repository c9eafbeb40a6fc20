/** What `--stats` prints in the formats for eyes: a table, the sessions, then what was never seen. */
import type { SessionSums, Stats } from "../finding.ts";
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

/** A count with what it is of, in the singular where it is 1. */
const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

/** Numbers with their names in brackets, less those that are 0. */
function parts(names: Readonly<Record<string, string | number>>): string {
  const there = Object.entries(names).filter(([, count]) => count !== 0);
  return there.length === 0 ? "" : ` (${there.map(([name, count]) => `${name} ${count}`).join(", ")})`;
}

function sessionLines(session: SessionSums): string[] {
  const { file, line, id, events, turns, responses, functionCalls, mcpCalls } = session;
  const { tokens, cachedShare = 0, audioSeconds, firstAudioMs } = session;
  const { input, output } = tokens;
  const { text, audio } = input;
  const cached = input.cached === 0 ? 0 : `${input.cached}, ${(cachedShare * 100).toFixed(1)}%`;
  const over = Object.values(responses).reduce((sum, count) => sum + count, 0);
  return [
    `  ${file}:${line}${id === undefined ? "" : ` ${id}`}`,
    ...wrapped("    events:", [`${events.server} of the server`, `${events.client} of the client`]),
    ...wrapped("    turns:", [
      String(turns),
      `${counted(over, "response")}${parts(responses)}`,
      ...(functionCalls === 0 ? [] : [counted(functionCalls, "function call")]),
      ...(mcpCalls === 0 ? [] : [counted(mcpCalls, "MCP call")]),
    ]),
    ...wrapped(
      "    tokens:",
      tokens.total + input.total + output.total === 0
        ? []
        : [
            `${input.total} in${parts({ text, audio, cached })}`,
            `${output.total} out${parts({ text: output.text, audio: output.audio })}`,
          ],
    ),
    ...wrapped(
      "    audio:",
      audioSeconds.in + audioSeconds.out + (firstAudioMs?.count ?? 0) === 0
        ? []
        : [
            `${audioSeconds.in} s in`,
            `${audioSeconds.out} s out`,
            ...(firstAudioMs ? [`the first after ${firstAudioMs.median} ms, at most ${firstAudioMs.max} ms`] : []),
          ],
    ),
  ];
}

function sessionsText({ sessions, moreSessions }: Stats): string[] {
  if (sessions.length === 0) return [];
  const more = moreSessions === 0 ? [] : [`  and ${moreSessions} more`];
  return ["", "sessions", ...sessions.flatMap(sessionLines), ...more];
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
    ...sessionsText(stats),
    ...(never.length === 0 ? ["", "every field and value of these schemas was seen"] : ["", "never seen", ...never]),
  ];
  return `${lines.join("\n")}\n`;
}
