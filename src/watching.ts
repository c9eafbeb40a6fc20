/** What watches the sessions of one input: events go in as the core or the prover has them, complaints come out. */
import { sessionKeyAt, sessionKeyIn } from "./envelope.ts";
import type { Digests, Event, Lens, Place, Step } from "./event.ts";
import { isObject } from "./json.ts";
import { stepsOf } from "./pointer.ts";
import { eventOf } from "./schema/catalogue.ts";
import { createDigestReader, type Digested, eventAt, lensFor, originOf } from "./session/digest.ts";
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

/** A record that was only skimmed, parsed. */
export interface Parsed {
  text: string;
  event: Event;
}

/** A record that was only skimmed, and what is wrong with it. Places are those of the digests. */
export interface Suspect extends Parsed, Pick<Digested, "from" | "to" | "line" | "lineStart"> {
  complaints: readonly Complaint[];
}

/** Bytes that were skimmed. */
export interface Skimmed {
  /** The record in them. */
  parse: (from: number, to: number) => Parsed;
  /** How many UTF-16 units they are. */
  widthOf: (from: number, to: number) => number;
}

export interface Watching {
  /** Looks at an event; `isWrong` where it was told that it is not as it should be. */
  see(record: unknown, event: Event, place: Place, isWrong: boolean): readonly Complaint[];
  /**
   * Looks at what was skimmed.
   * @param names of events, by their numbers less one.
   * @param offset in the input of the place 0 of the digests.
   * @param bytes gives records, and UTF-16 units before them, by their places.
   */
  skim(digests: Digests, names: readonly string[], offset: number, bytes: Skimmed): Suspect[];
  /** A record was told of that may have been an event. */
  miss(): void;
  end(): readonly Complaint[];
}

const none: readonly Complaint[] = [];

/** What a prover has to tell of what it proves. */
export interface Digesting {
  lens: Lens;
  isAudio: (event: string) => boolean;
  comesInRuns: (event: string) => boolean;
  lensOf: (record: unknown, path: readonly Step[]) => Lens;
}

/** @returns undefined where it cannot be told by a prover which session a record is of. */
export function digestingOf({ sessionKey }: WatchingPlan): Digesting | undefined {
  const key = sessionKey === undefined ? undefined : stepsOf(sessionKey);
  const lens = lensFor([], key);
  // an index of an array is no key to a prover
  if (!lens || key?.some((step) => /^\d+$/.test(step))) return undefined;
  return {
    lens,
    isAudio: (event) => isAudioKind(kindOf(event)),
    comesInRuns: (event) => inRuns.has(kindOf(event)),
    lensOf(record, path) {
      return lensFor(path, key ?? sessionKeyAt(record, path)) ?? lens;
    },
  };
}

export function createWatching({ watch, sessionKey }: WatchingPlan): Watching {
  const watched = watch();
  let parseAt: ((from: number, to: number) => Parsed) | undefined;
  const reader = createDigestReader(({ from, to }) => {
    const event = parseAt?.(from, to).event;
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
    skim({ words, from, to, room }, names, offset, { parse, widthOf }) {
      const suspects: Suspect[] = [];
      const numbers = kindsOf(names);
      /** What goes on, by the number of its event. */
      const runs: ({ at: number; run: Run } | undefined)[] = [];
      parseAt = (first, last) => parse(first - room, last - room);
      for (let at = from; at < to; at += words[at] ?? to) {
        const number = eventAt(words, at);
        const kind = numbers[number - 1];
        if (!kind) continue;
        const origin = originOf(words, at);
        if (origin !== undefined) {
          const run = runs[number];
          const { line, eventId, delta } = reader.readVariation(words, at);
          if (run?.at === origin && watched.goOn(run.run, line, eventId, delta)) continue;
        }
        const digested = reader.read(words, at, kind.kind);
        const { line } = digested;
        const begin = digested.from - room;
        const lineStart = digested.lineStart - room;
        const column = begin === lineStart ? 1 : widthOf(lineStart, begin) + 1;
        const complaints = watched.see(digested.seen, { line, column, offset: offset + begin }, kind, digested.key);
        if (kind.isInRuns && watched.run) runs[number] = { at: origin ?? at, run: watched.run };
        if (complaints.length === 0) continue;
        const end = digested.to - room;
        suspects.push({ ...parse(begin, end), from: begin, to: end, line, lineStart, complaints });
      }
      return suspects;
    },
    miss: () => watched.miss(),
    end: () => watched.end(),
  };
}
