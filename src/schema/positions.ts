/**
 * Where things stand in the text of a record. Offsets are UTF-16 indexes into the text. Whoever asks for the same places in
 * many texts says once which they are.
 */
import type { Step } from "../event.ts";
import { below, stepsOf } from "../pointer.ts";

export interface Range {
  from: number;
  to: number;
}

/** Where to look: at a value below the payload, at its key, or only at its first character. */
export interface Where {
  pointer: string;
  at: "value" | "key" | "start";
}

/** The pointer and the key of a repetition of a key in one object. */
export interface Repetition {
  pointer: string;
  key: Range;
}

/**
 * Finds places in a text that JSON.parse accepts: for each that was asked for its range, or that of the nearest thing above
 * it where there is none. Of a repeated key it is the last one, as JSON.parse has it.
 * @param repeated where repetitions of keys are to be added, if there may be any.
 */
export type Search = (record: string, repeated?: Repetition[]) => Range[];

/** A value that is looked for, or on the way to one. */
interface Spot {
  above: Spot | undefined;
  below: Map<string, Spot> | undefined;
  /** What of it has to be found before nothing more of the text is wanted. */
  asked: { value: boolean; start: boolean };
  /** The reading in which it was found last, and where it and its key were then. `to` is not known where nobody asks for it. */
  reading: number;
  from: number;
  to: number;
  keyFrom: number;
  keyTo: number;
}

/** A text as it is read. */
interface Reading {
  json: string;
  number: number;
  /** How much of what is asked for was not found yet. */
  left: number;
  repeated: Repetition[] | undefined;
}

const [quote, comma, colon, backslash] = [0x22, 0x2c, 0x3a, 0x5c];
const [openObject, closeObject, openArray, closeArray] = [0x7b, 0x7d, 0x5b, 0x5d];

/** The index of the next token at or after `at`. */
function token(json: string, at: number): number {
  let index = at;
  while (json.charCodeAt(index) <= 0x20) index++;
  return index;
}

/** The index after the string whose opening quote is at `from`. */
function afterString(json: string, from: number): number {
  for (let end = json.indexOf('"', from + 1); ; end = json.indexOf('"', end + 1)) {
    let before = end - 1;
    while (json.charCodeAt(before) === backslash) before--;
    if ((end - before) % 2 === 1) return end + 1;
  }
}

/** The index after the value at `from`. */
function afterValue(json: string, from: number): number {
  let depth = 0;
  for (let index = from; index < json.length;) {
    const unit = json.charCodeAt(index);
    if (unit === quote) {
      index = afterString(json, index);
      if (depth === 0) return index;
      continue;
    }
    if (unit === openObject || unit === openArray) depth++;
    else if (unit === closeObject || unit === closeArray) {
      // a number or a word ends before the bracket of what it is in
      if (depth === 0) return index;
      if (--depth === 0) return index + 1;
    } else if (depth === 0 && (unit === comma || unit <= 0x20)) return index;
    index++;
  }
  return json.length;
}

/** Notes that a value begins. */
function arrive(reading: Reading, spot: Spot, from: number, keyFrom: number, keyTo: number): void {
  if (spot.asked.start && !spot.asked.value) reading.left--;
  spot.reading = reading.number;
  spot.from = from;
  spot.to = -1;
  spot.keyFrom = keyFrom;
  spot.keyTo = keyTo;
}

/** Reads the value at `from`. The index after it, which means nothing once nothing is left to be found. */
function readValue(
  reading: Reading,
  from: number,
  spot: Spot | undefined,
  pointer: string,
  keyFrom: number,
  keyTo: number,
): number {
  const { json } = reading;
  if (spot) arrive(reading, spot, from, keyFrom, keyTo);
  if (reading.left === 0) return from;
  const unit = json.charCodeAt(from);
  const isRead = (spot?.below ?? reading.repeated) !== undefined;
  let to: number;
  if (isRead && unit === openObject) to = readObject(reading, from, spot?.below, pointer);
  else if (isRead && unit === openArray) to = readArray(reading, from, spot?.below, pointer);
  else to = afterValue(json, from);
  if (spot && reading.left > 0) {
    spot.to = to;
    if (spot.asked.value) reading.left--;
  }
  return to;
}

function readObject(reading: Reading, from: number, spots: Map<string, Spot> | undefined, pointer: string): number {
  const { json, repeated } = reading;
  const names = repeated && new Set<string>();
  let index = token(json, from + 1);
  while (json.charCodeAt(index) !== closeObject) {
    if (json.charCodeAt(index) === comma) index = token(json, index + 1);
    const keyTo = afterString(json, index);
    const raw = json.slice(index + 1, keyTo - 1);
    const name = raw.includes("\\") ? String(JSON.parse(json.slice(index, keyTo))) : raw;
    if (names?.has(name)) repeated?.push({ pointer: below(pointer, name), key: { from: index, to: keyTo } });
    names?.add(name);
    const value = token(json, json.charCodeAt(keyTo) === colon ? keyTo + 1 : token(json, keyTo) + 1);
    const to = readValue(reading, value, spots?.get(name), repeated ? below(pointer, name) : "", index, keyTo);
    if (reading.left === 0) return to;
    index = token(json, to);
  }
  return index + 1;
}

function readArray(reading: Reading, from: number, spots: Map<string, Spot> | undefined, pointer: string): number {
  const { json, repeated } = reading;
  let index = token(json, from + 1);
  for (let at = 0; json.charCodeAt(index) !== closeArray; at++) {
    if (json.charCodeAt(index) === comma) index = token(json, index + 1);
    const to = readValue(reading, index, spots?.get(String(at)), repeated ? below(pointer, at) : "", -1, -1);
    if (reading.left === 0) return to;
    index = token(json, to);
  }
  return index + 1;
}

const spotBelow = (above: Spot | undefined): Spot => ({
  above,
  below: undefined,
  asked: { value: false, start: false },
  reading: 0,
  from: 0,
  to: 0,
  keyFrom: -1,
  keyTo: -1,
});

/** A search in one text. Recursion is bounded by the depth of records that are looked into. */
function createTextSearch(wanted: readonly Where[]): Search {
  const root = spotBelow(undefined);
  let asked = 0;
  const spots = wanted.map(({ pointer, at }) => {
    let spot = root;
    for (const step of stepsOf(pointer)) {
      spot.below ??= new Map();
      let next = spot.below.get(step);
      if (!next) spot.below.set(step, (next = spotBelow(spot)));
      spot = next;
    }
    // whatever is asked for counts once
    if (!spot.asked.value && !spot.asked.start) asked++;
    spot.asked[at === "value" ? "value" : "start"] = true;
    return { spot, at };
  });
  let number = 0;
  return (json, repeated) => {
    number++;
    // whoever looks for repetitions reads to the end, and only they can be there
    const reading: Reading = { json, number, left: repeated ? Infinity : asked, repeated };
    readValue(reading, token(json, 0), root, "", -1, -1);
    return spots.map(({ spot, at }) => {
      let found = spot;
      while (found.reading !== number && found.above) found = found.above;
      const { from, to, keyFrom, keyTo } = found;
      if (at === "key" && keyFrom !== -1) return { from: keyFrom, to: keyTo };
      return { from, to: at === "start" ? from + 1 : to };
    });
  };
}

/**
 * For each unit of the string that a JSON literal stands for, the index in the literal (quotes included) at which it begins;
 * at the end the closing quote.
 */
function indexesOf(literal: string): Uint32Array {
  const indexes = new Uint32Array(literal.length);
  let unit = 0;
  let at = 1;
  for (; at < literal.length - 1; unit++) {
    indexes[unit] = at;
    if (literal[at] !== "\\") at += 1;
    else at += literal[at + 1] === "u" ? 6 : 2;
  }
  indexes[unit] = at;
  return indexes.subarray(0, unit + 1);
}

/**
 * @param path from the record to its payload, through texts where it says so.
 * @param wanted below the payload.
 */
export function createSearch(path: readonly Step[], wanted: readonly Where[]): Search {
  /** In each text the pointer to the next text, in the last one that to the payload. */
  const sections: string[] = [""];
  for (const step of path) {
    if (step === null) sections.push("");
    else sections.push(below(sections.pop() ?? "", step));
  }
  const searches = sections.map((pointer, depth) =>
    createTextSearch(
      depth < sections.length - 1
        ? [{ pointer, at: "value" }]
        : wanted.map(({ pointer: inner, at }) => ({ pointer: pointer + inner, at })),
    ),
  );
  return (record, repeated) => {
    let json = record;
    let shift = (range: Range): Range => range;
    const inRecord = (range: Range, at: number): Range => {
      const { from, to } = shift(range);
      return { from, to: wanted[at]?.at === "start" ? from + 1 : to };
    };
    for (const [depth, search] of searches.entries()) {
      const inThis: Repetition[] | undefined = repeated && [];
      const ranges = search(json, inThis);
      const above = sections.slice(0, depth).join("");
      for (const { pointer, key } of inThis ?? []) repeated?.push({ pointer: above + pointer, key: shift(key) });
      if (depth === searches.length - 1) return depth === 0 ? ranges : ranges.map(inRecord);
      const [at = { from: 0, to: 0 }] = ranges;
      const literal = json.slice(at.from, at.to);
      const indexes = indexesOf(literal);
      const outer = shift;
      const inLiteral = (index: number): number => at.from + (indexes[Math.min(index, indexes.length - 1)] ?? 0);
      shift = ({ from, to }) => outer({ from: inLiteral(from), to: inLiteral(to) });
      json = String(JSON.parse(literal));
    }
    return [];
  };
}
