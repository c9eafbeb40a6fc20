/** Reporters and where their text goes. */
import { fstatSync, openSync, type Stats, statSync } from "node:fs";
import { resolve } from "node:path";
import type { Problem, Summary } from "../finding.ts";
import { countOf, fold, sameness, type Told } from "../fold.ts";
import type { Reporter, ReporterKind } from "../report/reporter.ts";
import { type ReporterName, reporters } from "../report/index.ts";
import { colourful, plain } from "../report/paint.ts";
import { type Arguments, type Output, UsageError } from "./arguments.ts";
import { type Io, OutputError, type Sink, writeAll } from "./io.ts";

/** One reporter at work: what it said and nobody has written yet, and how many findings of this file came to it. */
interface Writer {
  reporter: Reporter;
  /** Whether it shows the record around a fault. */
  shows: boolean;
  sink: Sink;
  pending: string;
  limit: number;
  seen: number;
  /** Where equal findings are given as one: those of this file, and how many of each were given. */
  groups?: Map<string, Told>;
  given: Map<string, number>;
}

export interface Outputs {
  finding(told: Told): void;
  /** The input may go on for ever: whatever was kept back is given now. */
  pause(): void;
  problem(problem: Problem): void;
  /** The file's last finding has come. */
  endFile(file: string): void;
  finish(summary: Summary): void;
  /** Writes all that was said so far. */
  flush(): Promise<void>;
  /** Units that nobody has written yet. */
  pending(): number;
}

/** An output that was asked for, and its reporter. */
interface Asked extends Output {
  kind: ReporterKind;
}

/** What the system knows of a file or a descriptor; undefined where it is not there yet, or may not be looked at. */
function statsOf(file: string | number): Stats | undefined {
  try {
    return typeof file === "number" ? fstatSync(file) : statSync(file);
  } catch {
    return undefined;
  }
}

/** What makes a file the same by whatever name: its device and number. What is no file has none. */
function identityOf(file: string | number): string | undefined {
  const stats = statsOf(file);
  return stats?.isFile() ? `${stats.dev} ${stats.ino}` : undefined;
}

/**
 * A report must not be written over what is read, nor over another report; and one document on standard output is no longer
 * one if another format writes there too.
 * @param read paths and descriptors of what is read.
 * @throws UsageError
 */
function refuseClashes(asked: readonly Asked[], read: readonly (string | number)[]): void {
  const kept = new Set(read.map(identityOf));
  const written = new Set<string>();
  for (const { file } of asked) {
    if (file === undefined || file === "-") continue;
    const identity = identityOf(file);
    if (identity !== undefined && kept.has(identity))
      throw new UsageError(`--format would write over ${file}, which is read`);
    // a device may be written to by two
    const place = identity ?? resolve(file);
    if (written.has(place) && !statsOf(file)?.isCharacterDevice())
      throw new UsageError(`two formats are to be written to ${file}`);
    written.add(place);
  }
  const shown = asked.filter(({ file }) => file === undefined || file === "-");
  const whole = shown.find(({ kind }) => kind.isDocument);
  if (whole && shown.length > 1) {
    throw new UsageError(
      `${whole.format} would be mixed with another format; write one of them to a file (--format ${whole.format}=FILE)`,
    );
  }
}

function fileSink(path: string): Sink {
  let descriptor: number;
  try {
    descriptor = openSync(path, "w");
  } catch (error) {
    throw new OutputError(path, error);
  }
  return {
    isTerminal: false,
    write(data) {
      try {
        writeAll(descriptor, data);
        return Promise.resolve();
      } catch (error) {
        return Promise.reject(new OutputError(path, error));
      }
    },
  };
}

/** Whether a sink gets colours: the option, then NO_COLOR (no-color.org), then FORCE_COLOR, then what it is. */
function isColourful(args: Arguments, io: Io, sink: Sink): boolean {
  if (args.color !== "auto") return args.color === "always";
  if (io.env["NO_COLOR"]) return false;
  const force = io.env["FORCE_COLOR"];
  if (force !== undefined) return force !== "0" && force !== "false";
  return sink.isTerminal && io.env["TERM"] !== "dumb";
}

function defaultOutputs(io: Io, standard: Sink): Output[] {
  const forEyes: ReporterName = standard.isTerminal ? "pretty" : "compact";
  return [{ format: forEyes }, ...(io.env["GITHUB_ACTIONS"] === "true" ? [{ format: "github" as const }] : [])];
}

/** @throws OutputError where a file cannot be opened, UsageError where outputs would destroy what is read or each other. */
export async function openOutputs(args: Arguments, io: Io, read: readonly (string | number)[]): Promise<Outputs> {
  const standard = args.passthrough === undefined ? io.stdout : io.stderr;
  const outputs = args.outputs.length > 0 ? args.outputs : defaultOutputs(io, standard);
  const asked: Asked[] = [];
  for (const output of outputs) asked.push({ ...output, kind: await reporters[output.format]() });
  refuseClashes(asked, read);
  const writers: Writer[] = [];
  for (const { kind, file } of asked) {
    const sink = file === undefined || file === "-" ? standard : fileSink(file);
    const paint = isColourful(args, io, sink) ? await colourful(1) : plain;
    writers.push({
      reporter: kind.create({ paint, quiet: args.quiet }),
      shows: kind.shows === true,
      sink,
      pending: "",
      limit: args.maxFindings ?? kind.maxFindings,
      seen: 0,
      ...(kind.folds && { groups: new Map() }),
      given: new Map(),
    });
  }
  function print({ shows, reporter }: Writer, { finding, snippet }: Told): string {
    return reporter.finding(finding, shows ? snippet() : undefined);
  }
  /** Gives what was folded and not given yet. Of a fold that was given before, only what came since is told, at the end. */
  function release(writer: Writer, atEnd: boolean): void {
    for (const [key, told] of writer.groups ?? []) {
      const { finding } = told;
      const given = writer.given.get(key) ?? 0;
      const count = countOf(finding);
      if (given === count || (given > 0 && !atEnd)) continue;
      if (given === 0) writer.pending += print(writer, told);
      else writer.pending += writer.reporter.more?.({ ...finding, count: 1 + count - given }) ?? "";
      writer.given.set(key, count);
    }
  }
  /** Whether a finding is taken into the folds of this file: as one more of its kind, or as a new one while there is room. */
  function taken(writer: Writer, groups: Map<string, Told>, one: Told): boolean {
    const key = sameness(one.finding);
    if (!groups.has(key) && groups.size >= writer.limit) return false;
    fold(groups, key, one);
    return true;
  }
  return {
    finding(told) {
      for (const writer of writers) {
        if (writer.groups) {
          if (!taken(writer, writer.groups, told)) writer.seen++;
        } else if (writer.seen++ < writer.limit) writer.pending += print(writer, told);
      }
    },
    pause() {
      for (const writer of writers) release(writer, false);
    },
    problem(problem) {
      for (const writer of writers) writer.pending += writer.reporter.problem(problem);
    },
    endFile(file) {
      for (const writer of writers) {
        release(writer, true);
        writer.groups?.clear();
        writer.given.clear();
        const hidden = writer.groups ? writer.seen : writer.seen - writer.limit;
        if (hidden > 0) writer.pending += writer.reporter.hidden(file, hidden);
        writer.seen = 0;
      }
    },
    finish(summary) {
      for (const writer of writers) writer.pending += writer.reporter.finish(summary);
    },
    async flush() {
      for (const writer of writers) {
        if (writer.pending === "") continue;
        const text = writer.pending;
        writer.pending = "";
        await writer.sink.write(text);
      }
    },
    pending: () => writers.reduce((units, writer) => units + writer.pending.length, 0),
  };
}
