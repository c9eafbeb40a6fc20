/** The module of WebAssembly and its memory: a program at PROGRAM, and behind it room for the bytes that are looked at. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { CONTROL, PADDING, PROGRAM, ROOTS } from "./assembly/layout.ts";

/** What assembly/prover.ts exports. */
export interface Exports {
  run(end: number, searched: number, isLast: number): number;
  proves(at: number, end: number): number;
  forget(): void;
  isLike(at: number, end: number): number;
  teach(at: number, end: number, number: number): number;
}

const page = 64 * 1024;
const load = createRequire(import.meta.url);

let compiled: WebAssembly.Module | undefined;

/** The module lies beside whatever this is bundled into. */
function moduleOf(): WebAssembly.Module {
  return (compiled ??= new WebAssembly.Module(readFileSync(load.resolve("./compiled/prover.wasm"))));
}

export interface Instance {
  readonly exports: Exports;
  /** Address of the first byte of the room. */
  readonly room: number;
  /** The room's bytes, `size` of them, with what they were; views that were given before are good no more. */
  resize(size: number): Buffer;
  /** The memory as words of 32 bits; good until the next resize(). */
  readonly words: Uint32Array;
  /** The word at a place of CONTROL. */
  read(this: void, place: number): number;
  write(this: void, place: number, value: number): void;
  /**
   * Puts a program in its place, of which nothing is remembered, and the node in it that records are held against; 0 if there is none.
   * @throws RangeError where there is not as much room for programs.
   */
  put(program: { bytes: Uint8Array; root: number }): void;
  /** Puts what `make` gives for an address there, behind the program and what was put there before. False if there is no room. */
  append(make: (address: number) => Uint8Array): boolean;
}

/** @param programSize bytes that programs, and what is put behind them, may have. */
export function createInstance(programSize: number): Instance {
  const room = (PROGRAM + programSize + 63) & ~63;
  const memory = new WebAssembly.Memory({ initial: Math.ceil((room + PADDING) / page) });
  const exports = new WebAssembly.Instance(moduleOf(), { env: { memory } }).exports as unknown as Exports;
  let words = new Uint32Array(memory.buffer);
  /** Address behind the program and what was put there. */
  let free = PROGRAM;

  /** Puts bytes where others may follow. False if there is no room. */
  function putAt(address: number, bytes: Uint8Array): boolean {
    if (address + bytes.length > room) return false;
    new Uint8Array(memory.buffer).set(bytes, address);
    free = address + bytes.length;
    return true;
  }

  return {
    exports,
    room,
    resize(size) {
      const lacks = room + size + PADDING - memory.buffer.byteLength;
      if (lacks > 0) {
        memory.grow(Math.ceil(lacks / page));
        words = new Uint32Array(memory.buffer);
      }
      return Buffer.from(memory.buffer, room, size);
    },
    get words() {
      return words;
    },
    read: (place) => words[(CONTROL + place) / 4] ?? 0,
    write(place, value) {
      words[(CONTROL + place) / 4] = value;
    },
    put({ bytes, root }) {
      if (!putAt(PROGRAM, bytes)) throw new RangeError("a program that is larger than its room");
      words.set([root === 0 ? 0 : 1, root], (CONTROL + ROOTS) / 4);
      exports.forget();
    },
    append(make) {
      const address = (free + 7) & ~7;
      return putAt(address, make(address));
    },
  };
}
