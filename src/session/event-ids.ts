/** Ids that events had, so that a second event of the same id is noticed; the older of them are forgotten. */
import type { Seen } from "./seen.ts";
import { type Id, spread, type Text } from "./text.ts";

/** How many are known, a power of two. An id may stand in one of a few places, and the oldest of these is forgotten first. */
const places = 4096;
const ways = 4;

/** Words of a place: the id and its session, in two words, the line, and what the event said. */
const words = 4;

export interface Twin {
  line: number;
  isSame: boolean;
  subject: object;
}

export interface EventIds {
  /**
   * The event before that had this id in this session: its line, whether it was the same event altogether, and something that stands for
   * what went wrong there: it is the same for all others of this id, and where it was the same event for what is repeated with it.
   */
  find(session: number, id: Id, line: number, print: number): Twin | undefined;
  /** Notes an event. False, and nothing is noted, where there was one of its id that `isNew` was to be the first of. */
  put(session: number, id: Id, line: number, print: number, isNew?: boolean): boolean;
}

/** A number that two events share only if they say the same of the same: what it is made of but for the delta. @param kind a number for it. */
export function printOfPlace(kind: number, seen: Seen): number {
  const { responseId, itemId, outputIndex, contentIndex, item, response } = seen;
  const where = kind * 257 + (outputIndex ?? -1) * 31 + (contentIndex ?? -1) * 17;
  const ids = Math.imul(responseId ?? response?.id ?? 0, 7) + Math.imul(itemId ?? item?.id ?? 0, 3);
  return (ids + where) | 0;
}

export const printWith = (place: number, delta: Text | undefined): number =>
  (place + Math.imul(delta?.one ?? 0, 5)) | 0;

/** The upper word of an id, which also says of which session it is; never 0, so that a place that was never used has no id. */
const upperOf = (session: number, id: Id): number =>
  (Math.floor(id / 0x1_0000_0000) + Math.imul(session, 0x9e3779b1)) | 1;

/** Ids that are known to stand twice at most; a fixture may have one in every line. */
const mostTwice = 1024;

/** Lines of no server's event at most that may lie between events that were repeated as one. */
const strayLines = 8;

export function createEventIds(): EventIds {
  /** The last event that was there before. */
  let repeated: { line: number; distance: number; subject: object } | undefined;
  const twice = new Map<string, object>();
  function subjectOf(session: number, id: Id): object {
    const key = `${session} ${id}`;
    const known = twice.get(key) ?? {};
    if (twice.size >= mostTwice) twice.clear();
    twice.set(key, known);
    return known;
  }
  // the ways of an id lie in one line of a cache
  const table = new Int32Array(places * words);
  const firstOf = (id: Id): number => (spread(id) & (places / ways - 1)) * ways * words;
  function placeOf(first: number, upper: number, lower: number): number {
    for (let at = first; at < first + ways * words; at += words) {
      if (table[at] === lower && table[at + 1] === upper) return at;
    }
    return -1;
  }
  return {
    find(session, id, line, print) {
      const at = placeOf(firstOf(id), upperOf(session, id), id | 0);
      if (at < 0) return undefined;
      const before = (table[at + 2] ?? 0) >>> 0;
      if (table[at + 3] !== print) return { line: before, isSame: false, subject: subjectOf(session, id) };
      const distance = line - before;
      const last = repeated?.distance === distance ? repeated : undefined;
      const isOfSame = last && line - last.line <= 2 * distance + strayLines;
      const subject = isOfSame ? last.subject : subjectOf(session, id);
      repeated = { line, distance, subject };
      return { line: before, isSame: true, subject };
    },
    put(session, id, line, print, isNew = false) {
      const first = firstOf(id);
      const upper = upperOf(session, id);
      let at = placeOf(first, upper, id | 0);
      if (at >= 0 && isNew) return false;
      if (at < 0) {
        at = first;
        for (let other = first + words; other < first + ways * words; other += words)
          if ((table[other + 2] ?? 0) >>> 0 < (table[at + 2] ?? 0) >>> 0) at = other;
      }
      table[at] = id;
      table[at + 1] = upper;
      table[at + 2] = line;
      table[at + 3] = print;
      return true;
    },
  };
}
