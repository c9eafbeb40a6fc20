/** Compressed bytes, piece by piece, and what a decompressor of Node makes of them. */
import type { Transform } from "node:stream";
import { InputError, type Source } from "../event.ts";

/** One of Node's decompressors; `bytesWritten` counts what it made use of. */
export type Engine = Transform & { bytesWritten: number };

type Failure = Error & { code?: string };

/** Compressed bytes that nobody took yet. What it gives is good until it is asked again. */
export interface Feed {
  /** What a message calls them. */
  what: string;
  /** As many bytes, or all that are left; they stay. */
  peek: (count: number) => Promise<Buffer>;
  /** @throws InputError where there are not as many. */
  take: (count: number) => Promise<Buffer>;
  /** What is there, but not too much; undefined at the end. */
  next: () => Promise<Buffer | undefined>;
  /** The last bytes that `next` gave were too many. */
  back: (count: number) => void;
}

/** Bytes kept of an input at most; a block of zstd has half of it, an extra field of gzip a quarter. */
export const room: number = 256 * 1024;

/** Bytes of a piece: a quarter of what came, within these. */
const leastPiece = 256;
const mostPiece = 64 * 1024;

const cutOff = (what: string): InputError => new InputError(`${what} that ends in the middle`);
export const corrupt = (what: string, words: string): InputError =>
  new InputError(`${what} that is corrupt (${words})`);

/** What a decompressor's error says of the input. */
function problemOf(what: string, { code, message }: Failure): InputError {
  if (code === "Z_BUF_ERROR") return cutOff(what);
  if (code !== "ZSTD_error_frameParameter_windowTooLarge") return corrupt(what, message);
  return new InputError(
    `${what} with a window over 128 MB; decompress it first (zstd -dc --long=31 FILE | rtvalidate)`,
  );
}

export function createFeed(head: Uint8Array, source: Source, what: string): Feed {
  const buffer = Buffer.allocUnsafeSlow(Math.max(room, head.length));
  buffer.set(head);
  let from = 0;
  let to = head.length;
  let given = 0;
  async function fill(): Promise<boolean> {
    if (from === to || to === buffer.length) {
      buffer.copyWithin(0, from, to);
      to -= from;
      from = 0;
    }
    const count = await source.read(buffer, to);
    to += count;
    return count > 0;
  }
  async function peek(count: number): Promise<Buffer> {
    while (to - from < count && (await fill()));
    return buffer.subarray(from, Math.min(to, from + count));
  }
  return {
    what,
    peek,
    async take(count) {
      const bytes = await peek(count);
      if (bytes.length < count) throw cutOff(what);
      from += count;
      return bytes;
    },
    async next() {
      if (from === to && !(await fill())) return undefined;
      // where a decompressor fails, what it made of the piece is lost: that shall be little of what came
      const most = Math.min(mostPiece, Math.max(leastPiece, given >> 2));
      const piece = buffer.subarray(from, Math.min(to, from + most));
      from += piece.length;
      given = Math.min(given + piece.length, mostPiece << 2);
      return piece;
    },
    back(count) {
      from -= count;
    },
  };
}

/** Of decompressors: with a mark of 1, none goes on before what it made has been read, so an error takes nothing away. */
export const settings: { chunkSize: number; readableHighWaterMark: number } = {
  chunkSize: 64 * 1024,
  readableHighWaterMark: 1,
};

/**
 * What a decompressor makes of the pieces that `next` takes of the feed, up to where it ends of itself or they do. A piece
 * is asked for when nothing is left to give.
 */
export async function* outputOf(engine: Engine, { what, back }: Feed, next: Feed["next"]): AsyncGenerator<Buffer> {
  const seen: { taken?: boolean; over?: boolean; failure?: Failure | null } = {};
  let wake: () => void = () => undefined;
  const see = (news: typeof seen): void => {
    Object.assign(seen, news);
    wake();
  };
  engine.on("readable", () => wake());
  engine.on("end", () => see({ over: true }));
  engine.on("error", (failure) => see({ failure }));
  let given = 0;
  try {
    do {
      const piece = await next();
      seen.taken = false;
      if (piece) engine.write(piece, (failure) => see({ taken: true, ...(failure && { failure }) }));
      else engine.end();
      given += piece?.length ?? 0;
      for (;;) {
        const chunk: Buffer | null = engine.read();
        if (chunk) yield chunk;
        else if (seen.failure) throw problemOf(what, seen.failure);
        else if (seen.taken || seen.over) break;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
      // it leaves some of a piece only where it is at its end, which it may tell later
    } while (!seen.over && engine.bytesWritten === given);
    back(given - engine.bytesWritten);
  } finally {
    engine.destroy();
  }
}
