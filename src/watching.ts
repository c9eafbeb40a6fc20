/** What watches the sessions of one input: events go in as the core or the prover has them, complaints come out. */
import { sessionKeyAt, sessionKeyIn } from "./envelope.ts";
import { apis, type Digesting, type Digests, type Event, type Lens, type Place, type Step } from "./event.ts";
import { isObject } from "./json.ts";
import { stepsOf } from "./pointer.ts";
import { eventOf, eventTypes } from "./schema/catalogue.ts";
import { createDigestReader, eventAt, originOf } from "./session/digest.ts";
import { lensFor } from "./session/lens.ts";
import { isAudioKind, seenIn } from "./session/seen.ts";
import { inRuns, kindOf } from "./session/kinds.ts";
import { idOf } from "./session/text.ts";
import type { Complaint, EventKind, Run, Watch } from "./session/watch.ts";

export interface WatchingPlan {
  /** Begins to watch an input. */
  watch: () => Watch;
  /** Where records say which session they are of, as a pointer into them; else it is looked for in envelopes. */
  sessionKey?: string;
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

/** What was skimmed. Places in it are those of the digests. */
export interface Skimmed {
  /** Where it begins in the input. */
  offset: number;
  bytesAt: (from: number, to: number) => Buffer;
  /** Bytes can be had at any time, but not for nothing. */
  isFile: boolean;
  /** What a record in it is, by its text. */
  eventOf: (text: string) => Event;
}

export interface Watching {
  /** Looks at an event; `isWrong` where it was told that it is not as it should be. */
  see(record: unknown, event: Event, place: Place, isWrong: boolean): readonly Complaint[];
  /**
   * Looks at what was skimmed.
   * @param names of events, by their numbers less one.
   */
  skim(digests: Digests, names: readonly string[], skimmed: Skimmed): Suspect[];
  /** Looks at the one event of which `digests` tell, as see() does. */
  seeDigest(
    digests: Digests,
    names: readonly string[],
    skimmed: Skimmed,
    place: Place,
    isWrong: boolean,
  ): readonly Complaint[];
  /** A record was told of that may have been an event. */
  miss(): void;
  end(): readonly Complaint[];
}

const none: readonly Complaint[] = [];

/**
 * What a prover has to tell of what it proves, and of records as `record`, which carries an event along `path`. Undefined where it cannot
 * be told by a prover which session a record is of.
 */
export function digestingOf({
  sessionKey,
}: WatchingPlan): { wanted: () => Digesting; lensOf: (record: unknown, path: readonly Step[]) => Lens } | undefined {
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

/** A record by its place in digests. */
type Parse = (from: number, to: number) => { text: string; event: Event };

/** Parses records that were skimmed. @param room where that begins in the memory that the digests are of. */
function parserOf({ bytesAt, eventOf: eventIn }: Skimmed, room: number): Parse {
  return (from, to) => {
    const text = bytesAt(from - room, to - room)
      .toString()
      .trimEnd();
    return { text, event: eventIn(text) };
  };
}

/** Where a record begins whose line begins at `lineStart`. A column is only counted where somebody asks for it, if that can wait. */
function placeIn({ offset, bytesAt, isFile }: Skimmed, line: number, lineStart: number, begin: number): Place {
  const at = offset + begin;
  if (begin === lineStart) return { line, column: 1, offset: at };
  const columnOf = (): number => bytesAt(lineStart, begin).toString().length + 1;
  if (!isFile) return { line, column: columnOf(), offset: at };
  return {
    line,
    offset: at,
    get column() {
      return columnOf();
    },
  };
}

export function createWatching({ watch, sessionKey }: WatchingPlan): Watching {
  const watched = watch();
  /** Of the digests at hand. */
  let parse: Parse | undefined;
  const reader = createDigestReader(({ from, to }) => {
    const event = parse?.(from, to).event;
    return event?.kind === "checked" && isObject(event.payload) ? event.payload : {};
  });
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
      if (event.kind !== "checked" || !isObject(event.payload)) return none;
      const kind = kindOfType(event.event);
      if (!kind) return none;
      const said = sessionKeyIn(record, event.path, sessionKey);
      const key = said === undefined ? undefined : idOf(said);
      const complaints = watched.see(seenIn(kind.kind, event.payload), place, kind, key);
      if (isWrong) watched.blur(key);
      return complaints;
    },
    skim({ words, from, to, base, room, line: before }, names, skimmed) {
      const { offset, bytesAt } = skimmed;
      const suspects: Suspect[] = [];
      const numbers = kindsOf(names);
      /** What goes on, by the number of its event. */
      const runs: ({ at: number; run: Run } | undefined)[] = [];
      const parsed = parserOf(skimmed, room);
      parse = parsed;
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
        const where = placeIn(skimmed, line, lineStart, begin);
        const complaints = watched.see(digested.seen, where, kind, digested.key);
        if (kind.isInRuns && watched.run) runs[number] = { at: origin ?? at, run: watched.run };
        if (complaints.length === 0) continue;
        const bytes = Buffer.from(bytesAt(lineStart, digested.to - room));
        const place = { line, bytes, before: begin - lineStart, offset: offset + lineStart, from: begin };
        suspects.push({ ...parsed(digested.from, digested.to), ...place, complaints });
      }
      return suspects;
    },
    seeDigest({ words, from, base, room }, names, skimmed, place, isWrong) {
      const kind = kindsOf(names)[eventAt(words, from) - 1];
      if (!kind) return none;
      parse = parserOf(skimmed, room);
      const { seen, key } = reader.read(words, from, base, kind.kind);
      const complaints = watched.see(seen, place, kind, key);
      if (isWrong) watched.blur(key);
      return complaints;
    },
    miss: () => watched.miss(),
    end: () => watched.end(),
  };
}
