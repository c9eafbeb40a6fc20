/** The part of a stream that is in memory: bytes come in at its end and are dropped from its start. */
import type { Source } from "../event.ts";

/** Read at once. Large enough that calls cost nothing, small enough to stay in a processor's cache. */
const readSize = 256 * 1024;

export interface Window {
  /** Valid up to `length`. */
  bytes: Buffer;
  length: number;
  /** Offset in the stream of the first byte. */
  offset: number;
  /** Bytes read in all. */
  read: number;
  ended: boolean;
  /** Reads more; false when the stream has ended. */
  fill(): Promise<boolean>;
  /** Forgets the first `count` bytes. */
  drop(count: number): void;
}

export function createWindow(source: Source): Window {
  return {
    bytes: Buffer.allocUnsafeSlow(readSize),
    length: 0,
    offset: 0,
    read: 0,
    ended: false,
    async fill() {
      if (this.length === this.bytes.length) {
        const larger = Buffer.allocUnsafeSlow(this.bytes.length * 2);
        this.bytes.copy(larger, 0, 0, this.length);
        this.bytes = larger;
      }
      const count = await source.read(this.bytes, this.length);
      this.length += count;
      this.read += count;
      if (count === 0) this.ended = true;
      return count > 0;
    },
    drop(count) {
      // nothing to move while a long record is still coming in, piece by piece
      if (count > 0) this.bytes.copyWithin(0, count, this.length);
      this.length -= count;
      this.offset += count;
      // after a long record the large buffer is given back
      if (this.bytes.length > readSize * 4 && this.length < readSize) {
        const smaller = Buffer.allocUnsafeSlow(readSize);
        this.bytes.copy(smaller, 0, 0, this.length);
        this.bytes = smaller;
      }
    },
  };
}
