/** Cuts JSON lines: a record is a line. */
import type { Block, Room, Skimmer, Span } from "../event.ts";
import { loggedIn } from "../log.ts";
import type { Window } from "./window.ts";

const brace = 0x7b;
const newline = 0x0a;
const carriageReturn = 0x0d;

/** Bytes before the event in a line of a log at most. */
const longestPrefix = 1024;

/** Records in a block at most, so that a block of tiny ones does not outlive the young objects around it. */
const mostRecords = 4096;

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d;
}

/**
 * The record in the line from `from` to `to`, its blanks and carriage return left out; undefined if the line is blank.
 * A line of more than `maxRecord` bytes is marked, blank or not, so that it is the same however it comes in.
 */
function recordIn(bytes: Buffer, from: number, to: number, line: number, maxRecord: number): Span | undefined {
  const length = to - from - (bytes[to - 1] === carriageReturn ? 1 : 0);
  if (length > maxRecord) return { from, to, line, indent: 0, cut: "too-long" };
  let end = to;
  while (end > from && isBlank(bytes[end - 1])) end--;
  let start = from;
  while (start < end && isBlank(bytes[start])) start++;
  if (end === start) return undefined;
  const whole: Span = { from: start, to: end, line, indent: start - from };
  return bytes[start] === brace ? whole : (recordOfLog(bytes, whole) ?? whole);
}

/** The record in a line of a log; undefined where it is no such line. */
function recordOfLog(bytes: Buffer, { from, to, line, indent }: Span): Span | undefined {
  // only the beginning tells, and lines can be long
  const end = bytes.indexOf(brace, from);
  if (end === -1 || end >= to || end - from > longestPrefix) return undefined;
  const text = bytes.toString("utf8", from, to);
  const logged = loggedIn(text);
  if (!logged) return undefined;
  const start = from + Buffer.byteLength(text.slice(0, logged.from));
  return {
    from: start,
    to: to - Buffer.byteLength(text.slice(logged.to)),
    line,
    indent: indent + logged.from,
    whole: [from, to],
    ...(logged.sender !== undefined && { sender: logged.sender }),
  };
}

/** What skims an input, and after how many bytes of it that begins. */
export interface Skimming {
  load(): Promise<Room & Skimmer>;
  from: number;
}

/** Cuts at line feeds. What is left of a line that is too long is passed over without being kept. */
export async function* lines(window: Window, maxRecord: number, skimming?: Skimming): AsyncGenerator<Block> {
  if (skimming?.from === 0) {
    yield* skimmed(window, maxRecord, { line: 1, read: 0 }, await skimming.load());
    return;
  }
  let line = 1;
  let read = 0;
  let skipping = false;
  let searched = 0;
  for (;;) {
    const view = window.bytes.subarray(0, window.length);
    let records: Span[] = [];
    let from = 0;
    for (let end = view.indexOf(newline, searched); end !== -1; end = view.indexOf(newline, from)) {
      const record = skipping ? undefined : recordIn(view, from, end, line, maxRecord);
      if (record) records.push(record);
      skipping = false;
      line++;
      from = end + 1;
      if (records.length === mostRecords) {
        yield { bytes: view, offset: window.offset, records, read: 0, last: false };
        records = [];
      }
    }
    // the line that has not ended: a record only if nothing follows, or if it is too long already
    const record = skipping ? undefined : recordIn(view, from, view.length, line, maxRecord);
    if (record?.cut) skipping = true;
    if (record && (window.ended || record.cut)) records.push(record);
    if (skipping) from = view.length;
    yield { bytes: view, offset: window.offset, records, read: window.read - read, last: window.ended };
    if (window.ended) return;
    read = window.read;
    window.drop(from);
    if (skimming && read >= skimming.from && !skipping) {
      yield* skimmed(window, maxRecord, { line, read }, await skimming.load());
      return;
    }
    searched = window.length;
    await window.fill();
  }
}

/** The same of an input that is skimmed from here on: from the line at hand, after so many bytes that were read and counted. */
async function* skimmed(
  window: Window,
  maxRecord: number,
  from: { line: number; read: number },
  skimmer: Room & Skimmer,
): AsyncGenerator<Block> {
  window.move(skimmer);
  skimmer.start(0, from.line, maxRecord);
  let skipping = false;
  let searched = 0;
  let { read } = from;
  for (;;) {
    await window.fill();
    const view = window.bytes.subarray(0, window.length);
    /** The rest of a line of which the beginning was too long. */
    const skipped = skipping ? view.indexOf(newline, searched) : -1;
    if (skipped !== -1) {
      skipping = false;
      skimmer.start(skipped + 1, skimmer.line + 1, maxRecord);
    }
    const before = searched;
    const wasSkipping = skipping;
    function* records(): Generator<Span> {
      for (;;) {
        const found = wasSkipping ? undefined : skimmer.next(view.length, before, window.ended);
        if (!found) break;
        const record = recordIn(view, found.from, found.to, found.line, maxRecord);
        if (record) yield found.isProved ? { ...record, isProved: true } : record;
      }
      if (wasSkipping || window.ended) return;
      const record = recordIn(view, skimmer.at, view.length, skimmer.line, maxRecord);
      if (!record?.cut) return;
      skipping = true;
      yield record;
    }
    yield { bytes: view, offset: window.offset, records: records(), read: window.read - read, last: window.ended };
    if (window.ended) return;
    read = window.read;
    window.drop(skipping ? view.length : skimmer.at);
    skimmer.start(0, skimmer.line, maxRecord);
    searched = window.length;
  }
}
