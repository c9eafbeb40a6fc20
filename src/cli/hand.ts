/** A thread of a crew: checks the next file that nobody has, and tells what it found as it goes. */
import { parentPort, workerData } from "node:worker_threads";
import { check, emptySummary, type Plan, type Step } from "../check.ts";
import { InputError } from "../event.ts";
import { decompressed } from "../input/decompress.ts";
import { openFile } from "../input/open.ts";
import { createPlan } from "../plan.ts";
import { type End, type Message, next, type Orders, type PostedStep } from "./crew.ts";
import { portionOf } from "./portions.ts";

/** Bytes that are told at once, and bytes that nobody has taken yet. */
const enough = 64 * 1024;
const tooMuch = 1024 * 1024;

/** Milliseconds for which what was found is kept back. */
const patience = 20;

/** Bytes that a finding or the end of a file may be in memory, roughly. */
const weightOfStep = 512;

const { files, plan: options, portions, shared, place } = workerData as Orders;
const state = new Int32Array(shared);
let message: Message = { batches: [], weight: 0 };
let last = Date.now();
/** Weight of all that was told. */
let told = 0;

/** Tells what was found, and waits while too much of it is not taken. */
function tell(): void {
  if (message.batches.length === 0) return;
  parentPort?.postMessage(message);
  told = (told + message.weight) | 0;
  message = { batches: [], weight: 0 };
  for (let taken = Atomics.load(state, place); ((told - taken) | 0) > tooMuch; taken = Atomics.load(state, place))
    Atomics.wait(state, place, taken);
  last = Date.now();
}

/** Bytes that lie where they will be overwritten are copied, and what is made when it is asked for is made. */
function lasting(step: Step): PostedStep {
  if (step.kind === "finding") return { ...step, snippet: step.snippet() };
  return step.kind === "record" ? { ...step, bytes: Buffer.from(new Uint8Array(step.bytes).buffer) } : step;
}

async function checkFile(file: number, path: string, plan: Plan): Promise<void> {
  const summary = emptySummary();
  let steps: PostedStep[] = [];
  let weight = weightOfStep;
  function send(end?: End): void {
    message.batches.push({ file, steps, summary: { ...summary }, ...(end && { end }) });
    message.weight += weight;
    Object.assign(summary, emptySummary());
    steps = [];
    weight = weightOfStep;
    if (message.weight > enough || Date.now() - last > patience) tell();
  }
  async function checked(): Promise<End> {
    if (portionOf(path, portions) === undefined) return { kind: "declined" };
    const source = decompressed(openFile(path, path));
    summary.files++;
    try {
      for await (const batch of check(source, plan, summary)) {
        for (const step of batch) {
          steps.push(lasting(step));
          weight += step.kind === "record" ? step.bytes.length : weightOfStep;
        }
        if (weight > enough) send();
      }
    } finally {
      await source.close();
    }
    return { kind: "done" };
  }
  try {
    send(await checked());
  } catch (error) {
    const { SchemaError } = await import("../schema/own.ts");
    if (error instanceof InputError) send({ kind: "unreadable", message: error.message });
    else if (error instanceof SchemaError) send({ kind: "no-schema", message: error.message });
    else throw error;
  }
}

async function work(): Promise<void> {
  const plan = await createPlan(options);
  for (;;) {
    const file = Atomics.add(state, next, 1);
    const path = files[file];
    if (path === undefined) break;
    await checkFile(file, path, plan);
  }
  tell();
}

void work();
