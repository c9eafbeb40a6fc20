/** Ids that events had, so that a second event of the same id is noticed; the older of them are forgotten. */
import type { Seen } from "./seen.ts";
import type { Id, Text } from "./text.ts";

/** How many are known, a power of two. An id may stand in one of a few places, and the oldest of these is forgotten first. */
const places = 4096;
const ways = 4;

export interface EventIds {
  /** The event before that had this id in this session: its line, and whether it was the same event altogether. */
  find(session: number, seen: Seen): { line: number; isSame: boolean } | undefined;
  /** Notes an event. False, and nothing is noted, where there was one of its id that `isNew` was to be the first of. */
  put(session: number, id: Id, line: number, print: number, isNew?: boolean): boolean;
}

/** A number that two events share only if they say the same of the same. */
export const printOf = (seen: Seen): number => printWith(printOfPlace(seen), seen.delta);

/** The same of an event whose printOfPlace() is known. */
export const printWith = (place: number, delta: Text | undefined): number =>
  (place + Math.imul(delta?.one ?? 0, 5)) | 0;

/** What a print is made of but for the delta. */
export function printOfPlace({ kind, responseId, itemId, outputIndex, contentIndex, item, response }: Seen): number {
  const where = kindNumber(kind) * 257 + (outputIndex ?? -1) * 31 + (contentIndex ?? -1) * 17;
  const ids = Math.imul(responseId ?? response?.id ?? 0, 7) + Math.imul(itemId ?? item?.id ?? 0, 3);
  return (ids + where) | 0;
}

const kindNumbers = new Map<string, number>();

/** Kinds of events are few, since those that nobody knows are not watched. */
function kindNumber(kind: string): number {
  let number = kindNumbers.get(kind);
  if (number === undefined) kindNumbers.set(kind, (number = kindNumbers.size));
  return number;
}

export function createEventIds(): EventIds {
  const ids = new Float64Array(places);
  const sessions = new Uint32Array(places);
  const lines = new Float64Array(places);
  const prints = new Int32Array(places);
  const placeOf = (session: number, id: Id): number => (((id >>> 0) + session) * ways) & (places - 1);
  return {
    find(session, seen) {
      const id = seen.eventId ?? 0;
      const first = placeOf(session, id);
      for (let at = first; at < first + ways; at++) {
        if (ids[at] === id && sessions[at] === session)
          return { line: lines[at] ?? 0, isSame: prints[at] === printOf(seen) };
      }
      return undefined;
    },
    put(session, id, line, print, isNew = false) {
      const first = placeOf(session, id);
      let at = first;
      for (let other = first; other < first + ways; other++) {
        if (ids[other] === id && sessions[other] === session) {
          if (isNew) return false;
          at = other;
          break;
        }
        if ((lines[other] ?? 0) < (lines[at] ?? 0)) at = other;
      }
      ids[at] = id;
      sessions[at] = session;
      lines[at] = line;
      prints[at] = print;
      return true;
    },
  };
}
