/**
 * What logs write before, after and between the events they hold. No digit is told from another here: the prover takes lines
 * for the same that differ only in these.
 */

/** Colours, and what moves the cursor of a terminal. */
const control = "\\u001b\\[[0-9;]*[A-Za-z]";
const date = "\\d{4}[-/]\\d\\d[-/]\\d\\d";
const clock = "\\d{1,2}:\\d\\d:\\d\\d(?:[.,]\\d+)?(?: ?[AP]M)?";
const zone = "(?:Z|[+-]\\d\\d:?\\d\\d)?";
// as RFC 3339, syslog and Android have them
const moment = `\\[?(?:(?:${date}[T ]|[A-Z][a-z]{2} [ \\d]\\d |\\d\\d-\\d\\d )?${clock} ?${zone})\\]?`;
const level = "\\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR)\\]?";
const arrow = "<<<|>>>|<<|>>|<-+|-+>|[SC][ -]?>[ ]?[SC]|[<>←→]";
const sender = "\\[?(?:sent|received|send|receive|recv|incoming|outgoing|inbound|outbound|client|server)\\]?";
/** What says little: names of loggers, kinds of frame, sizes, seconds, separators. */
const filler =
  "[A-Za-z_]\\w*(?:[.:][\\w<>]+)+|(?:TEXT|events?|messages?|msg|frame|websocket|ws|data)\\b|\\[?\\d+(?:\\.\\d+)?(?: ?(?:B|bytes|ms|s)\\b)?\\]?|[-|:=,]";

/** One piece of what stands before an event. The first sort that fits is taken, so that any text is read in linear time. */
const piece = new RegExp(
  `\\s+|${control}|(?<moment>${moment})|(?<level>${level})(?!\\w)|(?<source>[\\w.-]+ +\\|)|(?<sender>(?:${sender})(?![\\w.])|${arrow})|${filler}`,
  "iy",
);

/** A word that none of the above is. */
const anything = /[^\s{"]+/y;

const suffix = new RegExp(`(?:\\s|${control})+$`);
const begun = new RegExp(
  `^(?:\\s|${control})*(?:${moment}|(?:${level})\\b.*[:|-]|[<>]\\s*$|(?:dis)?connected \\()`,
  "i",
);

/** UTF-16 units that stand before an event at most, and after it. */
const longest = 300;

/** The event in a line of a log: where it begins and ends, in UTF-16 units, and who sent it in the log's word, if it says so. */
export interface Logged {
  from: number;
  to: number;
  sender?: string;
}

/** Finds the JSON object in a line that begins as logs do; undefined where it begins otherwise. */
export function loggedIn(line: string): Logged | undefined {
  const from = line.indexOf("{");
  if (from < 1 || from > longest) return undefined;
  let isDated = false;
  let word: string | undefined;
  for (piece.lastIndex = 0; piece.lastIndex < from;) {
    const failed = piece.lastIndex;
    const groups = piece.exec(line)?.groups;
    if (groups) {
      isDated ||= (groups["moment"] ?? groups["level"] ?? groups["source"]) !== undefined;
      word = groups["sender"] ?? word;
      continue;
    }
    // a line that begins as only logs do may say anything else, but then no word of it tells who sent the event
    if (!isDated) return undefined;
    word = undefined;
    anything.lastIndex = failed;
    if (!anything.test(line)) return undefined;
    piece.lastIndex = anything.lastIndex;
  }
  if (!isDated && word === undefined) return undefined;
  const to = line.length - (suffix.exec(line.slice(-longest))?.[0].length ?? 0);
  return { from, to, ...(word !== undefined && { sender: word.replaceAll(/[[\]\s-]/g, "") }) };
}

/** Whether a line that is no JSON is one that a log has between events: it holds no object, and begins as logs do. */
export function isLogNote(line: string): boolean {
  return !line.includes("{") && begun.test(line.slice(0, longest));
}
