/**
 * Where things stand in the text of a record. Only records with something to report come here, so
 * this may be slow; it must be exact. Offsets are UTF-16 indexes into the text.
 */
import type { Step } from "../event.ts";
import { below } from "../pointer.ts";
import { scan } from "./scan.ts";

export interface Range {
  from: number;
  to: number;
}

/** A value, and the key it stands under if it has one. */
export interface Place extends Range {
  key?: Range;
}

export interface Positions {
  /** Every value by its pointer. Of a repeated key the last one, as JSON.parse has it. */
  places: Map<string, Place>;
  /** Pointer and key of each repetition of a key in one object. */
  repeated: { pointer: string; key: Range }[];
}

/** Reads positions of a text that JSON.parse accepts and that is not nested beyond `maxDepth`. */
export function positionsOf(json: string): Positions {
  const places = new Map<string, Place>();
  const repeated: Positions["repeated"] = [];
  const open: { pointer: string; from: number; key?: Range | undefined; next: number; names: Set<string> }[] = [];
  let pending: { pointer: string; key: Range } | undefined;

  function arrive(): { pointer: string; key?: Range } {
    const parent = open.at(-1);
    if (pending) {
      const here = pending;
      pending = undefined;
      return here;
    }
    return { pointer: parent ? below(parent.pointer, parent.next++) : "" };
  }
  function settle(pointer: string, from: number, to: number, key: Range | undefined): void {
    places.set(pointer, key ? { from, to, key } : { from, to });
  }
  scan(json, {
    open(at) {
      const { pointer, key } = arrive();
      open.push({ pointer, from: at, key, next: 0, names: new Set() });
    },
    close(end) {
      const closed = open.pop();
      if (closed) settle(closed.pointer, closed.from, end, closed.key);
    },
    key(from, to) {
      const parent = open.at(-1);
      const name = String(JSON.parse(json.slice(from, to)));
      const pointer = below(parent?.pointer ?? "", name);
      const key = { from, to };
      if (parent?.names.has(name)) repeated.push({ pointer, key });
      parent?.names.add(name);
      pending = { pointer, key };
    },
    scalar(from, to) {
      const { pointer, key } = arrive();
      settle(pointer, from, to, key);
    },
  });
  return { places, repeated };
}

/**
 * The index in a JSON string literal (its quotes included) at which unit `index` of the string it
 * stands for begins; the closing quote for an index at or past the end.
 */
function indexInLiteral(literal: string, index: number): number {
  let at = 1;
  for (let unit = 0; unit < index && at < literal.length - 1; unit++) {
    if (literal[at] !== "\\") at += 1;
    else at += literal[at + 1] === "u" ? 6 : 2;
  }
  return at;
}

/** Finds places in one record, its text read at most once for each JSON text in it. */
export interface Locator {
  /** The place of `pointer` below the payload at `path`; of the nearest thing above it where there is none. */
  place(path: readonly Step[], pointer: string): Place;
  /** Every repeated key of the record and of the texts along `path`. */
  repeated(path: readonly Step[]): { pointer: string; key: Range }[];
}

export function createLocator(record: string): Locator {
  const known = new Map<string, Positions>();

  function read(json: string): Positions {
    let positions = known.get(json);
    if (!positions) known.set(json, (positions = positionsOf(json)));
    return positions;
  }
  function nearest(positions: Positions, pointer: string): Place {
    let place = positions.places.get(pointer);
    for (let up = pointer; !place && up !== ""; place = positions.places.get(up)) {
      up = up.slice(0, up.lastIndexOf("/"));
    }
    return place ?? { from: 0, to: 0 };
  }

  /** Splits `path` at its texts: each text with the pointer at which the next one, or the payload, lies. */
  function texts(path: readonly Step[]): { json: string; pointer: string; shift: (index: number) => number }[] {
    let level = { json: record, pointer: "", shift: (index: number): number => index };
    const levels = [level];
    for (const step of path) {
      if (step !== null) {
        level.pointer = below(level.pointer, step);
        continue;
      }
      const outer = level;
      const at = nearest(read(outer.json), outer.pointer);
      const literal = outer.json.slice(at.from, at.to);
      level = {
        json: String(JSON.parse(literal)),
        pointer: "",
        shift: (index) => outer.shift(at.from + indexInLiteral(literal, index)),
      };
      levels.push(level);
    }
    return levels;
  }

  return {
    place(path, pointer) {
      const level = texts(path).at(-1);
      if (!level) return { from: 0, to: 0 };
      const { shift } = level;
      const found = nearest(read(level.json), level.pointer + pointer);
      const moved = (range: Range): Range => ({ from: shift(range.from), to: shift(range.to) });
      return found.key ? { ...moved(found), key: moved(found.key) } : moved(found);
    },
    repeated(path) {
      let above = "";
      return texts(path).flatMap(({ json, pointer, shift }) => {
        const here = above;
        above += pointer;
        return read(json).repeated.map((repetition) => ({
          pointer: here + repetition.pointer,
          key: { from: shift(repetition.key.from), to: shift(repetition.key.to) },
        }));
      });
    },
  };
}
