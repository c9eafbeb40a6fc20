/** Opens what is read: a file, a descriptor, or chunks that a stream or a caller has. */
import { closeSync, createReadStream, openSync, readSync, statSync } from "node:fs";
import { InputError, type Source, type SourceFile } from "../event.ts";

/** What the system says of an error, without the path and the name of the call that Node adds. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /^[A-Z0-9]+: ([^,]+)/.exec(text)?.[1] ?? text;
}

const inputError = (error: unknown): InputError => new InputError(reasonOf(error), { cause: error });

/** Runs what may fail as only input does. */
function attempt<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw inputError(error);
  }
}

/**
 * What a descriptor of a file gives. It is read synchronously: for a file that costs less than a thread to wait in,
 * and much less for a small one.
 */
export function openDescriptor(descriptor: number, name: string): Source {
  return {
    name,
    read: async (into, at) => attempt(() => readSync(descriptor, into, at, into.length - at, null)),
    close: () => Promise.resolve(),
  };
}

/**
 * A file. What is no file, such as a named pipe, is waited for as a stream.
 * @throws InputError where it cannot be opened.
 */
export function openFile(path: string, name: string): Source {
  if (!attempt(() => statSync(path)).isFile()) return sourceOf(createReadStream(path), name);
  const descriptor = attempt(() => openSync(path, "r"));
  /** Where to read on; undefined while that is for the system to know. */
  let next: number | undefined;
  const read = (into: Buffer, at: number, position: number | null): number =>
    attempt(() => readSync(descriptor, into, at, into.length - at, position));
  const file: SourceFile = {
    path,
    get size() {
      return attempt(() => statSync(path)).size;
    },
    readAt(into, position) {
      let count = 0;
      for (let got = 1; got > 0 && count < into.length; count += got) got = read(into, count, position + count);
      return count;
    },
    seek(position) {
      next = position;
    },
  };
  return {
    name,
    file,
    async read(into, at) {
      const count = read(into, at, next ?? null);
      if (next !== undefined) next += count;
      return count;
    },
    close: async () => closeSync(descriptor),
  };
}

/** Chunks of any size, strings as UTF-8. */
export function sourceOf(
  chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
  name: string,
): Source {
  if (typeof chunks !== "object" || chunks === null || !(Symbol.asyncIterator in chunks || Symbol.iterator in chunks)) {
    throw new TypeError("what is read has to be a stream or another iterable of bytes or texts");
  }
  const iterator = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  let rest: Uint8Array = new Uint8Array();
  /** The first half of a character that a string was cut in. */
  let half = "";
  const bytesOf = (chunk: Uint8Array | string): Uint8Array => {
    if (ArrayBuffer.isView(chunk)) return chunk;
    if (typeof chunk !== "string") throw new TypeError("what is read has to come as bytes or texts");
    const text = half + chunk;
    half = /[\ud800-\udbff]$/.exec(text)?.[0] ?? "";
    return Buffer.from(half === "" ? text : text.slice(0, -1), "utf8");
  };
  return {
    name,
    async read(into, at) {
      while (rest.length === 0) {
        const next = await Promise.resolve(iterator.next()).catch((error: unknown) => {
          throw inputError(error);
        });
        if (next.done && half === "") return 0;
        rest = next.done ? Buffer.from(half) : bytesOf(next.value);
        if (next.done) half = "";
      }
      const count = Math.min(rest.length, into.length - at);
      into.set(rest.subarray(0, count), at);
      rest = rest.subarray(count);
      return count;
    },
    async close() {
      await iterator.return?.();
    },
  };
}
