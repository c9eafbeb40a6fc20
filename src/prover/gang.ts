/** Several threads that skim one file: each takes the next piece of it that nobody has, and pieces are given in order. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { Digesting, Gang } from "../event.ts";
import type { Admission } from "./admitting.ts";
import { buffersOf, type Piece } from "./piece.ts";
import type { Loaded } from "./program/program.ts";

/** What a thread is told while it works: another admission, or that nobody needs the buffers of a piece any more. */
export type Word = { admission: Admission } | { spare: readonly ArrayBuffer[] };

export interface Task {
  path: string;
  /** Bytes of the file that are skimmed; a line begins at the first. */
  from: number;
  to: number;
  pieceSize: number;
  maxRecord: number;
  program: Loaded;
  digesting: Digesting | undefined;
  admissions: readonly Admission[];
  /** Words: the next piece that nobody has, how many were taken, and whether it is over. */
  shared: SharedArrayBuffer;
  /** Pieces that may be done before they are taken. */
  ahead: number;
}

/** How a file is shared out. */
export interface Shares {
  /** Bytes that a thread takes at once. */
  pieceSize: number;
  /** Bytes for a thread at least: one that has little to do costs more than it brings. */
  least: number;
}

export const largeShares: Shares = { pieceSize: 2 * 1024 * 1024, least: 12 * 1024 * 1024 };
/** So that small files show what large ones are in for. */
export const tinyShares: Shares = { pieceSize: 1000, least: 1 };

/** Lies beside whatever this is bundled into; where nothing is bundled there are no threads. */
const script: string = join(fileURLToPath(new URL(".", import.meta.url)), "worker.cjs");

/** Pieces for each thread that may be done before they are taken; what is told of records makes them large. */
const mostAhead = 4;
const mostDigestedAhead = 1;

export interface ProvingGang extends Gang {
  admit(admission: Admission): void;
}

/** @returns undefined where threads do not pay, or cannot be had. */
export function createGang(
  task: Omit<Task, "pieceSize" | "shared" | "ahead">,
  jobs: number,
  { pieceSize, least }: Shares,
): ProvingGang | undefined {
  const count = Math.min(jobs, Math.floor((task.to - task.from) / least));
  if (count < 2 || !existsSync(script)) return undefined;
  const shared = new SharedArrayBuffer(12);
  const state = new Int32Array(shared);
  const done = new Map<number, { piece: Piece; worker: Worker }>();
  let failure: unknown;
  let wake: (() => void) | undefined;
  const told = (): void => wake?.();
  const ahead = count * (task.digesting ? mostDigestedAhead : mostAhead);
  const workers = Array.from({ length: count }, () => {
    const worker = new Worker(script, {
      workerData: { ...task, pieceSize, shared, ahead } satisfies Task,
    });
    worker.on("message", (piece: Piece) => {
      done.set(piece.index, { piece, worker });
      told();
    });
    worker.on("error", (error) => {
      failure = error;
      told();
    });
    worker.unref();
    return worker;
  });
  let taken = 0;
  /** The piece that was given last. */
  let given: { piece: Piece; worker: Worker } | undefined;
  /** Gives back what a piece was told in. As garbage it would be there for long: next to nothing else grows old. */
  function giveBack(): void {
    const spare = given ? buffersOf(given.piece) : [];
    if (spare.length > 0) given?.worker.postMessage({ spare } satisfies Word, spare);
    given = undefined;
  }
  return {
    async next() {
      giveBack();
      if (task.from + taken * pieceSize >= task.to) return undefined;
      for (;;) {
        given = done.get(taken);
        if (failure !== undefined) throw failure;
        if (given) {
          done.delete(taken++);
          Atomics.store(state, 1, taken);
          Atomics.notify(state, 1);
          return given.piece;
        }
        for (const worker of workers) worker.ref();
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        // whoever takes no more pieces need not wait for threads that have them
        for (const worker of workers) worker.unref();
      }
    },
    admit: (admission) => workers.forEach((worker) => worker.postMessage({ admission } satisfies Word)),
    async stop() {
      Atomics.store(state, 2, 1);
      Atomics.store(state, 1, 0x7fffffff);
      Atomics.notify(state, 1);
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
