/** The world as the command line sees it; a test hands in its own. */
import { fstatSync, writeSync } from "node:fs";

/** What is written cannot be: a full disk, or a reader that has gone away. */
export class OutputError extends Error {
  /** Whoever reads has gone away, which is no trouble, only the end. */
  isClosed: boolean;
  constructor(name: string, cause: unknown) {
    super(`cannot write ${name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    this.isClosed = code === "EPIPE" || code === "ERR_STREAM_DESTROYED";
  }
}

/** A stream that text or bytes are written to. */
export interface Sink {
  /** Resolves when more may be written. @throws OutputError */
  write(data: string | Uint8Array): Promise<void>;
  isTerminal: boolean;
}

export interface Io {
  stdout: Sink;
  stderr: Sink;
  /** Standard input: a descriptor where it is a file, else chunks as they come. */
  stdin(): number | AsyncIterable<Uint8Array>;
  stdinIsTerminal: boolean;
  env: Readonly<Record<string, string | undefined>>;
  /** Folder of the package, for the files that it ships. */
  home: string;
  /** Resolves when the user interrupts. */
  interrupted: Promise<void>;
}

/** A Node stream as a sink; `name` is what a message calls it. */
export function sinkOf(stream: NodeJS.WritableStream & { isTTY?: boolean }, name: string): Sink {
  let failure: Error | undefined;
  stream.on("error", (error: Error) => {
    failure ??= error;
  });
  return {
    isTerminal: stream.isTTY === true,
    write: (data) =>
      new Promise((resolve, reject) => {
        if (failure) {
          reject(new OutputError(name, failure));
          return;
        }
        stream.write(data, (error) => {
          if (error) reject(new OutputError(name, error));
          else resolve();
        });
      }),
  };
}

/** Whether an open descriptor is a terminal or the like; true too where it is closed, which its stream knows to deal with. */
export function isDevice(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice();
  } catch {
    return true;
  }
}

/** Writes all of `data`. @throws what the system says, with how much was `written` before. */
export function writeAll(descriptor: number, data: string | Uint8Array, from = 0): void {
  const bytes = typeof data === "string" ? Buffer.from(data) : data;
  let at = from;
  try {
    while (at < bytes.length) at += writeSync(descriptor, bytes, at);
  } catch (error) {
    throw Object.assign(error instanceof Error ? error : new Error(String(error)), { written: at });
  }
}
