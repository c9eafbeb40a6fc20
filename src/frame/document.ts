/**
 * Cuts JSON texts that are spread over lines: one after another, and of an array each element. It only
 * follows brackets and strings; what lies between them is for JSON.parse to judge. Where brackets do not match it
 * looks for the next place that begins as records here do, so that one slip costs one record.
 */
import type { Block, Cut, Span } from "../event.ts";
import type { Window } from "./window.ts";

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const backslash = 0x5c;
const [openArray, closeArray] = [0x5b, 0x5d];
const [openObject, closeObject] = [0x7b, 0x7d];
const lineFeed = 0x0a;

/** How often a text is gone back into; a text with more slips is not read again for each. */
const mostReturns = 1000;

/** Bytes of a record's beginning, up to its first colon, by which its kin are known. */
const longestStart = 64;

/** A place in the window and in the text. */
interface Mark {
  at: number;
  line: number;
  /** UTF-16 units before it in its line. */
  indent: number;
}

/**
 * What the cutter is in: nothing, an object or array, a string or other scalar that would be a record, what follows
 * that, or text that it has lost its way in.
 */
type State = "between" | "brackets" | "string" | "scalar" | "after" | "lost";

const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === lineFeed;

/** UTF-16 units that a byte of UTF-8 begins: none for a continuation, two for the first of four. */
const unitsOf = (byte: number): number => ((byte & 0xc0) === 0x80 ? 0 : byte >= 0xf0 ? 2 : 1);

/** The bracket that `byte` closes; undefined if it closes none. */
const closedBy = (byte: number): number | undefined =>
  byte === closeObject ? openObject : byte === closeArray ? openArray : undefined;

export async function* documents(window: Window, maxRecord: number): AsyncGenerator<Block> {
  /** Where the cutter stands; changed in place, copied where it is kept. */
  const here: Mark = { at: 0, line: 1, indent: 0 };
  let start: Mark = { ...here };
  /** After the last thing that was no blank, for what is found missing at the end. */
  let end: Mark = { ...here };
  /** Where the record after this one would begin if this one was never closed. */
  let resume: Mark | undefined;
  /** How the first record began: so do its kin. */
  let first: { indent: number; bytes: Buffer } | undefined;
  // not narrowed by what is assigned here, since the functions below change it
  let state = "between" as State;
  let inString = false;
  let escaped = false;
  let lineBegins = true;
  let lastByte = 0;
  let inArray = false;
  /** What came last between the elements of the array: its bracket, an element, a comma. */
  let last: "bracket" | "element" | "comma" = "bracket";
  let returns = 0;
  /** What is being cut has had its finding. */
  let silent = false;
  let open: number[] = [];
  let records: Span[] = [];
  let read = 0;

  function found(cut: Cut, from: Mark, to: number): void {
    records.push({ from: from.at, to, line: from.line, indent: from.indent, cut });
  }
  function emit(bytes: Buffer, to: number, cut?: Cut): void {
    if (to - start.at > maxRecord && !silent) found("too-long", start, to);
    else if (!silent)
      records.push({ from: start.at, to, line: start.line, indent: start.indent, ...(cut ? { cut } : {}) });
    if (state === "brackets") first ??= { indent: start.indent, bytes: beginningOf(bytes.subarray(start.at, to)) };
    silent = false;
    end = { at: to, line: here.line, indent: here.indent + (to - here.at) };
    state = "between";
    open = [];
    resume = undefined;
    last = "element";
  }
  /** The record up to `to`, without the blanks and the comma before that. */
  function emitBefore(bytes: Buffer, to: number, cut?: Cut): void {
    let trimmed = to;
    while (trimmed > start.at && (isBlank(bytes[trimmed - 1] ?? 0) || bytes[trimmed - 1] === comma)) trimmed--;
    emit(bytes, trimmed, cut);
    last = "comma";
  }
  function begin(byte: number): void {
    const isContainer = byte === openObject || byte === openArray;
    if (inArray && last === "element") {
      found("no-comma", here, here.at + 1);
      silent = !isContainer;
    }
    start = { ...here };
    inString = byte === quote;
    escaped = false;
    state = isContainer ? "brackets" : inString ? "string" : silent ? "lost" : "scalar";
    if (isContainer) open = [byte];
  }
  /** Whether a record seems to begin here, be it that the one before was never closed. */
  function isStart(bytes: Buffer, byte: number): boolean {
    if (byte !== openObject || (inArray && lastByte !== comma && state !== "lost")) return false;
    if (lineBegins)
      return here.line !== start.line && (first ? here.indent === first.indent : here.indent <= start.indent);
    const kin = first?.bytes ?? beginningOf(bytes.subarray(start.at, here.at));
    return lastByte === comma && kin.equals(bytes.subarray(here.at, here.at + kin.length));
  }
  /** Ends the record before `resume` and goes on from there; false where nobody knows where that would be. */
  function goBack(bytes: Buffer): boolean {
    if (!resume || returns === mostReturns) return false;
    returns++;
    Object.assign(here, resume);
    lineBegins = false;
    emitBefore(bytes, resume.at);
    begin(openObject);
    return true;
  }

  function betweenRecords(byte: number): void {
    if (isBlank(byte)) return;
    if (inArray && byte === closeArray) {
      if (last === "comma") found("trailing-comma", here, here.at + 1);
      inArray = false;
    } else if (byte === closeArray || byte === closeObject) found("extra-bracket", here, here.at + 1);
    else if (inArray && byte === comma) {
      if (last !== "element") found("extra-comma", here, here.at + 1);
      last = "comma";
    } else if (!inArray && byte === openArray) {
      inArray = true;
      last = "bracket";
      first = undefined;
    } else {
      begin(byte);
      return;
    }
    end = { at: here.at + 1, line: here.line, indent: here.indent + 1 };
  }
  function inBrackets(bytes: Buffer, byte: number): void {
    if (byte === quote) {
      inString = true;
      escaped = false;
    } else if (byte === openObject || byte === openArray) {
      if (isStart(bytes, byte)) {
        resume ??= { ...here };
        // brackets have failed before, and a line that begins as records do is the better sign
        if (returns > 0 && lineBegins && goBack(bytes)) return;
      }
      open.push(byte);
    } else if (closedBy(byte) !== undefined) {
      if (open.at(-1) !== closedBy(byte)) {
        if (!goBack(bytes)) state = "lost";
        return;
      }
      open.pop();
      if (open.length === 0) emit(bytes, here.at + 1);
    }
  }

  function step(bytes: Buffer, byte: number): void {
    if (inString) {
      // the first quote of a record's beginning would end a string, so this is none: a quote is missing before
      if (state === "brackets" && !lineBegins && isStart(bytes, byte)) resume ??= { ...here };
      // no string goes over a line: the quote is missing, and JSON.parse will say so
      if (byte === lineFeed || (byte === quote && !escaped)) {
        inString = false;
        if (state === "string") {
          state = "after";
          end = { at: here.at + (byte === quote ? 1 : 0), line: here.line, indent: here.indent + 1 };
        }
      }
      escaped = byte === backslash && !escaped;
      return;
    }
    const separates = inArray && (byte === comma || byte === closeArray);
    switch (state) {
      case "between":
        betweenRecords(byte);
        return;
      case "brackets":
        inBrackets(bytes, byte);
        return;
      case "scalar":
        if (!separates && (inArray ? !isBlank(byte) : byte !== lineFeed)) return;
        state = "after";
        end = { ...here };
        step(bytes, byte);
        return;
      case "after":
        if (separates || !inArray) {
          emit(bytes, end.at);
          betweenRecords(byte);
        } else if (!isBlank(byte)) state = "lost";
        return;
      case "lost":
        if (!isStart(bytes, byte)) return;
        emitBefore(bytes, here.at);
        begin(byte);
    }
  }
  /** What the input ends in. */
  function finish(bytes: Buffer): void {
    let to = bytes.length;
    while (to > start.at && isBlank(bytes[to - 1] ?? 0)) to--;
    const stopped = state;
    if (stopped === "brackets" || (stopped === "string" && inString)) emit(bytes, to, "unclosed");
    else if (stopped !== "between") emit(bytes, to);
    else if (inArray) records.push({ from: end.at, to: end.at, line: end.line, indent: end.indent, cut: "unclosed" });
  }

  /** Steps over one byte. */
  function advance(byte: number): void {
    here.at++;
    if (byte === lineFeed) {
      here.line++;
      here.indent = 0;
      lineBegins = true;
      return;
    }
    here.indent += unitsOf(byte);
    if (isBlank(byte)) return;
    lineBegins = false;
    lastByte = byte;
  }

  for (;;) {
    const bytes = window.bytes.subarray(0, window.length);
    do {
      while (here.at < bytes.length) {
        step(bytes, bytes[here.at] ?? 0);
        advance(bytes[here.at] ?? 0);
      }
      // at the end, a record that is not closed may have swallowed others
    } while (window.ended && state === "brackets" && goBack(bytes) && (advance(openObject), true));
    if (window.ended) finish(bytes);
    else if (state !== "between" && !silent && bytes.length - start.at > maxRecord) {
      found("too-long", start, bytes.length);
      silent = true;
      resume = undefined;
    }
    yield { bytes, offset: window.offset, records, read: window.read - read, last: window.ended };
    if (window.ended) return;
    read = window.read;
    records = [];
    const kept = state === "between" || silent ? bytes.length : start.at;
    window.drop(kept);
    for (const mark of [here, start, end, ...(resume ? [resume] : [])]) mark.at -= kept;
    await window.fill();
  }
}

/** The first bytes of a record, up to its first colon. */
function beginningOf(record: Buffer): Buffer {
  return Buffer.from(record.subarray(0, Math.min(longestStart, record.indexOf(colon) + 1 || longestStart)));
}
