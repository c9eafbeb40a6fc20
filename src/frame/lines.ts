/** Cuts JSON lines: a record is a line. */
import type { Block, Digests, Doubt, Gang, Room, SkimmedPiece, Skimmer, SourceFile, Span } from "../event.ts";
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

/** The line at hand, and how many bytes were read and counted by then. */
interface Progress {
  line: number;
  read: number;
}

/** What skims an input, and after how many bytes of it that begins. */
export interface Skimming {
  from: number;
  load(): Promise<Room & Skimmer>;
  /** Threads that skim the rest of a file, from `from` on, where they pay; after load(). */
  spread(file: SourceFile, from: number): Gang | undefined;
  /**
   * Hears what threads have counted in a piece so far, and all that they have when they are through with it; and what they told of records
   * since the last time.
   */
  heed(proved: number, said: number, digests: readonly Digests[], piece?: SkimmedPiece): void;
  /** Hears of all records that were proved in a piece of which only a part counts. */
  recount(records: Iterable<Buffer>): void;
  /** Whether threads can go on after what has been seen. */
  isSpread(): boolean;
  /** Nothing more of this input is skimmed. */
  end(): void;
}

/** Cuts at line feeds. What is left of a line that is too long is passed over without being kept. */
export async function* lines(window: Window, maxRecord: number, skimming?: Skimming): AsyncGenerator<Block> {
  try {
    yield* cut(window, maxRecord, skimming);
  } finally {
    skimming?.end();
  }
}

async function* cut(window: Window, maxRecord: number, skimming?: Skimming): AsyncGenerator<Block> {
  if (skimming?.from === 0) {
    const skimmer = await skimming.load();
    const from = yield* spread(window, maxRecord, { line: 1, read: 0 }, skimming, skimmer);
    yield* skimmed(window, maxRecord, from, skimmer);
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
      const skimmer = await skimming.load();
      const begin = yield* spread(window, maxRecord, { line, read }, skimming, skimmer);
      yield* skimmed(window, maxRecord, begin, skimmer);
      return;
    }
    searched = window.length;
    await window.fill();
  }
}

/** Bytes that are kept of a line that is too long. */
const keptOfCut = 64 * 1024;

const nothing = Buffer.alloc(0);

/** From so many on, doubts of a piece are read together. */
const manyDoubts = 8;

/** What is told of a piece of which not all counts. */
interface Stop {
  /** The last doubt that counts. */
  last?: Doubt;
}

/**
 * Lines that threads could not prove, read from the file again: where they are many, all at once. After each it is seen
 * whether threads can go on, and if not `stop` is told.
 */
function* blocksOfDoubts(
  file: SourceFile,
  { doubts }: SkimmedPiece,
  line: number,
  maxRecord: number,
  skimming: Skimming,
  skimmer: Room & Skimmer,
  stop: Stop,
): Generator<Block> {
  // a carriage return does not count, and recordIn() knows that
  const isCut = ({ isCut: isLong, from, to }: Doubt): boolean => isLong || to - from > maxRecord + 1;
  const bundles: [Doubt, ...Doubt[]][] = [];
  for (const doubt of doubts) {
    const last = bundles.at(-1);
    if (doubts.length > manyDoubts && last && !isCut(last[0]) && !isCut(doubt)) last.push(doubt);
    else bundles.push([doubt]);
  }
  for (const bundle of bundles) {
    const offset = bundle[0].from;
    const size = (bundle.at(-1)?.to ?? offset) - offset;
    const bytes = skimmer.resize(isCut(bundle[0]) ? Math.min(size, keptOfCut) : size, nothing);
    const length = file.readAt(bytes, offset);
    function* records(): Generator<Span> {
      for (const doubt of bundle) {
        skimming.heed(doubt.proved, doubt.said, moved(doubt.digests, line));
        const at = line + doubt.line;
        const record: Span | undefined = isCut(doubt)
          ? { from: 0, to: length, line: at, indent: 0, cut: "too-long" }
          : recordIn(bytes, Math.min(doubt.from - offset, length), Math.min(doubt.to - offset, length), at, maxRecord);
        const like = record && !record.cut && !record.whole && skimmer.likenessOf(record.from, record.to);
        if (like) record.like = like;
        if (record) yield record;
        if (skimming.isSpread()) continue;
        stop.last = doubt;
        return;
      }
    }
    yield { bytes, offset, records: records(), read: 0, last: false };
    if (stop.last) return;
  }
}

/** What is told of a piece, of which so many lines are before it. */
const moved = (digests: readonly Digests[], line: number): Digests[] => digests.map((one) => ({ ...one, line }));

/** The records of a piece before `last` that were proved. */
function* provedRecords(file: SourceFile, { begin, doubts }: SkimmedPiece, last: Doubt): Generator<Buffer> {
  const bytes = Buffer.allocUnsafe(last.from - begin);
  file.readAt(bytes, begin);
  const doubted = new Set(doubts.map(({ from }) => from - begin));
  for (let from = 0, end = 0; from < bytes.length; from = end + 1) {
    end = bytes.indexOf(newline, from);
    if (end === -1) end = bytes.length;
    const record = recordIn(bytes, from, end, 0, Infinity);
    if (record && !doubted.has(from)) yield bytes.subarray(record.from, record.to);
  }
}

/**
 * The same by several threads at once, where the input is a file for which they pay: up to its end, or to where only one can
 * go on. Gives where that is.
 */
async function* spread(
  window: Window,
  maxRecord: number,
  at: Progress,
  skimming: Skimming,
  skimmer: Room & Skimmer,
): AsyncGenerator<Block, Progress> {
  const { file } = window.source;
  const gang = file && skimming.spread(file, window.offset);
  if (!file || !gang) return at;
  let { line, read: counted } = at;
  const readUpTo = (position: number): Block => {
    const read = position - counted;
    counted = position;
    return { bytes: Buffer.alloc(0), offset: position, records: [], read, last: false };
  };
  try {
    for (let piece = await gang.next(); piece; piece = await gang.next()) {
      const stop: Stop = {};
      yield* blocksOfDoubts(file, piece, line, maxRecord, skimming, skimmer, stop);
      if (stop.last) {
        const { last } = stop;
        skimming.recount(provedRecords(file, piece, last));
        yield readUpTo(Math.min(last.to + 1, file.size));
        window.jump(counted);
        return { line: line + last.line + 1, read: counted };
      }
      skimming.heed(piece.proved, piece.said, moved(piece.digests, line), piece);
      line += piece.lines;
      yield readUpTo(Math.max(piece.end, counted));
    }
  } finally {
    await gang.stop();
  }
  yield readUpTo(file.size);
  window.jump(counted);
  return { line, read: counted };
}

/** The same of an input that is skimmed from here on: from the line at hand, after so many bytes that were read and counted. */
async function* skimmed(
  window: Window,
  maxRecord: number,
  from: Progress,
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
        if (found.isPause) {
          yield { from: 0, to: 0, line: 0, indent: 0, isPause: true };
          continue;
        }
        const record = recordIn(view, found.from, found.to, found.line, maxRecord);
        if (!record) continue;
        if (found.isProved) record.isProved = true;
        // what is around a record in a line of a log may say more of it
        else if (found.like && !record.whole) record.like = found.like;
        yield record;
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
