/**
 * Cuts JSON texts that are spread over lines: one after another, and of an array each element. It only
 * follows brackets and strings; what lies between them is for JSON.parse to judge.
 */
import type { Block, Cut, Span } from "../event.ts";
import type { Window } from "./window.ts";

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const [openArray, closeArray] = [0x5b, 0x5d];
const [openObject, closeObject] = [0x7b, 0x7d];
const lineFeed = 0x0a;

/** A place in the window and in the text. */
interface Mark {
  at: number;
  line: number;
  /** UTF-16 units before it in its line. */
  indent: number;
}

/** What the cutter is in the middle of. */
type State = "between" | "brackets" | "string" | "scalar";

const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === lineFeed;

/** UTF-16 units that a byte of UTF-8 begins: none for a continuation, two for the first of four. */
const unitsOf = (byte: number): number => ((byte & 0xc0) === 0x80 ? 0 : byte >= 0xf0 ? 2 : 1);

export async function* documents(window: Window, maxRecord: number): AsyncGenerator<Block> {
  /** Where the cutter stands; changed in place, copied where it is kept. */
  const here: Mark = { at: 0, line: 1, indent: 0 };
  let start: Mark = { ...here };
  /** Where the record after this one would begin if this one was never closed: a line that starts as this one did. */
  let resume: Mark | undefined;
  let state: State = "between";
  let inString = false;
  let escaped = false;
  let lineBegins = true;
  let inArray = false;
  /** What came last between the elements of the array: its bracket, an element, a comma. */
  let last: "bracket" | "element" | "comma" = "bracket";
  /** A record was found unclosed, so brackets are no longer trusted over lines. */
  let distrust = false;
  let tooLong = false;
  let open: number[] = [];
  let records: Span[] = [];
  let read = 0;

  function emit(to: number, cut?: Cut): void {
    if (!tooLong) records.push({ from: start.at, to, line: start.line, indent: start.indent, ...(cut ? { cut } : {}) });
    tooLong = false;
    state = "between";
    open = [];
    resume = undefined;
    last = "element";
  }
  function misplaced(): void {
    records.push({ from: here.at, to: here.at + 1, line: here.line, indent: here.indent, cut: "separator" });
  }
  /** Ends the record before `resume` and goes on from there. */
  function goBack(bytes: Buffer): boolean {
    if (!resume) return false;
    let end = resume.at;
    while (end > start.at && (isBlank(bytes[end - 1] ?? 0) || bytes[end - 1] === comma)) end--;
    Object.assign(here, resume);
    emit(end);
    last = "comma";
    distrust = true;
    lineBegins = true;
    return true;
  }
  function begin(byte: number): void {
    if (inArray && last === "element") misplaced();
    start = { ...here };
    state = byte === quote ? "string" : byte === openObject || byte === openArray ? "brackets" : "scalar";
    if (state === "brackets") open = [byte];
    inString = state === "string";
    escaped = false;
  }
  /** A bracket closes; true if the record ends with it. One that closes what is further out closes all within. */
  function close(byte: number): boolean {
    const wanted = byte === closeObject ? openObject : openArray;
    const match = open.lastIndexOf(wanted);
    if (match !== -1) open.length = match;
    return open.length === 0;
  }

  function step(bytes: Buffer, byte: number): void {
    if (inString) {
      if (escaped) escaped = false;
      else if (byte === backslash) escaped = true;
      // no string goes over a line: the quote is missing, and JSON.parse will say so
      else if (byte === quote || byte === lineFeed) {
        inString = false;
        if (state === "string") emit(byte === quote ? here.at + 1 : here.at);
      }
      return;
    }
    switch (state) {
      case "between":
        if (isBlank(byte)) return;
        if (inArray && byte === closeArray) {
          if (last === "comma") misplaced();
          inArray = false;
        } else if (inArray && byte === comma) {
          if (last !== "element") misplaced();
          last = "comma";
        } else if (!inArray && byte === openArray) {
          inArray = true;
          last = "bracket";
        } else begin(byte);
        return;
      case "scalar":
        if (!isBlank(byte) && !(inArray && (byte === comma || byte === closeArray))) return;
        emit(here.at);
        step(bytes, byte);
        return;
      case "brackets":
        if (byte === quote) inString = true;
        else if (byte === openObject || byte === openArray) {
          if (lineBegins && byte === openObject && here.indent === start.indent && here.line !== start.line) {
            resume ??= { ...here };
            if (distrust && goBack(bytes)) {
              begin(byte);
              return;
            }
          }
          open.push(byte);
        } else if (byte === closeObject || byte === closeArray) {
          const wanted = byte === closeObject ? openObject : openArray;
          if (open.at(-1) !== wanted && resume) {
            goBack(bytes);
            begin(bytes[here.at] ?? openObject);
          } else if (inArray && byte === closeArray && !open.includes(openArray)) {
            emit(here.at);
            step(bytes, byte);
          } else if (close(byte)) emit(here.at + 1);
        }
    }
  }

  for (;;) {
    const bytes = window.bytes.subarray(0, window.length);
    while (here.at < bytes.length) {
      const byte = bytes[here.at] ?? 0;
      step(bytes, byte);
      const now = bytes[here.at] ?? 0;
      here.at++;
      if (now === lineFeed) {
        here.line++;
        here.indent = 0;
        lineBegins = true;
      } else {
        if (!isBlank(now)) lineBegins = false;
        here.indent += unitsOf(now);
      }
    }
    if (window.ended && state !== "between") {
      if (state === "brackets" && goBack(bytes)) continue;
      emit(bytes.length, state === "scalar" ? undefined : "unclosed");
    }
    if (window.ended && inArray) {
      records.push({ from: bytes.length, to: bytes.length, line: here.line, indent: here.indent, cut: "unclosed" });
    }
    if (state !== "between" && !tooLong && bytes.length - start.at > maxRecord) {
      records.push({ from: start.at, to: bytes.length, line: start.line, indent: start.indent, cut: "too-long" });
      tooLong = true;
      resume = undefined;
    }
    yield { bytes, offset: window.offset, records, read: window.read - read, last: window.ended };
    if (window.ended) return;
    read = window.read;
    records = [];
    const kept = state === "between" || tooLong ? bytes.length : start.at;
    window.drop(kept);
    here.at -= kept;
    start.at -= kept;
    if (resume) resume.at -= kept;
    await window.fill();
  }
}
