/**
 * Threads that check files ahead of the run, each the next that nobody has. What they found is given in the order of the
 * files, and they wait where too much of it waits for its turn.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { Step } from "../check.ts";
import { InputError } from "../event.ts";
import type { Finding, Snippet, Summary } from "../finding.ts";
import type { PlanOptions } from "../plan.ts";
import type { Portions } from "./portions.ts";

/** What a thread is told when it begins. */
export interface Orders {
  files: readonly string[];
  plan: PlanOptions;
  portions: Portions;
  /** Words: the next file that nobody has, and for each thread how much of what it gave was taken. */
  shared: SharedArrayBuffer;
  /** Which of those is its own. */
  place: number;
}

/** How checking a file ended. */
export type End =
  | { kind: "done" }
  /** It was left to the run itself. */
  | { kind: "declined" }
  | { kind: "unreadable" | "no-schema"; message: string };

/** A step as one thread can tell another of it. */
export type PostedStep = Exclude<Step, { kind: "finding" }> | { kind: "finding"; finding: Finding; snippet: Snippet };

/** What a thread has found in a file since it last said so. */
export interface Batch {
  file: number;
  steps: PostedStep[];
  summary: Summary;
  end?: End;
}

/** What a thread tells at once. */
export interface Message {
  batches: Batch[];
  /** About as many bytes. */
  weight: number;
}

/** The next file that nobody has. */
export const next = 0;

export interface Crew {
  /**
   * What is found in the file at `index`, counted in `summary`. Files are asked for in their order, each once.
   * @param here checks it where nobody of the crew does.
   */
  stepsOf(
    index: number,
    summary: Summary,
    here: () => AsyncGenerator<readonly Step[]>,
  ): AsyncGenerator<readonly Step[]>;
  stop(): Promise<void>;
}

/** Megabytes for young objects in a thread: with more it is no quicker, only larger. */
const youngest = 8;

/** Lies beside whatever this is bundled into; where nothing is bundled there are no threads. */
const script: string = join(fileURLToPath(new URL(".", import.meta.url)), "hand.cjs");

function add(sum: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [name, amount] of Object.entries(more)) sum[name] = (sum[name] ?? 0) + amount;
}

function addSummary(sum: Summary, { byRule, byEvent, stats: _none, ...counts }: Summary): void {
  for (const name of Object.keys(counts) as (keyof typeof counts)[]) sum[name] += counts[name];
  add(sum.byRule, byRule);
  add(sum.byEvent, byEvent);
}

async function failureOf({ kind, message }: End & { message: string }): Promise<Error> {
  if (kind === "unreadable") return new InputError(message);
  const { SchemaError } = await import("../schema/own.ts");
  return new SchemaError(message);
}

/**
 * @param from the first file that is theirs.
 * @returns undefined where threads cannot be had.
 */
export function createCrew(orders: Omit<Orders, "shared" | "place">, from: number, jobs: number): Crew | undefined {
  if (!existsSync(script)) return undefined;
  const count = Math.min(jobs, orders.files.length - from);
  const shared = new SharedArrayBuffer(4 * (1 + count));
  const state = new Int32Array(shared);
  state[next] = from;
  /** Batches by file, in their order. With the last of a message its weight is taken from its sender. */
  const batches = new Map<number, { batch: Batch; taken?: () => void }[]>();
  let failure: unknown;
  let wake: (() => void) | undefined;
  const workers = Array.from({ length: count }, (_, at) => {
    const place = 1 + at;
    const worker = new Worker(script, {
      workerData: { ...orders, shared, place } satisfies Orders,
      resourceLimits: { maxYoungGenerationSizeMb: youngest },
    });
    const take = (weight: number): void => {
      Atomics.add(state, place, weight);
      Atomics.notify(state, place);
    };
    worker.on("message", ({ batches: told, weight }: Message) => {
      for (const batch of told) {
        const list = batches.get(batch.file) ?? [];
        if (list.length === 0) batches.set(batch.file, list);
        list.push({ batch, ...(batch === told.at(-1) && { taken: () => take(weight) }) });
      }
      wake?.();
    });
    worker.on("error", (error) => {
      failure = error;
      wake?.();
    });
    return worker;
  });

  async function batchOf(file: number): Promise<Batch> {
    for (;;) {
      if (failure !== undefined) throw failure;
      const first = batches.get(file)?.shift();
      if (first) {
        first.taken?.();
        return first.batch;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  return {
    async *stepsOf(index, summary, here) {
      if (Atomics.compareExchange(state, next, index, index + 1) === index) {
        yield* here();
        return;
      }
      for (;;) {
        const { steps, summary: more, end } = await batchOf(index);
        addSummary(summary, more);
        yield steps.map((step): Step => (step.kind === "finding" ? { ...step, snippet: () => step.snippet } : step));
        if (!end) continue;
        batches.delete(index);
        if ("message" in end) throw await failureOf(end);
        if (end.kind === "declined") yield* here();
        return;
      }
    },
    async stop() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
