/** Reads through compression: of gzip, zstd and brotli comes the text inside, of anything else what it is. */
import { InputError, type Source } from "../event.ts";
import { corrupt, createFeed, type Engine, type Feed, outputOf, room, settings } from "./feed.ts";
import { sourceOf } from "./open.ts";

/** What newer Nodes have besides. */
type Zlib = typeof import("node:zlib") & { createZstdDecompress?: (options: object) => Engine };

interface Format {
  /** What a message calls it. */
  what: string;
  /** First bytes, as latin1. Such parts may follow one another. */
  begins?: RegExp;
  /** The text of the part that comes next. */
  unpack: (feed: Feed, zlib: Zlib) => AsyncGenerator<Buffer>;
}

/** Bytes of a block of zstd at most (RFC 8878, 3.1.1.2.4). */
const longestBlock = 128 * 1024;

/** What the header of a gzip member may have besides, by its flags. */
const [headerSum, extra, fileName, comment] = [2, 4, 8, 16];

/**
 * A member (RFC 1952, 2.3). Node reads headers and sums, too, but gives nothing of a short member that something else
 * follows.
 */
const gzip: Format = {
  what: "gzip data",
  begins: /^\x1f\x8b/,
  async *unpack(feed, { createInflateRaw, crc32 }) {
    const head = await feed.take(10);
    const flags = head.readUInt8(3);
    if (head[2] !== 8 || flags > 0x1f) throw corrupt(feed.what, "unknown header");
    if (flags & extra) await feed.take((await feed.take(2)).readUInt16LE());
    for (const text of [fileName, comment]) if (flags & text) while ((await feed.take(1))[0] !== 0);
    if (flags & headerSum) await feed.take(2);
    let sum = 0;
    let length = 0;
    for await (const chunk of outputOf(createInflateRaw(settings), feed, feed.next)) {
      sum = crc32(chunk, sum);
      length = (length + chunk.length) >>> 0;
      yield chunk;
    }
    const tail = await feed.take(8);
    if (tail.readUInt32LE(0) !== sum || tail.readUInt32LE(4) !== length) throw corrupt(feed.what, "wrong checksum");
  },
};

/**
 * The bytes of a zstd frame, block by block (RFC 8878, 3.1.1). Node 22.15 takes one that is cut off for whole,
 * and every Node so far passes over what follows one in the same piece.
 */
async function* frameOf(feed: Feed): AsyncGenerator<Buffer> {
  const head = await feed.take(5);
  const flags = head.readUInt8(4);
  const isSingle = (flags & 0x20) !== 0;
  yield head;
  yield await feed.take((isSingle ? 0 : 1) + ([0, 1, 2, 4][flags & 3] ?? 0) + ([+isSingle, 2, 4, 8][flags >> 6] ?? 0));
  for (let isLast = false; !isLast;) {
    const block = await feed.take(3);
    const bits = block.readUIntLE(0, 3);
    isLast = (bits & 1) !== 0;
    const kind = (bits >> 1) & 3;
    const length = kind === 1 ? 1 : bits >> 3;
    if (kind === 3 || length > longestBlock) throw corrupt(feed.what, "unknown block");
    yield block;
    if (length > 0) yield await feed.take(length);
  }
  if (flags & 4) yield await feed.take(4);
}

const zstd: Format = {
  what: "zstd data",
  begins: /^(?:\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18)/,
  async *unpack(feed, { createZstdDecompress }) {
    if (!createZstdDecompress) {
      throw new InputError(
        `zstd data, which Node ${process.versions.node} cannot read; use Node 22.15, 23.8 or newer, or decompress it first (zstd -dc FILE | rtvalidate)`,
      );
    }
    if ((await feed.peek(1))[0] !== 0x28) {
      const head = await feed.take(8);
      for (let left = head.readUInt32LE(4); left > 0;) left -= (await feed.take(Math.min(left, room))).length;
      return;
    }
    const frame = frameOf(feed);
    yield* outputOf(createZstdDecompress(settings), feed, async () => {
      const { done, value } = await frame.next();
      return done ? undefined : value;
    });
  },
};

const brotli: Format = {
  what: "brotli data (by its name)",
  unpack: (feed, { createBrotliDecompress }) => outputOf(createBrotliDecompress(settings), feed, feed.next),
};

/** Whether another part follows. Zeros pad an archive and are nothing. */
async function goesOn({ what, begins }: Format, feed: Feed): Promise<boolean> {
  const head = await feed.peek(4);
  if (begins?.test(head.toString("latin1"))) return true;
  for (let piece = await feed.next(); piece; piece = await feed.next()) {
    if (piece.some((byte) => byte !== 0)) throw new InputError(`${what} with something else after its end`);
  }
  return false;
}

async function* textIn(format: Format, feed: Feed): AsyncGenerator<Buffer> {
  const zlib: Zlib = await import("node:zlib");
  do yield* format.unpack(feed, zlib);
  while (await goesOn(format, feed));
}

/** Brotli has no first bytes of its own: any could be its. */
function formatOf(name: string, head: Buffer): Format | undefined {
  if (head.length > 0 && /\.br$/i.test(name)) return brotli;
  return [gzip, zstd].find(({ begins }) => begins?.test(head.toString("latin1", 0, 4)));
}

/**
 * The text of a source that is compressed, told by its first bytes or its name; the source's own bytes where it is not. They
 * are looked at when they are first read.
 */
export function decompressed(source: Source): Source {
  let text: Source | undefined;
  async function first(into: Buffer, at: number): Promise<number> {
    let to = at;
    for (let count = 1; count > 0 && to - at < 4;) {
      count = await source.read(into, to);
      to += count;
    }
    const head = into.subarray(at, to);
    const format = formatOf(source.name, head);
    text = format ? sourceOf(textIn(format, createFeed(head, source, format.what)), source.name) : source;
    return format ? text.read(into, at) : head.length;
  }
  return {
    name: source.name,
    get file() {
      return text === source ? source.file : undefined;
    },
    read: (into, at) => (text ? text.read(into, at) : first(into, at)),
    async close() {
      if (text !== source) await text?.close();
      await source.close();
    },
  };
}
