/** The module of WebAssembly and its memory: a program at PROGRAM, and behind it room for the bytes that are looked at. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { PADDING, PROGRAM } from "./assembly/layout.ts";

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
  exports: Exports;
  /** Address of the first byte of the room. */
  room: number;
  /** The room's bytes, `size` of them, with what they were; views that were given before are good no more. */
  resize(size: number): Buffer;
  /** The memory as words of 32 bits; good until the next resize(). */
  words(): Uint32Array;
  /** Puts a program in its place. @throws RangeError where there is not as much room for programs. */
  put(program: Uint8Array, at?: number): void;
}

/** @param programSize bytes that programs may have. */
export function createInstance(programSize: number): Instance {
  const room = (PROGRAM + programSize + 63) & ~63;
  const memory = new WebAssembly.Memory({ initial: Math.ceil((room + PADDING) / page) });
  const { exports } = new WebAssembly.Instance(moduleOf(), { env: { memory } });
  return {
    exports: exports as unknown as Exports,
    room,
    resize(size) {
      const lacks = room + size + PADDING - memory.buffer.byteLength;
      if (lacks > 0) memory.grow(Math.ceil(lacks / page));
      return Buffer.from(memory.buffer, room, size);
    },
    words: () => new Uint32Array(memory.buffer),
    put(program, at = PROGRAM) {
      if (at + program.length > room) throw new RangeError("a program that is larger than its room");
      new Uint8Array(memory.buffer).set(program, at);
    },
  };
}
