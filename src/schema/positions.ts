/**
 * Where things stand in the text of a record. Only records with something to report come here, so
 * this may be slow; it must be exact. Offsets are UTF-16 indexes into the text.
 */
import type { Step } from "../event.ts";
import { below, parentOf } from "../pointer.ts";
import { scan, type Visitor } from "./scan.ts";

export interface Range {
  from: number;
  to: number;
}

/** A value, and the key it stands under if it has one. */
export interface Place extends Range {
  key?: Range;
}

export interface Positions {
  /** The wanted values, and what lies on the way to them, by pointer. Of a repeated key the last one, as JSON.parse has it. */
  places: Map<string, Place>;
  /** Pointer and key of each repetition of a key in one object. */
  repeated: { pointer: string; key: Range }[];
}

/** An object or array that is being read. */
interface Open {
  pointer: string;
  from: number;
  key: Range | undefined;
  /** Index of the next element of an array. */
  next: number;
  /** Something below is wanted. */
  wanted: boolean;
  names: Set<string>;
}

/** `pointers`, and those of everything that they lie in. */
function withAncestors(pointers: Iterable<string>): Set<string> {
  const all = new Set<string>([""]);
  for (const pointer of pointers) {
    for (let up = pointer; up !== "" && !all.has(up); up = parentOf(up)) all.add(up);
  }
  return all;
}

/**
 * Reads positions of a text that JSON.parse accepts.
 * @param pointers which places are wanted.
 * @param repetitions whether repeated keys are.
 */
export function positionsOf(json: string, pointers: Iterable<string>, repetitions: boolean): Positions {
  const asked = new Set(pointers);
  const wanted = withAncestors(asked);
  const places = new Map<string, Place>();
  const repeated: Positions["repeated"] = [];
  const open: Open[] = [];
  let pending: { name: string; key: Range } | undefined;

  /** The pointer of the value that begins, and its key; no pointer where nobody wants it. */
  function arrive(): { pointer: string | undefined; key: Range | undefined } {
    const parent = open.at(-1);
    const step = pending?.name ?? parent?.next;
    const key = pending?.key;
    pending = undefined;
    if (parent) parent.next++;
    if (parent && !parent.wanted && !repetitions) return { pointer: undefined, key };
    return { pointer: parent && step !== undefined ? below(parent.pointer, step) : "", key };
  }
  function settle(pointer: string, from: number, to: number, key: Range | undefined): void {
    if (!wanted.has(pointer)) return;
    places.set(pointer, key ? { from, to, key } : { from, to });
    // without repetitions the first place of a pointer is its last
    if (!repetitions && asked.delete(pointer)) visitor.isDone = asked.size === 0;
  }

  const visitor: Visitor = {
    open(at) {
      const { pointer = "", key } = arrive();
      const parent = open.at(-1);
      const isWanted = (!parent || parent.wanted) && wanted.has(pointer);
      open.push({ pointer, from: at, key, next: 0, wanted: isWanted, names: new Set() });
    },
    close(end) {
      const closed = open.pop();
      if (closed?.wanted) settle(closed.pointer, closed.from, end, closed.key);
    },
    key(from, to) {
      const parent = open.at(-1);
      const key = { from, to };
      if (!parent || (!parent.wanted && !repetitions)) return;
      const literal = json.slice(from, to);
      const name = literal.includes("\\") ? String(JSON.parse(literal)) : literal.slice(1, -1);
      pending = { name, key };
      if (!repetitions) return;
      if (parent.names.has(name)) repeated.push({ pointer: below(parent.pointer, name), key });
      parent.names.add(name);
    },
    scalar(from, to) {
      const { pointer, key } = arrive();
      if (pointer !== undefined) settle(pointer, from, to, key);
    },
  };
  scan(json, visitor);
  return { places, repeated };
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

/** Finds places below the payload at one path of a record. Each text on the way is read once. */
export interface Locator {
  /** The place of `pointer` below the payload; of the nearest thing above it where there is none. */
  place(pointer: string): Place;
  /** Every repeated key of the record and of the texts on the way to the payload. */
  repeated(): { pointer: string; key: Range }[];
}

/** A text on the way to the payload: the record, or JSON in a string. */
interface Level {
  positions: Positions;
  /** Where in it the next text lies, or the payload. */
  pointer: string;
  /** An index in it as one in the record. */
  shift: (index: number) => number;
}

/**
 * @param path to the payload, through texts where it says so.
 * @param pointers below the payload, of the places that will be asked for.
 */
export function createLocator(
  record: string,
  path: readonly Step[],
  pointers: readonly string[],
  repetitions: boolean,
): Locator {
  const levels: Level[] = [];
  const sections: string[] = [""];
  for (const step of path) {
    if (step === null) sections.push("");
    else sections.push(below(sections.pop() ?? "", step));
  }
  let json = record;
  let shift = (index: number): number => index;
  for (const [depth, pointer] of sections.entries()) {
    const isLast = depth === sections.length - 1;
    const positions = positionsOf(json, isLast ? pointers.map((inner) => pointer + inner) : [pointer], repetitions);
    levels.push({ positions, pointer, shift });
    if (isLast) break;
    const at = positions.places.get(pointer) ?? { from: 0, to: 0 };
    const literal = json.slice(at.from, at.to);
    const indexes = indexesOf(literal);
    const outer = shift;
    shift = (index) => outer(at.from + (indexes[Math.min(index, indexes.length - 1)] ?? 0));
    json = String(JSON.parse(literal));
  }
  const last = levels.at(-1);

  return {
    place(pointer) {
      if (!last) return { from: 0, to: 0 };
      let full = last.pointer + pointer;
      while (full !== "" && !last.positions.places.has(full)) full = parentOf(full);
      const found = last.positions.places.get(full) ?? { from: 0, to: 0 };
      const moved = (range: Range): Range => ({ from: last.shift(range.from), to: last.shift(range.to) });
      return found.key ? { ...moved(found), key: moved(found.key) } : moved(found);
    },
    repeated() {
      return levels.flatMap(({ positions, shift: move }, depth) => {
        const above = sections.slice(0, depth).join("");
        return positions.repeated.map(({ pointer, key }) => ({
          pointer: above + pointer,
          key: { from: move(key.from), to: move(key.to) },
        }));
      });
    },
  };
}
