/** The part of a stream that is in memory: bytes come in at its end and are dropped from its start. */
import type { Room, Source } from "../event.ts";

/** Read at once. Large enough that calls cost nothing, small enough to stay in a processor's cache. */
const readSize = 256 * 1024;
/** Read at once where a room of its own was moved to: calls cost more beside what is so quick. */
const roomySize = 4 * readSize;

export interface Window {
  /** Valid up to `length`. */
  bytes: Buffer;
  length: number;
  /** Offset in the stream of the first byte. */
  offset: number;
  /** Bytes read in all. */
  read: number;
  ended: boolean;
  source: Source;
  /** Reads more; false when the stream has ended. */
  fill(): Promise<boolean>;
  /** Forgets the first `count` bytes. */
  drop(count: number): void;
  /** Reads on at `position` of a file that can be read anywhere. */
  jump(position: number): void;
  /** Takes what is in memory to another room, where it is read on from now on. */
  move(room: Room): void;
}

/** Memory like any other. */
const heap: Room = {
  resize(size, kept) {
    const bytes = Buffer.allocUnsafeSlow(size);
    kept.copy(bytes);
    return bytes;
  },
};

/** What an input began with that has moved since, for the next to begin with. */
let spare: Buffer | undefined;

export function createWindow(source: Source): Window {
  let room = heap;
  const first = spare ?? Buffer.allocUnsafeSlow(readSize);
  spare = undefined;
  return {
    bytes: first,
    length: 0,
    offset: 0,
    read: 0,
    ended: false,
    source,
    async fill() {
      if (this.length === this.bytes.length) this.bytes = room.resize(this.bytes.length * 2, this.bytes);
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
      if (this.bytes.length > roomySize && this.length < readSize) {
        this.bytes = room.resize(readSize, this.bytes.subarray(0, this.length));
      }
    },
    jump(position) {
      source.file?.seek(position);
      this.length = 0;
      this.offset = position;
      this.read = position;
    },
    move(other) {
      room = other;
      this.bytes = room.resize(Math.max(roomySize, this.length), this.bytes.subarray(0, this.length));
      spare = first;
    },
  };
}
