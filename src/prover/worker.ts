/** A thread that skims pieces of a file, each from the first line that begins in it. What it could not prove it tells by its place. */
import { closeSync, openSync, readSync } from "node:fs";
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import type { Digests } from "../event.ts";
import { DIGESTS_SIZE } from "./assembly/layout.ts";
import type { Task, Word } from "./gang.ts";
import { buffersOf, type Piece } from "./piece.ts";
import { createProver } from "./prover.ts";

const newline = 0x0a;

/** Bytes that are read at once to find the end of a piece's last line. */
const step = 256 * 1024;

const { path, from, to, pieceSize, maxRecord, program, digesting, admissions, shared, ahead } = workerData as Task;
const state = new Int32Array(shared);
const file = openSync(path, "r");
const prover = createProver(() => program, "", false, digesting);
let room = prover.resize(pieceSize + step, Buffer.alloc(0));

/** Buffers that nobody needs, each of so many bytes; and the one that is being filled, as far as it is. */
let spare: readonly ArrayBuffer[] = [];
const bufferSize = 2 * DIGESTS_SIZE;
let filling = new Uint32Array(0);
let filled = 0;

/** Begins another buffer if that is full. */
function makeRoom(count: number): void {
  if (filled + count <= filling.length) return;
  const [next = new ArrayBuffer(bufferSize), ...rest] = spare;
  spare = rest;
  filling = new Uint32Array(next);
  filled = 0;
}

/** Takes what was told so far. @param start where the room's first byte stands in the file. */
function takeDigests(start: number, into: Digests[]): void {
  const { words, from: first, to: last, room: address, line } = prover.digests();
  if (last > first) {
    makeRoom(last - first);
    filling.set(words.subarray(first, last), filled);
    const where = { from: filled, to: filled + last - first, base: first - filled };
    filled = where.to;
    into.push({ words: filling, ...where, room: address - start, line });
  }
  prover.forgetDigests();
}

/** Reads from `position` on until `length` bytes are in the room, or the file ends. How many there are. */
function fill(position: number, had: number, length: number): number {
  if (length > room.length) room = prover.resize(length, room);
  let count = had;
  while (count < length) {
    const got = readSync(file, room, count, length - count, position + count);
    if (got === 0) break;
    count += got;
  }
  return count;
}

/** Bytes of the piece at `start` with the whole of its last line; `isCut` where that is longer than a record may be. */
function lineUp(start: number, size: number): { length: number; isLast: boolean; isCut: boolean } {
  let length = fill(start, 0, size);
  if (length < size) return { length, isLast: true, isCut: false };
  for (let searched = size - 1; ;) {
    const end = room.subarray(0, length).indexOf(newline, searched);
    if (end !== -1) return { length: end + 1, isLast: false, isCut: false };
    if (length - size > maxRecord) return { length, isLast: false, isCut: true };
    searched = length;
    length = fill(start, length, length + step);
    if (length === searched) return { length, isLast: true, isCut: false };
  }
}

function skim(index: number): Piece {
  const begin = from + index * pieceSize;
  // the byte before tells whether a line begins here
  const start = index === 0 ? begin : begin - 1;
  const { length, isLast, isCut } = lineUp(start, Math.min(to, begin + pieceSize) - start);
  const first = index === 0 ? 0 : room.subarray(0, length).indexOf(newline) + 1;
  const span = { begin: start + first, end: Math.min(to, begin + pieceSize) };
  const piece: Piece = { index, lines: 0, proved: 0, said: 0, events: new Map(), digests: [], doubts: [], ...span };
  if (index > 0 && (first === 0 || first >= length)) return piece;
  prover.start(first, 0, maxRecord);
  const doubt = (at: number, end: number, line: number, isTooLong: boolean): void => {
    const { proved, said, digests } = piece;
    piece.doubts.push({ from: start + at, to: start + end, line, proved, said, digests, isCut: isTooLong });
    piece.digests = [];
  };
  for (;;) {
    const found = prover.next(length, 0, isLast);
    piece.proved += prover.takeProved();
    piece.said += prover.takeSaid();
    takeDigests(start, piece.digests);
    if (!found) break;
    if (!found.isPause) doubt(found.from, found.to, found.line, false);
  }
  if (isCut) doubt(prover.at, length, prover.line, true);
  // the end of a line that is too long is in a piece that does not count it
  piece.lines = prover.line + (isCut ? 1 : 0);
  piece.events = prover.takeEvents();
  return piece;
}

for (const admission of admissions) prover.admit(admission);
for (;;) {
  const index = Atomics.add(state, 0, 1);
  if (from + index * pieceSize >= to) break;
  // whoever takes the pieces must not fall behind
  for (let taken = Atomics.load(state, 1); index - taken > ahead; taken = Atomics.load(state, 1))
    Atomics.wait(state, 1, taken, 1000);
  if (Atomics.load(state, 2) !== 0 || !parentPort) break;
  for (let told = receiveMessageOnPort(parentPort); told; told = receiveMessageOnPort(parentPort)) {
    const word = told.message as Word;
    if ("admission" in word) prover.admit(word.admission);
    else spare = [...spare, ...word.spare];
  }
  const piece = skim(index);
  parentPort.postMessage(piece, buffersOf(piece));
  filling = new Uint32Array(0);
  filled = 0;
}
closeSync(file);
