/** Entries of digests, as prover/assembly/layout.ts has them: four words each, which say what a field of a record was. */
import type { Id, Text } from "./text.ts";

export const entryWords = 4;

// kinds of entries
export const isText = 1;
const isNumber = 2;
/** A number that is no plain count. */
export const isOdd = 3;
export const isNull = 4;
export const isObject = 6;
export const isArray = 7;
/** A text of which only the length is told. */
export const isLength = 8;

/** The kind of an entry, and the number of its field, by its first word. */
export const kindOf = (head: number): number => head >>> 16;
export const fieldOf = (head: number): number => head & 0x7fff;

const high = 0x1_0000_0000;

// what the entry of `kind` at `place` says; undefined where that is something else

export function idAt(kind: number, words: Uint32Array, place: number): Id | undefined {
  return kind === isText ? (words[place + 1] ?? 0) * 0x200000 + ((words[place + 2] ?? 0) >>> 11) : undefined;
}

export function nullableIdAt(kind: number, words: Uint32Array, place: number): Id | null | undefined {
  return kind === isNull ? null : idAt(kind, words, place);
}

export function numberAt(kind: number, words: Uint32Array, place: number): number | undefined {
  if (kind !== isNumber) return undefined;
  const [low, upper] = [words[place + 1] ?? 0, words[place + 2] ?? 0];
  return upper === 0 ? low : upper * high + low;
}

export function readText(words: Uint32Array, place: number, into: Text): Text {
  into.one = (words[place + 1] ?? 0) | 0;
  into.other = (words[place + 2] ?? 0) | 0;
  into.length = words[place + 3] ?? 0;
  return into;
}

export function textAt(kind: number, words: Uint32Array, place: number): Text | undefined {
  return kind === isText ? readText(words, place, { one: 0, other: 0, length: 0 }) : undefined;
}

/** How long a text is of which only that is told. */
export function lengthAt(kind: number, words: Uint32Array, place: number): number | undefined {
  return kind === isLength ? words[place + 3] : undefined;
}

/** Whether it is a number below zero. */
export function isNegativeAt(kind: number, words: Uint32Array, place: number): boolean {
  return kind === isOdd && words[place + 1] === 1;
}
