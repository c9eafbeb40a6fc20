/** Writes a program into a buffer: words, names and tables, by the addresses that they will have in memory. */
const encoder = new TextEncoder();

/** Bytes that the prover may read past the end of a name. */
const slack = 16;
const quote = 0x22;
const colon = 0x3a;

/** Where a name is, how long it is with its closing quote, and by what it is found in a table. */
export interface Name {
  address: number;
  length: number;
  hash: number;
}

export interface Writer {
  /** The address of `size` bytes, which are zero. */
  allocate(this: void, size: number): number;
  word(this: void, address: number, value: number): void;
  double(this: void, address: number, value: number): void;
  /** A word of 64 bits. */
  bits(this: void, address: number, value: bigint): void;
  /** Bytes of a name and its closing quote, with the opening one before and a colon behind them. */
  name(this: void, text: string): Name;
  /** Puts an entry before those that hang at `head`; each is chained to the next by its word at `next`. */
  chain(this: void, head: number, entry: number, next: number): void;
  /** A hash table: the address of its slots, of `entries` that are chained by the word at `next`. */
  slots(this: void, entries: readonly Entry[], next: number): { address: number; mask: number };
  bytes(this: void): Uint8Array;
}

/** What is found in a table by its hash. */
export interface Entry {
  address: number;
  hash: number;
}

/** As assembly/value/strings.ts has it. */
function tableHashOf(bytes: Uint8Array): number {
  const wordAt = (at: number): number =>
    [3, 2, 1, 0].reduce((word, place) => (word << 8) | (bytes[at + place] ?? 0), 0);
  const { length } = bytes;
  if (length < 4) return Math.imul(wordAt(0), 0x9e3779b1) >>> 7;
  const ends = wordAt(0) ^ Math.imul(wordAt(length - 4), 0x9e3779b1);
  const mixed = Math.imul((ends ^ (ends >>> 15)) + wordAt((length >>> 1) - 2) + length, 0x85ebca6b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Slots of a hash table with so many entries: a power of two, half of them free. */
export const slotsFor = (entries: number): number => 2 ** Math.ceil(Math.log2(Math.max(1, entries) * 2));

/** @param start address of the first byte that is written. */
export function createWriter(start: number): Writer {
  let buffer = new Uint8Array(64 * 1024);
  let view = new DataView(buffer.buffer);
  let top = 0;
  const names = new Map<string, number>();

  function allocate(size: number): number {
    const at = (top + 7) & ~7;
    top = at + size;
    if (top > buffer.length) {
      const larger = new Uint8Array(Math.max(top, buffer.length * 2));
      larger.set(buffer);
      buffer = larger;
      view = new DataView(buffer.buffer);
    }
    return start + at;
  }
  const word = (address: number, value: number): void => view.setUint32(address - start, value, true);

  function name(text: string): Name {
    const bytes = encoder.encode(`${text}"`);
    let address = names.get(text);
    if (address === undefined) {
      address = allocate(bytes.length + 2 + slack) + 1;
      buffer.set([quote, ...bytes, colon], address - 1 - start);
      names.set(text, address);
    }
    return { address, length: bytes.length, hash: tableHashOf(bytes.subarray(0, -1)) };
  }

  function chain(head: number, entry: number, next: number): void {
    word(entry + next, view.getUint32(head - start, true));
    word(head, entry);
  }

  function slots(entries: readonly Entry[], next: number): { address: number; mask: number } {
    const count = slotsFor(entries.length);
    const address = allocate(4 * count);
    for (const { address: entry, hash } of entries) chain(address + 4 * (hash & (count - 1)), entry, next);
    return { address, mask: count - 1 };
  }

  return {
    allocate,
    word,
    double: (address, value) => view.setFloat64(address - start, value, true),
    bits: (address, value) => view.setBigUint64(address - start, value, true),
    name,
    chain,
    slots,
    bytes: () => buffer.slice(0, top),
  };
}
