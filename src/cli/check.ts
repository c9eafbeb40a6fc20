/** The command `check`. */
import { availableParallelism } from "node:os";
import { check, emptySummary, type Plan, type Step } from "../check.ts";
import { InputError, type Source } from "../event.ts";
import { schemaNames } from "../dispatch.ts";
import type { Summary } from "../finding.ts";
import { severities } from "../finding.ts";
import { decompressed } from "../input/decompress.ts";
import { expand, type Expanded, stdin } from "../input/expand.ts";
import { createPlan, type PlanOptions } from "../plan.ts";
import { openDescriptor, openFile, sourceOf } from "../input/open.ts";
import { escaped, printable } from "../text.ts";
import type { Arguments } from "./arguments.ts";
import type { Crew } from "./crew.ts";
import { UsageError } from "./arguments.ts";
import { exitCodes } from "./exit.ts";
import { commands } from "./options.ts";
import { keepYoungSmall } from "./heap.ts";
import { type Io, OutputError } from "./io.ts";
import { openOutputs, type Outputs } from "./outputs.ts";
import { isProvable, largePortions, portionOf, tinyPortions } from "./portions.ts";
import { createProgress, type Progress } from "./progress.ts";

function open(file: string, args: Arguments, io: Io): Source {
  if (file !== stdin) return decompressed(openFile(file, file));
  const input = io.stdin();
  return decompressed(
    typeof input === "number" ? openDescriptor(input, args.stdinName) : sourceOf(input, args.stdinName),
  );
}

/** Says whose fault it is where the user's schema cannot be used, be it only seen on a record. */
async function withSchema<Result>(args: Arguments, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const { SchemaError } = await import("../schema/own.ts");
    if (!(error instanceof SchemaError)) throw error;
    const isName = /^\w+$/.test(args.schema);
    const hint = isName ? `; the schemas that have names are ${schemaNames.join(", ")}` : "";
    throw new UsageError(`the schema ${args.schema}: ${error.message}${hint}`);
  }
}

/** What follows where nothing is there of a name that was most likely to be a command. */
async function hintFor(name: string): Promise<string> {
  const { nearest } = await import("../schema/nearest.ts");
  const isNear = nearest(name, [...Object.keys(commands), "help", "version", "validate"]) !== undefined;
  return isNear ? "; rtvalidate --help lists the commands" : "";
}

interface Run {
  args: Arguments;
  io: Io;
  planOf: (file: string) => Plan;
  outputs: Outputs;
  progress: Progress;
  summary: Summary;
  /** Threads that check the files, where they pay. */
  crew?: Crew | undefined;
  breathe(): Promise<void>;
  /** What is waited for, or "interrupted" if the user does not wait for it. */
  unlessInterrupted<Result>(awaited: Promise<Result>): Promise<Result | "interrupted">;
}

/** Races without leaving anything on a promise that lasts as long as the run. */
function createInterruption(interrupted: Promise<void>): Run["unlessInterrupted"] {
  let isOver = false;
  let stop: (() => void) | undefined;
  void interrupted.then(() => {
    isOver = true;
    stop?.();
  });
  return (awaited) =>
    new Promise((resolve, reject) => {
      stop = () => resolve("interrupted");
      if (isOver) stop();
      awaited.then(resolve, reject);
    });
}

const lineFeed = Buffer.from("\n");

/** Units of reports that are kept back at most while one block is checked. */
const enough = 64 * 1024;

/** Milliseconds for which a file may keep everything else waiting: signals, and timers. */
const breath = 50;

/** Lets the process do what else it has to, from time to time: files are read without ever waiting. */
function createBreathing(): () => Promise<void> {
  let last = Date.now();
  return async () => {
    if (Date.now() - last < breath) return;
    await new Promise((resolve) => setImmediate(resolve));
    await keepYoungSmall();
    last = Date.now();
  };
}

async function flush({ outputs, progress }: Run): Promise<void> {
  if (outputs.pending() > 0) await progress.hide();
  await outputs.flush();
}

/** What is found in a file. @throws InputError */
async function* stepsOf({ args, io, planOf, summary }: Run, file: string): AsyncGenerator<readonly Step[]> {
  const source = open(file, args, io);
  summary.files++;
  try {
    yield* check(source, planOf(file), summary);
  } finally {
    // an input that waits for more cannot be closed before it comes
    void source.close();
  }
}

/** Checks one file, the one at `index`, to its end. False if the user interrupted. @throws InputError */
async function checkFile(run: Run, file: string, index: number): Promise<boolean> {
  const { args, io, outputs, progress, summary, crew } = run;
  const name = file === stdin ? args.stdinName : file;
  const before = summary.records + summary.errors;
  const here = (): AsyncGenerator<readonly Step[]> => stepsOf(run, file);
  const steps = crew ? crew.stepsOf(index, summary, here) : here();
  /** Records of the block at hand, to be written at once. */
  const passed: Buffer[] = [];
  try {
    for (;;) {
      const next = await run.unlessInterrupted(steps.next());
      if (next === "interrupted") return false;
      if (next.done) break;
      for (const step of next.value) {
        if (step.kind === "finding") {
          outputs.finding(step);
          if (outputs.pending() > enough) await flush(run);
        } else if (step.kind === "record") {
          passed.push(Buffer.concat([step.bytes, lineFeed]));
        } else {
          if (passed.length > 0) await io.stdout.write(Buffer.concat(passed.splice(0)));
          // a file ends soon enough; whoever waits at a pipe wants to see what came
          if (file === stdin) outputs.pause();
          await flush(run);
          await progress.show(name, summary);
          await run.breathe();
        }
      }
    }
  } finally {
    outputs.endFile(escaped(name));
    // what has not been read to its end may have threads at work
    void steps.return(undefined);
  }
  if (summary.records + summary.errors === before && !args.allowEmpty)
    throw new InputError("no record in this input (--allow-empty accepts that)");
  return true;
}

function codeOf({ failOn }: Arguments, summary: Summary, troubled: boolean): number {
  if (troubled) return exitCodes.trouble;
  const counted = severities.slice(0, severities.findIndex((severity) => severity === failOn) + 1);
  return counted.some((severity) => summary[`${severity}s`] > 0) ? exitCodes.found : exitCodes.clean;
}

async function inputsOf(args: Arguments, io: Io): Promise<Expanded> {
  if (args.operands.length === 0) {
    if (io.stdinIsTerminal) throw new UsageError("no input: name files, directories or globs, or pipe records in");
    return { files: [stdin], missing: [] };
  }
  return expand(args.operands);
}

/** @returns the exit code; a broken pipe counts as the end of the run. */
export async function checkCommand(args: Arguments, io: Io): Promise<number> {
  const stats = args.stats
    ? (await import("../stats.ts")).createStats(io.home, args.schema, args.sessionKey)
    : undefined;
  // what observes has to see every record
  const engine = stats ? "ajv" : (io.env["RTVALIDATE_ENGINE"] ?? "auto");
  const { schema, api, profile, rules, sessionRules, jobs = availableParallelism() } = args;
  const { maxRecord, passthrough, sessionKey, maxSessions } = args;
  const options: PlanOptions = {
    schema,
    api,
    profile,
    rules,
    sessionRules,
    engine,
    jobs,
    ...(maxRecord !== undefined && { maxRecord }),
    ...(passthrough && { passthrough }),
    ...(sessionKey !== undefined && { sessionKey }),
    ...(maxSessions !== undefined && { maxSessions }),
  };
  const plan: Plan = {
    ...(await withSchema(args, () => createPlan(options))),
    ...(stats && { observe: stats.observe }),
  };
  const { files, missing } = await inputsOf(args, io);
  // 0 is standard input, which may be redirected from a file
  const read = [args.schema, ...files.map((file) => (file === stdin ? 0 : file))];
  const outputs = await openOutputs(args, io, read);
  const showsProgress = io.stderr.isTerminal && args.progress && !args.quiet && io.env["CI"] === undefined;
  const portions = engine === "threads" ? tinyPortions : largePortions;
  const { proving } = plan;
  const eager = proving && isProvable(files, portions) ? { ...plan, proving: { ...proving, from: 0 } } : plan;
  const handed: PlanOptions = { ...options, engine: engine === "auto" && eager !== plan ? "prover" : engine, jobs: 1 };
  // what observes has to see every record
  const mayBeSpread = jobs > 1 && files.length > 1 && !stats;
  const run: Run = {
    args,
    io,
    planOf: (file) => (eager === plan || portionOf(file, portions) === undefined ? plan : eager),
    outputs,
    progress: createProgress(io.stderr, showsProgress),
    summary: emptySummary(),
    breathe: createBreathing(),
    unlessInterrupted: createInterruption(io.interrupted),
  };
  const began = Date.now();
  /** Threads for the files from `index` on, if by the time that those before have taken there is enough to do. */
  async function crewFrom(index: number): Promise<Crew | undefined> {
    const taken = Date.now() - began;
    const rest = (taken / Math.max(1, index)) * (files.length - index);
    if (!mayBeSpread || taken < portions.told || rest < portions.spread) return undefined;
    const { createCrew } = await import("./crew.ts");
    return createCrew({ files, plan: handed, portions }, index, jobs);
  }
  let troubled = missing.length > 0;
  let interrupted = false;
  const problem = (file: string, message: string): void => {
    troubled = true;
    outputs.problem({ file: escaped(file), message: printable(message) });
  };
  for (const { name, message } of missing) problem(name, message + (await hintFor(name)));
  try {
    for (const [index, file] of files.entries()) {
      run.crew ??= await crewFrom(index);
      try {
        interrupted = !(await withSchema(args, () => checkFile(run, file, index)));
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        problem(file === stdin ? args.stdinName : file, error.message);
      }
      await flush(run);
      if (interrupted) break;
    }
    await run.progress.hide();
    // by name, since what is proved is counted when all of it is
    const byEvent = Object.fromEntries(
      Object.entries(run.summary.byEvent).toSorted(([one], [other]) => (one < other ? -1 : 1)),
    );
    outputs.finish({ ...run.summary, byEvent, ...(stats && { stats: stats.report() }) });
    await outputs.flush();
  } catch (error) {
    if (!(error instanceof OutputError && error.isClosed)) throw error;
  } finally {
    await run.crew?.stop();
  }
  return interrupted ? exitCodes.interrupted : codeOf(args, run.summary, troubled);
}
