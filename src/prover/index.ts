/** The prover of an input: its blocks lie in the memory of WebAssembly, and only what could not be proved comes back. */
import * as L from "./assembly/layout.ts";
import type { Room, Skimmer } from "../event.ts";
import { createInstance } from "./instance.ts";

export { createSchemaProver } from "./schema.ts";

/** A program, the node in it that records are held against, and the names of its events in the order of their numbers. */
export interface Loaded {
  bytes: Uint8Array;
  root: number;
  events: readonly string[];
}

export interface Prover extends Room, Skimmer {
  /** Goes on with another program, which may be the one at hand. */
  use(name: string): void;
  /** Records that were recognised by their shape, of all that were proved. */
  readonly recognised: number;
  /** How many records of each event were proved since the last call. */
  takeEvents(): Map<string, number>;
}

/** Room for what is put to a program later on. */
const spare = 128 * 1024;

const word = (place: number): number => (L.CONTROL + place) / 4;

/** @param load gives the program of a name; undefined where there is none, and nothing is proved. */
export function createProver(load: (name: string) => Loaded | undefined, first: string): Prover {
  let name = first;
  let program = load(name);
  const instance = createInstance((program?.bytes.length ?? 0) + spare);
  const { exports, room } = instance;
  let words = instance.words();
  let taken = 0;
  const events = new Map<string, number>();

  function countEvents(): void {
    program?.events.forEach((event, at) => {
      const place = word(L.COUNTS) + at + 1;
      const count = words[place] ?? 0;
      if (count > 0) events.set(event, (events.get(event) ?? 0) + count);
      words[place] = 0;
    });
  }
  function begin(): void {
    if (program) instance.put(program.bytes);
    words.set(program ? [1, program.root] : [0], word(L.ROOTS));
    exports.forget();
  }
  begin();

  return {
    resize(size, kept) {
      const isElsewhere = kept.buffer !== words.buffer;
      const bytes = instance.resize(size);
      words = instance.words();
      if (isElsewhere) bytes.set(kept);
      return bytes;
    },
    start(at, line, maxRecord) {
      words[word(L.AT)] = room + at;
      words[word(L.LINE)] = line;
      words[word(L.MOST_BYTES)] = Math.min(maxRecord, 0xffffffff);
    },
    next(end, searched, isLast) {
      if (exports.run(room + end, room + searched, isLast ? 1 : 0) === L.BLOCK_USED) return undefined;
      const [from = 0, to = 0, line = 0] = [words[word(L.FROM)], words[word(L.TO)], words[word(L.LINE)]];
      return { from: from - room, to: to - room, line: line - 1 };
    },
    get at() {
      return (words[word(L.AT)] ?? 0) - room;
    },
    get line() {
      return words[word(L.LINE)] ?? 0;
    },
    get recognised() {
      return words[word(L.RECOGNISED)] ?? 0;
    },
    takeProved() {
      const proved = words[word(L.PROVED)] ?? 0;
      const fresh = (proved - taken) >>> 0;
      taken = proved;
      return fresh;
    },
    use(wanted) {
      if (wanted === name) return;
      countEvents();
      name = wanted;
      program = load(name);
      begin();
    },
    takeEvents() {
      countEvents();
      const taking = new Map(events);
      events.clear();
      return taking;
    },
  };
}
