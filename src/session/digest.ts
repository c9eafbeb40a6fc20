/**
 * What the prover tells of a record that it proved -> what the record shows of its session, the same as seenIn() makes of a record that
 * was parsed.
 */
import { entryWords, fieldOf, idAt, isOdd, isText, kindOf, readText } from "./entry.ts";
import { nothingShown, readers } from "./fields.ts";
import { emptySeen } from "./images.ts";
import { F } from "./lens.ts";
import { type Seen, seenIn } from "./seen.ts";
import type { Id, Text } from "./text.ts";

/** Words of a record that was digested before its entries, as prover/assembly/layout.ts has it. */
const headWords = 6;
/** A digest of an event that is like one before: a flag of its event, and the words before the entries that differ. */
const isAgain = 0x8000_0000;
const againWords = 8;

/** A record that was digested. Its bytes are those from `from` to `to`, blanks at the line's beginning are from `lineStart` on. */
export interface Digested {
  line: number;
  lineStart: number;
  from: number;
  to: number;
  seen: Seen;
  /** What says which session it is of. */
  key: Id | undefined;
}

/** What an event has for itself that is otherwise like one before. */
export interface Variation {
  line: number;
  eventId: Id | undefined;
  delta: Text | undefined;
}

/** Reads digests, one after another; what it gives is good until the next. */
export interface DigestReader {
  /** The record at a word. @param base words before the first in the memory that addresses in them are of. */
  read(words: Uint32Array, at: number, base: number, kind: string): Digested;
  /** The same of one that is like another, which is not read again. */
  readVariation(words: Uint32Array, at: number): Variation;
}

/** The number of the event of the digest at a word. */
export const eventAt = (words: Uint32Array, start: number): number => (words[start + 1] ?? 0) & ~isAgain;

/** The word at which the digest begins that the one at a word is like; undefined where it stands for itself. */
export const originOf = (words: Uint32Array, start: number, base: number): number | undefined =>
  (words[start + 1] ?? 0) >= isAgain ? ((words[start + headWords] ?? 0) >>> 2) - base : undefined;

/** The word after the last of the digest at a word. */
const endOf = (words: Uint32Array, start: number): number => start + (words[start] ?? 0);

/** @param payloadOf parses the event of a record that was digested. */
export function createDigestReader(payloadOf: (digested: Digested) => Record<string, unknown>): DigestReader {
  const shown = nothingShown();
  const variation: Variation = { line: 0, eventId: undefined, delta: undefined };
  const digested: Digested = { line: 0, lineStart: 0, from: 0, to: 0, seen: shown.seen, key: undefined };
  const payload = (): Record<string, unknown> => payloadOf(digested);
  /** Whether the record has a number in it that only parsing tells. */
  let hasOdd = false;

  function readEntries(words: Uint32Array, from: number, to: number): void {
    for (let place = from; place < to; place += entryWords) {
      const head = words[place] ?? 0;
      const field = fieldOf(head);
      const kind = kindOf(head);
      if (kind === isOdd && field !== F.reset) hasOdd = true;
      else readers[field]?.(shown, kind, words, place);
    }
  }

  function read(words: Uint32Array, start: number, base: number, kind: string): Digested {
    digested.line = words[start + 2] ?? 0;
    digested.lineStart = words[start + 3] ?? 0;
    digested.from = words[start + 4] ?? 0;
    digested.to = words[start + 5] ?? 0;
    shown.seen = emptySeen(kind, payload);
    shown.key = undefined;
    hasOdd = false;
    const origin = originOf(words, start, base);
    const whole = origin ?? start;
    readEntries(words, whole + headWords, endOf(words, whole));
    // what it has for itself comes last
    if (origin !== undefined) readEntries(words, start + againWords, endOf(words, start));
    digested.seen = shown.seen;
    digested.key = shown.key;
    // which session it is of may stand behind what is odd
    return hasOdd ? { ...digested, seen: seenIn(kind, payload()) } : digested;
  }

  function readVariation(words: Uint32Array, start: number): Variation {
    variation.line = words[start + 2] ?? 0;
    variation.eventId = undefined;
    variation.delta = undefined;
    const end = endOf(words, start);
    for (let place = start + againWords; place < end; place += entryWords) {
      const head = words[place] ?? 0;
      if (kindOf(head) !== isText) continue;
      if (fieldOf(head) === F.eventId) variation.eventId = idAt(isText, words, place);
      else variation.delta = readText(words, place, shown.delta);
    }
    return variation;
  }

  return { read, readVariation };
}
