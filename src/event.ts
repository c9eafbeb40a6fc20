/** What flows through the program before there are findings. */

/** What the cutter itself found wrong with a record, or between two of them. */
export type Cut =
  /** Over the limit. */
  | "too-long"
  /** The input ends in it, or, where it is empty, before the array around it is closed. */
  | "unclosed"
  /** Over several lines, where each line should be a record. */
  | "spread"
  | "no-comma"
  | "extra-comma"
  | "trailing-comma"
  | "extra-bracket";

/** Where one record lies in its block, and where that is in the stream. */
export interface Span {
  /** First byte of the record in the block, and the byte after its last. */
  from: number;
  to: number;
  /** Line of the first byte, from 1. */
  line: number;
  /** UTF-16 units before the first byte in its line. */
  indent: number;
  /** Who sent it, in the word of the log in whose line it stands. */
  sender?: string;
  /** First byte of the line it stands in, and the byte after its last, where there is more in that line. */
  whole?: readonly [from: number, to: number];
  /** Set where the cutter itself found the record at fault. */
  cut?: Cut;
  /** It is no record; what was skimmed has to be looked at before it goes on. */
  isPause?: true;
  /** It was skimmed and is clean, and is only given because somebody wants to have it. */
  isProved?: true;
  /** It was skimmed, and is wrong as one before it. */
  like?: Likeness;
  /** Where in the input that is which lies along a pointer, or its key: where the block's text is not that of the input. */
  placeOf?: (pointer: string, isKey: boolean) => Place;
}

/** That a record is wrong as one that was taught. */
export interface Likeness {
  /** The number of what was taught. */
  lesson: number;
  /** Where in the record is what was named when that was taught, in bytes. */
  places: readonly number[];
  /** Each of its bytes is a unit of its text; if that is not said it may be so all the same. */
  isAscii: boolean;
  /** What was told of it, if that is wanted; good until the next line is asked for. */
  telling?: Telling | undefined;
}

/** A place in an input: its line, from 1; its column in UTF-16 units, from 1; the offset in bytes of the record around it. */
export interface Place {
  line: number;
  column: number;
  offset: number;
}

/** What is wanted of a value that is skimmed: the number of its field, and what is in it. */
export interface Lens {
  field: number;
  /** Of a text only the length is wanted: always, or in events of audio. */
  lengthOnly?: "always" | "audio";
  /** Where events come in runs, each like the one before, it is another in each of them. */
  varies?: true;
  /** The text is JSON, and what is wanted is in it. */
  isJson?: true;
  fields?: Readonly<Record<string, Lens>>;
  items?: Lens;
}

/** Where the bytes of an input are held. */
export interface Room {
  /** Room for `size` bytes, the first of which are `kept`. What it gave before is good no more. */
  resize(size: number, kept: Buffer): Buffer;
}

/** What a skimmer is to tell of records. */
export interface Digesting {
  /** What is wanted of an event. */
  lens: Lens;
  /** The events of which it is wanted. */
  events: ReadonlySet<string>;
  /** Events that carry audio where others carry a text that is looked at. */
  audio: ReadonlySet<string>;
  /** Events that come in runs, of which each is like the one before but for the fields that vary. */
  runs: ReadonlySet<string>;
}

/** What is told of records that were skimmed, one behind another. */
export interface Digests {
  words: Uint32Array;
  /** The first word, and the one after the last. */
  from: number;
  to: number;
  /** Words before these in the memory that addresses in them are of. */
  base: number;
  /** By how much addresses of bytes are greater than their places in what was skimmed. */
  room: number;
  /** By how much lines are greater than they say. */
  line: number;
}

/** Digests, and the names of the events in them, by their numbers less one. */
export interface Telling {
  digests: Digests;
  names: readonly string[];
}

/** A line that was skimmed, without its line feed. */
export interface SkimmedLine {
  from: number;
  to: number;
  line: number;
  isProved: boolean;
  isPause?: boolean;
  /** The record in it is wrong as one before it; good until the next line is asked for. */
  like?: Likeness | undefined;
}

/** Skims lines, and stops at those that have to be looked into. Positions are offsets in the room. */
export interface Skimmer {
  /** What was told of the records that were skimmed since they were forgotten. */
  digests(): Digests;
  forgetDigests(): void;
  /** Begins at `at`, which is in line `line`, from 1. */
  start(at: number, line: number, maxRecord: number): void;
  /**
   * The next line before `end` that has to be looked into. Undefined where there is none: then
   * `at` is where a line begins that does not end, or `end`.
   * @param searched up to here the line at `at` is known to have no end.
   * @param isLast nothing comes after `end`.
   */
  next(end: number, searched: number, isLast: boolean): SkimmedLine | undefined;
  /** That the record from `from` to `to`, which nobody has skimmed, is wrong as one before it. */
  likenessOf(from: number, to: number): Likeness | undefined;
  readonly at: number;
  readonly line: number;
  /** Records that were skimmed since the last call: they are clean. */
  takeProved(): number;
}

/** What was found in a piece of a file. Offsets are those of the file, lines are counted from 0 at the piece's first. */
export interface SkimmedPiece {
  lines: number;
  /** Records that are clean, and those of them whose envelope says who sent them. */
  proved: number;
  said: number;
  /** How many of each event. */
  events: ReadonlyMap<string, number>;
  /** What is told of the records after the last doubt. */
  digests: Digests[];
  /** Lines to be looked into, with the counts before each; one that `isCut` is longer than a record may be. */
  doubts: Doubt[];
  /** Offsets of its first byte, and of the byte after its last. */
  begin: number;
  end: number;
}

export interface Doubt {
  from: number;
  to: number;
  line: number;
  proved: number;
  said: number;
  /** What is told of the records before it, from the doubt before that on; lines are counted as its own is. */
  digests: Digests[];
  isCut: boolean;
}

/** Threads that skim a file. */
export interface Gang {
  /** The pieces in order; undefined after the last. What one tells of its records is good until the next is asked for. */
  next(): Promise<SkimmedPiece | undefined>;
  stop(): Promise<void>;
}

/** Whole records in a row. The bytes are only good until the next block is asked for. */
export interface Block {
  bytes: Buffer;
  /** Offset in the stream of the block's first byte. */
  offset: number;
  /** Where they are skimmed, only those that have to be looked into; each is found when it is asked for. */
  records: Iterable<Span>;
  /** Bytes read from the stream since the block before. */
  read: number;
  /** No block follows: the last record here is the input's last. */
  last: boolean;
}

/** An input cannot be read, or not to its end; the message says why. */
export class InputError extends Error {}

/** A file that is as it was when it was opened. */
export interface SourceFile {
  path: string;
  /** Bytes. */
  size: number;
  /** Reads from `position` on until `into` is full or the file ends. @throws InputError */
  readAt(into: Buffer, position: number): number;
  /** Goes on reading there. */
  seek(position: number): void;
}

/**
 * Bytes of one input. `read` fills `into` from `at` on and answers how many bytes it gave, 0 at the
 * end. It may give fewer than there is room for, so that a live pipe is seen as it flows.
 */
export interface Source {
  /** The name that findings show. */
  name: string;
  /** Where others can read it as well; only known once something was read. */
  readonly file?: SourceFile | undefined;
  /** @throws InputError */
  read(into: Buffer, at: number): Promise<number>;
  close(): Promise<void>;
}

/**
 * A step from a record down to what it carries: a key, or null where the value there is a string
 * whose text is JSON and the way goes on inside that text.
 */
export type Step = string | null;

/** The generations and kinds of the API, each with events and shapes of its own. */
export const apis = ["ga", "beta", "translation"] as const;
export type Api = (typeof apis)[number];

/** Who sends an event. */
export type Direction = "server" | "client";

/** What a record carries, before anybody knows by which schema it is to be judged. Each lies at `path` in the record. */
export type Content =
  /** `type` is that of an event. */
  | { kind: "event"; type: string; payload: Record<string, unknown>; path: Step[]; sender?: Direction }
  | { kind: "response"; payload: unknown; path: Step[] }
  | { kind: "unknown-type"; type: unknown; path: Step[] }
  /** What recorders write between events: no Realtime traffic, and no fault. */
  | { kind: "foreign"; what: string }
  /** Neither an event nor a response nor an envelope with one inside. */
  | { kind: "unrecognized"; got: string };

/** What a record turned out to be. */
export type Event =
  /** To be judged by the schema of this key; `payload` is what lies at `path` in the record. */
  | {
      kind: "checked";
      event: string;
      schema: string;
      payload: unknown;
      path: Step[];
      /** Said once an input: what the record shows about the input as a whole. */
      remark?: Remark;
      /** Who sent it by what its recorder wrote, if that is so. */
      sender?: Direction;
      /** The same where only the other side sends such an event. */
      wrongSender?: Direction;
      /** Its recorder has these words the other way round, as far as the input has shown. */
      isReversed?: true;
    }
  /** `type` lies at `path` and is not known, or not in this API. */
  | { kind: "unknown-event-type"; type: unknown; path: Step[]; api: Api }
  | { kind: "foreign"; remark: Remark }
  | { kind: "unrecognized-record"; got: string; want: string };

/** What is said once an input, at the record that first shows it. */
export interface Remark {
  rule: string;
  message: string;
}

/** The name that findings and counts have for an event; none where there is no telling, nor for a user's own records. */
export function nameOf(event: Event): string | undefined {
  return "event" in event && event.event !== "" ? event.event : undefined;
}

/**
 * Names that recorders write beside an event's own fields; no event has a field of these names.
 * Sources: openai-realtime-console (App.jsx), openai-realtime-observability (README), Asterisk-AI-Voice-Agent (logging guide).
 */
export const recorderFields: readonly string[] = [
  "time",
  "timestamp",
  "at",
  "at_ms",
  "atMs",
  "ts",
  "direction",
  "source",
  "from",
  "from_client",
];

/**
 * Names that loggers write beside the fields of an event that they were given to log. No event of GA has one at its top.
 * Sources: pino (level, pid, hostname, msg), winston and structlog (level, message, logger), logrus and slog (level, msg), Python's
 * json loggers (name, levelname, severity), zap (caller).
 */
export const loggerFields: readonly string[] = [
  "level",
  "levelname",
  "severity",
  "pid",
  "hostname",
  "msg",
  "message",
  "logger",
  "name",
  "caller",
  "v",
];
