/** Opens what is read: a file, a descriptor, or chunks that a stream or a caller has. */
import { close, open, read } from "node:fs";
import { InputError, type Source } from "../event.ts";

/** Why, without the path and the name of the system call that Node adds. */
function inputError(error: unknown): InputError {
  const text = error instanceof Error ? error.message : String(error);
  return new InputError(/^[A-Z0-9]+: ([^,]+)/.exec(text)?.[1] ?? text, { cause: error });
}

function readFrom(descriptor: number, into: Buffer, at: number): Promise<number> {
  return new Promise((resolve, reject) => {
    read(descriptor, into, at, into.length - at, null, (error, count) => {
      // Windows ends a pipe with an error
      if (error?.code === "EOF") resolve(0);
      else if (error) reject(inputError(error));
      else resolve(count);
    });
  });
}

/** A file. @throws InputError where it cannot be opened. */
export async function openFile(path: string, name: string): Promise<Source> {
  const descriptor = await new Promise<number>((resolve, reject) => {
    open(path, (error, opened) => (error ? reject(inputError(error)) : resolve(opened)));
  });
  return {
    name,
    read: (into, at) => readFrom(descriptor, into, at),
    close: () => new Promise((resolve) => close(descriptor, () => resolve())),
  };
}

/** What a descriptor that is already open gives: standard input that was redirected from a file. */
export function openDescriptor(descriptor: number, name: string): Source {
  return { name, read: (into, at) => readFrom(descriptor, into, at), close: () => Promise.resolve() };
}

/** Chunks of any size, strings as UTF-8. */
export function sourceOf(chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>, name: string): Source {
  const iterator = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  let rest: Uint8Array = new Uint8Array();
  return {
    name,
    async read(into, at) {
      while (rest.length === 0) {
        const next = await Promise.resolve(iterator.next()).catch((error: unknown) => {
          throw inputError(error);
        });
        if (next.done) return 0;
        rest = typeof next.value === "string" ? Buffer.from(next.value, "utf8") : next.value;
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
