/** What watches the sessions of one input: events go in as the core or the prover has them, complaints come out. */
import { sessionKeyAt, sessionKeyIn } from "./envelope.ts";
import {
  apis,
  type Block,
  type Digesting,
  type Event,
  InputError,
  type Lens,
  type Place,
  type SourceFile,
  type Step,
  type Telling,
} from "./event.ts";
import { isObject } from "./json.ts";
import { stepsOf } from "./pointer.ts";
import { eventOf, eventTypes } from "./schema/catalogue.ts";
import { createDigestReader, eventAt, originOf } from "./session/digest.ts";
import { lensFor } from "./session/lens.ts";
import { isAudioKind, seenIn } from "./session/seen.ts";
import { inRuns, kindOf } from "./session/kinds.ts";
import { idOf } from "./session/text.ts";
import type { Complaint, EventKind, Run, Watch } from "./session/watch.ts";

/** What a prover has to tell of what it proves, and of records as `record`, which carries an event along `path`. */
export interface DigestingPlan {
  wanted: () => Digesting;
  lensOf: (record: unknown, path: readonly Step[]) => Lens;
}

/** A record that was only skimmed, and what is wrong with it. */
export interface Suspect {
  text: string;
  event: Event;
  line: number;
  /** Its line up to its end, and how many of these bytes are before it. */
  bytes: Buffer;
  before: number;
  /** Where its line begins in the input, and where it does itself in the bytes that were skimmed. */
  offset: number;
  from: number;
  complaints: readonly Complaint[];
}

/** What else is to be known of an input. */
export interface Watched {
  /** What a record is, by its text. */
  eventOf: (text: string) => Event;
  /** Its events are not to be held against each other. */
  isOff: () => boolean;
}

export interface Watching {
  /** Looks at a record that could be read as `event`, if at all; `isWrong` where it was told that it is not as it should be. */
  see(record: unknown, event: Event | undefined, place: Place, isWrong: boolean): readonly Complaint[];
  /** Looks at what was told of records, which lie in `skimmed`. */
  skim(telling: Telling, skimmed: Skimmed): readonly Suspect[];
  /** Looks at the one event of which it is told, as see() does. */
  seeDigest(telling: Telling, skimmed: Skimmed, place: Place, isWrong: boolean): readonly Complaint[];
  /** Something could not be read that may have been an event. */
  miss(): void;
  end(): readonly Complaint[];
}

/** What was skimmed: places in digests are those in a block, or in a file that was not read here. */
type Skimmed = Block | SourceFile;

const none: readonly Complaint[] = [];
const noSuspects: readonly Suspect[] = [];

/** @param sessionKey where records say which session they are of. Undefined where a prover cannot tell that. */
export function digestingOf(sessionKey?: string): DigestingPlan | undefined {
  const key = sessionKey === undefined ? undefined : stepsOf(sessionKey);
  const lens = lensFor([], key);
  // an index of an array is no key to a prover
  if (!lens || key?.some((step) => /^\d+$/.test(step))) return undefined;
  return {
    wanted() {
      const types = apis.flatMap(eventTypes);
      const audio = new Set(types.filter((type) => isAudioKind(kindOf(type))));
      const runs = new Set(types.filter((type) => inRuns.has(kindOf(type))));
      return { lens, events: new Set(types), audio, runs };
    },
    lensOf(record, path) {
      return lensFor(path, key ?? sessionKeyAt(record, path)) ?? lens;
    },
  };
}

const isFile = (skimmed: Skimmed): skimmed is SourceFile => "readAt" in skimmed;

/** @throws InputError where the file is no longer what it was. */
function bytesOf(skimmed: Skimmed, from: number, to: number): Buffer {
  if (!isFile(skimmed)) return skimmed.bytes.subarray(from, to);
  const bytes = Buffer.allocUnsafe(to - from);
  if (skimmed.readAt(bytes, from) < bytes.length) throw new InputError("the file has become shorter");
  return bytes;
}

/** Where what was skimmed begins in the input. */
const offsetOf = (skimmed: Skimmed): number => (isFile(skimmed) ? 0 : skimmed.offset);

/** Where a record begins whose line begins at `lineStart`. A column is only counted where somebody asks for it, if that can wait. */
function placeIn(skimmed: Skimmed, line: number, lineStart: number, begin: number): Place {
  const offset = offsetOf(skimmed) + begin;
  if (begin === lineStart) return { line, column: 1, offset };
  const columnOf = (): number => bytesOf(skimmed, lineStart, begin).toString().length + 1;
  // a block is gone by the time that somebody asks
  if (!isFile(skimmed)) return { line, column: columnOf(), offset };
  return {
    line,
    offset,
    get column() {
      return columnOf();
    },
  };
}

/** @param sessionKey where records say which session they are of, as a pointer; else it is looked for in envelopes. */
export function createWatching(
  watched: Watch,
  sessionKey: string | undefined,
  { eventOf: eventIn, isOff }: Watched,
): Watching {
  /** The text of a record by its place in the digests at hand. */
  let textAt: (from: number, to: number) => string = () => "{}";
  const reader = createDigestReader(({ from, to }) => {
    const event = eventIn(textAt(from, to));
    return event.kind === "checked" && isObject(event.payload) ? event.payload : {};
  });
  function lookAt(skimmed: Skimmed, room: number): void {
    textAt = (from, to) =>
      bytesOf(skimmed, from - room, to - room)
        .toString()
        .trimEnd();
  }
  const kinds = new Map<readonly string[], (EventKind | undefined)[]>();

  /** What is no event of anybody has no kind. */
  function kindOfType(type: string): EventKind | undefined {
    const direction = eventOf(type)?.direction;
    return direction && watched.kindOf(type, direction === "server");
  }
  function kindsOf(names: readonly string[]): (EventKind | undefined)[] {
    let known = kinds.get(names);
    if (!known) kinds.set(names, (known = names.map(kindOfType)));
    return known;
  }

  return {
    see(record, event, place, isWrong) {
      if (isOff()) return none;
      if (event?.kind !== "checked") {
        if (event?.kind !== "foreign") watched.miss();
        return none;
      }
      const kind = kindOfType(event.event);
      if (!kind || !isObject(event.payload)) return none;
      const said = sessionKeyIn(record, event.path, sessionKey);
      const key = said === undefined ? undefined : idOf(said);
      const complaints = watched.see(seenIn(kind.kind, event.payload), place, kind, key);
      if (isWrong) watched.blur(key);
      return complaints;
    },
    skim({ digests: { words, from, to, base, room, line: before }, names }, skimmed) {
      if (isOff()) return noSuspects;
      const suspects: Suspect[] = [];
      const numbers = kindsOf(names);
      /** What goes on, by the number of its event. */
      const runs: ({ at: number; run: Run } | undefined)[] = [];
      lookAt(skimmed, room);
      for (let at = from; at < to; at += words[at] ?? to) {
        const number = eventAt(words, at);
        const kind = numbers[number - 1];
        if (!kind) continue;
        const origin = originOf(words, at, base);
        if (origin !== undefined) {
          const run = runs[number];
          const { line, eventId, delta } = reader.readVariation(words, at);
          if (run?.at === origin && watched.goOn(run.run, before + line, eventId, delta)) continue;
        }
        const digested = reader.read(words, at, base, kind.kind);
        const line = before + digested.line;
        const begin = digested.from - room;
        const lineStart = digested.lineStart - room;
        const complaints = watched.see(digested.seen, placeIn(skimmed, line, lineStart, begin), kind, digested.key);
        if (kind.isInRuns && watched.run) runs[number] = { at: origin ?? at, run: watched.run };
        if (complaints.length === 0) continue;
        const text = textAt(digested.from, digested.to);
        const bytes = Buffer.from(bytesOf(skimmed, lineStart, digested.to - room));
        const offset = offsetOf(skimmed) + lineStart;
        suspects.push({
          text,
          event: eventIn(text),
          line,
          bytes,
          before: begin - lineStart,
          offset,
          from: begin,
          complaints,
        });
      }
      return suspects;
    },
    seeDigest({ digests: { words, from, base, room }, names }, skimmed, place, isWrong) {
      const kind = isOff() ? undefined : kindsOf(names)[eventAt(words, from) - 1];
      if (!kind) return none;
      lookAt(skimmed, room);
      const { seen, key } = reader.read(words, from, base, kind.kind);
      const complaints = watched.see(seen, place, kind, key);
      if (isWrong) watched.blur(key);
      return complaints;
    },
    miss: () => watched.miss(),
    end: () => (isOff() ? none : watched.end()),
  };
}
