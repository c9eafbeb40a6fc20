/** A thread of a crew: checks the next file that nobody has, and tells what it found as it goes. */
import { parentPort, workerData } from "node:worker_threads";
import { check, emptySummary, type Plan, type Step } from "../check.ts";
import { InputError } from "../event.ts";
import { decompressed } from "../input/decompress.ts";
import { openFile } from "../input/open.ts";
import { createPlan } from "../plan.ts";
import { type Batch, type End, next, type Orders } from "./crew.ts";
import { portionOf } from "./portions.ts";

/** Of what is told at once, and of what nobody has taken yet. */
const enough = 64 * 1024;
const tooMuch = 1024 * 1024;

/** Bytes that a finding or the end of a file may be in memory, roughly. */
const weightOfStep = 512;

const { files, plan: options, portions, shared, place } = workerData as Orders;
const state = new Int32Array(shared);
/** Weight of all that was told. */
let told = 0;

function tell(batch: Batch): void {
  parentPort?.postMessage(batch);
  told = (told + batch.weight) | 0;
  for (let taken = Atomics.load(state, place); ((told - taken) | 0) > tooMuch; taken = Atomics.load(state, place))
    Atomics.wait(state, place, taken);
}

/** Bytes that lie where they will be overwritten are copied. */
function lasting(step: Step): Step {
  return step.kind === "record" ? { ...step, bytes: Buffer.from(new Uint8Array(step.bytes).buffer) } : step;
}

async function checkFile(file: number, path: string, plan: Plan): Promise<void> {
  const empty = (): Batch => ({ file, steps: [], summary: emptySummary(), weight: weightOfStep });
  let batch = empty();
  const summary = emptySummary();
  function send(end?: End): void {
    tell({ ...batch, summary, ...(end && { end }) });
    Object.assign(summary, emptySummary());
    batch = empty();
  }
  async function checked(): Promise<End> {
    if (portionOf(path, portions) === undefined) return { kind: "declined" };
    const source = decompressed(openFile(path, path));
    summary.files++;
    try {
      for await (const step of check(source, plan, summary)) {
        batch.steps.push(lasting(step));
        batch.weight += step.kind === "record" ? step.bytes.length : weightOfStep;
        if (batch.weight > enough) send();
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
    if (path === undefined) return;
    await checkFile(file, path, plan);
  }
}

void work();
