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
  let state = "between" as State;
  let inString = false;
  let escaped = false;
  let lineBegins = true;
  let inArray = false;
  /** What came last between the elements of the array: its bracket, an element, a comma. */
  let last: "bracket" | "element" | "comma" = "bracket";
  /** A record was found unclosed, so brackets are no longer trusted over lines. */
  let distrust = false;
  /** What is being cut has had its finding. */
  let silent = false;
  /** After the last thing that was no blank, for what is found missing at the end. */
  let end: Mark = { ...here };
  let open: number[] = [];
  let records: Span[] = [];
  let read = 0;

  function emit(to: number, cut?: Cut): void {
    const fault = to - start.at > maxRecord ? "too-long" : cut;
    if (!silent) {
      records.push({ from: start.at, to, line: start.line, indent: start.indent, ...(fault ? { cut: fault } : {}) });
    }
    silent = false;
    end = { at: to, line: here.line, indent: here.indent + (to - here.at) };
    state = "between";
    open = [];
    resume = undefined;
    last = "element";
  }
  function misplaced(cut: Cut): void {
    records.push({ from: here.at, to: here.at + 1, line: here.line, indent: here.indent, cut });
  }
  /** One character between records has been read. */
  function passed(): void {
    end = { at: here.at + 1, line: here.line, indent: here.indent + 1 };
  }
  /** Ends the record before `resume` and goes on from there. */
  function goBack(bytes: Buffer): boolean {
    if (!resume) return false;
    let to = resume.at;
    while (to > start.at && (isBlank(bytes[to - 1] ?? 0) || bytes[to - 1] === comma)) to--;
    Object.assign(here, resume);
    emit(to);
    last = "comma";
    distrust = true;
    lineBegins = true;
    return true;
  }
  function begin(byte: number): void {
    const isContainer = byte === openObject || byte === openArray;
    if (inArray && last === "element") {
      misplaced("no-comma");
      silent = !isContainer;
    }
    start = { ...here };
    state = isContainer ? "brackets" : byte === quote ? "string" : "scalar";
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
      // no string goes over a line: the quote is missing, and JSON.parse will say so
      if (byte === lineFeed || (byte === quote && !escaped)) {
        inString = false;
        if (state === "string") emit(byte === quote ? here.at + 1 : here.at);
      }
      escaped = byte === backslash && !escaped;
      return;
    }
    switch (state) {
      case "between":
        if (isBlank(byte)) return;
        if (inArray && byte === closeArray) {
          if (last === "comma") misplaced("trailing-comma");
          inArray = false;
        } else if (byte === closeArray || byte === closeObject) misplaced("extra-bracket");
        else if (inArray && byte === comma) {
          if (last !== "element") misplaced("extra-comma");
          last = "comma";
        } else if (!inArray && byte === openArray) {
          inArray = true;
          last = "bracket";
        } else {
          begin(byte);
          return;
        }
        passed();
        return;
      case "scalar":
        if (!isBlank(byte) && !(inArray && (byte === comma || byte === closeArray))) return;
        emit(here.at);
        step(bytes, byte);
        return;
      case "brackets":
        if (byte === quote) {
          inString = true;
          escaped = false;
        } else if (byte === openObject || byte === openArray) {
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
    if (window.ended) {
      if (state === "brackets" && goBack(bytes)) continue;
      const isCut = state === "brackets" || state === "string";
      let to = bytes.length;
      while (to > start.at && isBlank(bytes[to - 1] ?? 0)) to--;
      if (state !== "between") emit(to, isCut ? "unclosed" : undefined);
      if (inArray && !isCut)
        records.push({ from: end.at, to: end.at, line: end.line, indent: end.indent, cut: "unclosed" });
    }
    if (state !== "between" && !silent && bytes.length - start.at > maxRecord) {
      records.push({ from: start.at, to: bytes.length, line: start.line, indent: start.indent, cut: "too-long" });
      silent = true;
      resume = undefined;
    }
    yield { bytes, offset: window.offset, records, read: window.read - read, last: window.ended };
    if (window.ended) return;
    read = window.read;
    records = [];
    const kept = state === "between" || silent ? bytes.length : start.at;
    window.drop(kept);
    here.at -= kept;
    start.at -= kept;
    end.at -= kept;
    if (resume) resume.at -= kept;
    await window.fill();
  }
}
