/**
 * Cuts JSON texts that are spread over lines: one after another, and of an array each element. It only
 * follows brackets and strings; what lies between them is for JSON.parse to judge. Where brackets do not match it
 * looks for the next place that begins as records here do, so that one slip costs one record.
 */
import type { Block, Cut, Span } from "../event.ts";
import type { Window } from "./window.ts";

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const [openArray, closeArray] = [0x5b, 0x5d];
const [openObject, closeObject] = [0x7b, 0x7d];
const lineFeed = 0x0a;

/** Bytes of a record's beginning by which its kin are known, and how many kinds of beginning are kept. */
const longestStart = 256;
const mostKin = 64;

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
  /** UTF-16 units before the first record in its line: so begin its kin, where lines are indented at all. */
  let firstIndent: number | undefined;
  /** How records began, by their first two keys. */
  const kin = new Set<string>();
  /** The record at hand goes over lines that are not indented, so that its inner objects begin as it did. */
  let isFlat = false;
  let sawLine = false;
  // not narrowed by what is assigned here, since the functions below change it
  let state = "between" as State;
  let inString = false;
  let escaped = false;
  let lineBegins = true;
  let lastByte = 0;
  let inArray = false;
  /** What came last between the elements of the array: its bracket, an element, a comma. */
  let last: "bracket" | "element" | "comma" = "bracket";
  /** Up to here, an offset in the stream, brackets have failed, and whatever begins as records do is one. */
  let distrusted = -1;
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
    if (state === "brackets" && !silent) {
      firstIndent ??= start.indent;
      if (!cut && kin.size < mostKin) kin.add(beginningOf(bytes, start.at));
    }
    silent = false;
    end = { at: to, line: here.line, indent: here.indent + (to - here.at) };
    state = "between";
    open = [];
    resume = undefined;
    last = "element";
  }
  /** The record up to `to`, without the blanks and the comma before that. */
  function emitBefore(bytes: Buffer, to: number): void {
    let trimmed = to;
    while (trimmed > start.at && (isBlank(bytes[trimmed - 1] ?? 0) || bytes[trimmed - 1] === comma)) trimmed--;
    emit(bytes, trimmed);
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
    // what stands between objects of a sequence is no record, however many lines it goes over
    const isLost = silent || (!inArray && firstIndent !== undefined);
    state = isContainer ? "brackets" : isLost ? "lost" : inString ? "string" : "scalar";
    inString &&= state === "string";
    isFlat = false;
    sawLine = false;
    if (isContainer) open = [byte];
  }
  /** Whether it takes a look at the bytes that follow to tell if a record begins here. */
  function needsLook(byte: number): boolean {
    if (byte !== openObject || state === "between" || (inArray && lastByte !== comma)) return false;
    return lineBegins ? isFlat && here.indent === start.indent : inArray;
  }
  /** Whether a record seems to begin here, be it that the one before was never closed. */
  function isStart(bytes: Buffer, byte: number): boolean {
    if (byte !== openObject || (inArray && lastByte !== comma && state !== "lost")) return false;
    if (lineBegins && here.line !== start.line) {
      const isAligned = firstIndent === undefined ? here.indent <= start.indent : here.indent === firstIndent;
      return isAligned && (!isFlat || isKin(bytes));
    }
    return !lineBegins && inArray && lastByte === comma && isKin(bytes);
  }
  function isKin(bytes: Buffer): boolean {
    const beginning = beginningOf(bytes, here.at);
    return kin.size === 0 ? beginning === beginningOf(bytes, start.at) : kin.has(beginning);
  }
  /** Ends the record before `resume` and goes on from there; false where nobody knows where that would be. */
  function goBack(bytes: Buffer): boolean {
    if (!resume) return false;
    distrusted = Math.max(distrusted, window.offset + here.at);
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
      firstIndent = undefined;
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
        if (window.offset + here.at < distrusted && goBack(bytes)) return;
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
      if (state === "brackets" && !lineBegins && isStart(bytes, byte)) {
        resume ??= { ...here };
        if (window.offset + here.at < distrusted && goBack(bytes)) return;
      }
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
        if (separates || (!inArray && byte === lineFeed)) {
          emit(bytes, end.at);
          betweenRecords(byte);
        } else if (!isBlank(byte)) state = "lost";
        return;
      case "lost":
        if (!inArray && lineBegins && here.indent === 0 && byte === openArray) {
          emitBefore(bytes, here.at);
          betweenRecords(byte);
        } else if (isStart(bytes, byte)) {
          emitBefore(bytes, here.at);
          begin(byte);
        }
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
    if (lineBegins && state === "brackets" && !sawLine && here.line !== start.line) {
      sawLine = true;
      isFlat = here.indent - 1 === start.indent && byte !== closeObject && byte !== closeArray;
    }
    lineBegins = false;
    lastByte = byte;
  }

  /** Goes back where a record has swallowed others, and over the bracket that the next one begins with. */
  function goesBack(bytes: Buffer): boolean {
    if (state !== "brackets" || !goBack(bytes)) return false;
    advance(openObject);
    return true;
  }

  for (;;) {
    const bytes = window.bytes.subarray(0, window.length);
    do {
      while (here.at < bytes.length) {
        const byte = bytes[here.at] ?? 0;
        if (here.at + longestStart > bytes.length && !window.ended && needsLook(byte)) break;
        step(bytes, byte);
        advance(bytes[here.at] ?? 0);
        if (state !== "between" && here.at - start.at > maxRecord && !silent && !goesBack(bytes)) {
          found("too-long", start, here.at);
          silent = true;
        }
      }
      // at the end, a record that is not closed may have swallowed others
    } while (window.ended && state === "brackets" && goesBack(bytes));
    if (window.ended) finish(bytes);
    yield { bytes, offset: window.offset, records, read: window.read - read, last: window.ended };
    if (window.ended) return;
    read = window.read;
    records = [];
    const kept = state === "between" || silent ? here.at : start.at;
    window.drop(kept);
    for (const mark of [here, start, end, ...(resume ? [resume] : [])]) mark.at -= kept;
    await window.fill();
  }
}

/** An object's first two keys; fewer where the first value is an object or array, or something is wrong. */
const firstKeys = /^\{\s*"((?:[^"\\]|\\.)*)"\s*:\s*(?:(?:"(?:[^"\\]|\\.)*"|[\w.+-]+)\s*,\s*"((?:[^"\\]|\\.)*)")?/;

/** How the object at `at` begins. */
function beginningOf(bytes: Buffer, at: number): string {
  const [, one = "", two = ""] = firstKeys.exec(bytes.toString("latin1", at, at + longestStart)) ?? [];
  return JSON.stringify([one, two]);
}
