/** Models -> a program: tables in memory as assembly/layout.ts has them. */
import type { Lens } from "../event.ts";
import * as L from "./assembly/layout.ts";
import {
  type ArrayModel,
  type Model,
  type NumberCheck,
  type ObjectModel,
  spelling,
  type TextCheck,
} from "./model/model.ts";

export interface Encoder {
  /** The address of a model's node, which is put into the program if it is not there. */
  encode(model: Model): number;
  /** The address of a lens. */
  encodeLens(lens: Lens): number;
  /** The program so far, which begins at PROGRAM. */
  bytes(): Uint8Array;
}

const encoder = new TextEncoder();

/** As assembly/text.ts has it. */
function tableHashOf(bytes: Uint8Array): number {
  const wordAt = (at: number): number =>
    [3, 2, 1, 0].reduce((word, place) => (word << 8) | (bytes[at + place] ?? 0), 0);
  const { length } = bytes;
  if (length < 4) return Math.imul(wordAt(0), 0x9e3779b1) >>> 7;
  const ends = wordAt(0) ^ Math.imul(wordAt(length - 4), 0x9e3779b1);
  const mixed = Math.imul((ends ^ (ends >>> 15)) + wordAt((length >>> 1) - 2) + length, 0x85ebca6b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** The place of a key in a table of a lens, as assembly/digest.ts has it. @param length with the closing quote. */
function lensSlot(key: Uint8Array, length: number): number {
  return length * 5 + (key[0] ?? 0) * 3 + (key.at(-1) ?? 0);
}

/** A count as 32 bits, all ones for no bound. */
const bound = (count: number): number => Math.min(count, 0xffffffff);

/** Slots of a hash table with so many entries: a power of two, half of them free. */
const slotsFor = (entries: number): number => 2 ** Math.ceil(Math.log2(Math.max(1, entries) * 2));

/** Names of all fields that one of `models` takes; undefined where these are no plain objects, or not known by name. */
function closedFields(models: readonly Model[]): Set<string> | undefined {
  const names = new Set<string>();
  for (const { object, by, choice, every } of models) {
    const isClosed = object && !by && !every && object.others === undefined && object.prefixes.size === 0;
    const fields = choice ? closedFields(choice) : isClosed ? object.fields.keys() : undefined;
    if (!fields) return undefined;
    for (const name of fields) names.add(name);
  }
  return names;
}

/** Bytes that the prover may read past the end of a name. */
const slack = 16;
const quote = 0x22;
const colon = 0x3a;

/** @param start address of the program's first byte that is still free. */
export function createEncoder(start: number = L.PROGRAM): Encoder {
  let buffer = new Uint8Array(64 * 1024);
  let view = new DataView(buffer.buffer);
  let top = 0;
  const nodes = new Map<Model, number>();
  const texts = new Map<string, number>();

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
  const double = (address: number, value: number): void => view.setFloat64(address - start, value, true);
  const wordAt = (address: number): number => view.getUint32(address - start, true);

  /** Bytes of a name and its closing quote, with the opening one before and a colon behind them. */
  function name(text: string): { address: number; length: number; hash: number } {
    const bytes = encoder.encode(`${text}"`);
    let address = texts.get(text);
    if (address === undefined) {
      address = allocate(bytes.length + 2 + slack) + 1;
      buffer.set([quote, ...bytes, colon], address - 1 - start);
      texts.set(text, address);
    }
    return { address, length: bytes.length, hash: tableHashOf(bytes.subarray(0, -1)) };
  }

  /** A list of addresses behind their count. */
  function list(models: readonly Model[]): number {
    const address = allocate(4 + 4 * models.length);
    word(address, models.length);
    models.forEach((model, at) => word(address + 4 + 4 * at, encode(model)));
    return address;
  }

  /** A hash table: the address of its slots, of `entries` that are chained by the word at `next`. */
  function slots(
    entries: readonly { address: number; hash: number }[],
    next: number,
  ): { address: number; mask: number } {
    const count = slotsFor(entries.length);
    const address = allocate(4 * count);
    for (const { address: entry, hash } of entries) {
      const slot = address + 4 * (hash & (count - 1));
      word(entry + next, wordAt(slot));
      word(slot, entry);
    }
    return { address, mask: count - 1 };
  }

  /** A table of strings, each of which leads to a model or to nothing. What JSON has to escape is left out. */
  function strings(values: Iterable<readonly [string, Model | undefined]>): number {
    const table = allocate(L.STRINGS_SIZE);
    const entries = [...values].flatMap(([text, model]) => {
      if (spelling(text) === undefined) return [];
      const { address: bytes, length, hash } = name(text);
      const address = allocate(L.ENTRY_SIZE);
      word(address + L.ENTRY_BYTES, bytes);
      word(address + L.ENTRY_LENGTH, length);
      if (model) word(address + L.ENTRY_NODE, encode(model));
      return [{ address, hash }];
    });
    const { address, mask } = slots(entries, L.ENTRY_NEXT);
    word(table + L.STRINGS_MASK, mask);
    word(table + L.STRINGS_SLOTS, address);
    return table;
  }

  function text({ least, most, form }: TextCheck): number {
    const address = allocate(L.TEXT_SIZE);
    word(address + L.TEXT_LEAST, bound(least));
    word(address + L.TEXT_MOST, bound(most));
    word(address + L.TEXT_FORM, form);
    return address;
  }

  function number({ least, most, over, under, step, values }: NumberCheck): number {
    const address = allocate(L.NUMBER_VALUES + 8 * (values?.length ?? 0));
    const bounds = [
      [L.HAS_LEAST, L.NUMBER_LEAST, least],
      [L.HAS_MOST, L.NUMBER_MOST, most],
      [L.HAS_OVER, L.NUMBER_OVER, over],
      [L.HAS_UNDER, L.NUMBER_UNDER, under],
      [L.HAS_STEP, L.NUMBER_STEP, step],
    ] as const;
    let flags = values ? L.HAS_VALUES : 0;
    const isLow = (least ?? 0) <= 0 && (over ?? -1) < 0;
    if (isLow && [most, under, step, values].every((limit) => limit === undefined)) flags |= L.TAKES_PLAIN;
    for (const [flag, place, value] of bounds) {
      if (value === undefined) continue;
      flags |= flag;
      double(address + place, value);
    }
    word(address + L.NUMBER_FLAGS, flags);
    word(address + L.NUMBER_COUNT, values?.length ?? 0);
    values?.forEach((value, at) => double(address + L.NUMBER_VALUES + 8 * at, value));
    return address;
  }

  function object(model: ObjectModel): number {
    const table = allocate(L.OBJECT_SIZE);
    let required = 0n;
    const entries = [...model.fields].map(([field, inner], bit) => {
      const { address: bytes, length, hash } = name(field);
      const address = allocate(L.KEY_SIZE);
      word(address + L.KEY_BYTES, bytes);
      word(address + L.KEY_LENGTH, length);
      word(address + L.KEY_NODE, encode(inner));
      view.setBigUint64(address - start + L.KEY_BIT, 1n << BigInt(bit), true);
      if (model.required.has(field)) required |= 1n << BigInt(bit);
      return { address, hash };
    });
    const { address, mask } = slots(entries, L.KEY_CHAIN);
    word(table + L.OBJECT_MASK, mask);
    word(table + L.OBJECT_SLOTS, address);
    if (model.others) word(table + L.OBJECT_OTHERS, encode(model.others));
    word(table + L.OBJECT_LEAST, bound(model.least));
    word(table + L.OBJECT_MOST, bound(model.most));
    view.setBigUint64(table - start + L.OBJECT_REQUIRED, required, true);
    if (model.names) word(table + L.OBJECT_NAMES, text(model.names));
    if (model.prefixes.size > 0) word(table + L.OBJECT_PREFIXES, prefixes(model.prefixes));
    return table;
  }

  function prefixes(models: ReadonlyMap<string, Model>): number {
    const address = allocate(4 + 12 * models.size);
    word(address, models.size);
    [...models].forEach(([prefix, model], at) => {
      const { address: bytes, length } = name(prefix);
      const place = address + 4 + 12 * at;
      word(place, bytes);
      // a beginning has no closing quote
      word(place + 4, length - 1);
      word(place + 8, encode(model));
    });
    return address;
  }

  function array({ prefix, items, least, most, unique }: ArrayModel): number {
    const address = allocate(L.ARRAY_SIZE);
    if (items) word(address + L.ARRAY_ITEMS, encode(items));
    word(address + L.ARRAY_LEAST, bound(least));
    word(address + L.ARRAY_MOST, bound(most));
    if (prefix.length > 0) word(address + L.ARRAY_PREFIX, list(prefix));
    word(address + L.ARRAY_UNIQUE, unique ? 1 : 0);
    return address;
  }

  function switchOn({ field, cases, otherwise }: NonNullable<Model["by"]>): number {
    const address = allocate(L.SWITCH_SIZE);
    const { address: bytes, length } = name(field);
    word(address + L.SWITCH_BYTES, bytes);
    word(address + L.SWITCH_LENGTH, length);
    word(address + L.SWITCH_STRINGS, strings(cases));
    if (!otherwise) return address;
    word(address + L.SWITCH_OTHERWISE, encode(otherwise));
    const own = closedFields([otherwise]);
    const others = closedFields([...cases.values()]);
    if (own && others && !own.has(field)) {
      const names = [...own].filter((one) => !others.has(one));
      word(address + L.SWITCH_OWN, strings(names.map((one) => [one, undefined])));
    }
    return address;
  }

  function encode(model: Model): number {
    const before = model.address ?? nodes.get(model);
    if (before !== undefined) return before;
    const address = allocate(L.NODE_SIZE);
    // first, since a model may lead to itself
    nodes.set(model, address);
    word(address + L.NODE_MASK, model.choice || model.every ? 0 : model.mask);
    word(address + L.NODE_EVENT, model.event ?? 0);
    if (model.choice) word(address + L.NODE_CHOICE, list(model.choice));
    else if (model.every) word(address + L.NODE_ALL, list(model.every));
    else {
      if (model.strings) word(address + L.NODE_STRINGS, strings([...model.strings].map((value) => [value, undefined])));
      if (model.text) word(address + L.NODE_TEXT, text(model.text));
      if (model.inner) {
        word(address + L.NODE_INNER, encode(model.inner));
        // a string with a check is no string that is passed over
        word(address + L.NODE_TEXT, text({ least: 0, most: Infinity, form: L.FORM_ANY }));
      }
      if (model.number) word(address + L.NODE_NUMBER, number(model.number));
      if (model.by) word(address + L.NODE_SWITCH, switchOn(model.by));
      else if (model.object && model.mask & L.OBJECT) word(address + L.NODE_OBJECT, object(model.object));
      if (model.array && model.mask & L.ARRAY) word(address + L.NODE_ARRAY, array(model.array));
    }
    return address;
  }

  function fieldOf({ field, lengthOnly, isJson, varies }: Lens): number {
    if (isJson) return L.DIGEST_IS_JSON;
    const flag = lengthOnly === "always" ? L.DIGEST_LENGTH_ONLY : lengthOnly === "audio" ? L.DIGEST_MAY_BE_AUDIO : 0;
    return field | flag | (varies ? L.DIGEST_VARIES : 0);
  }

  function encodeLens({ fields, items }: Lens): number {
    const keys = Object.entries(fields ?? {});
    const count = keys.length === 0 ? 0 : 2 * slotsFor(keys.length);
    const address = allocate(L.LENS_SLOTS + 4 * count);
    word(address + L.LENS_MASK, Math.max(0, count - 1));
    if (items) {
      word(address + L.LENS_ITEM_FIELD, fieldOf(items));
      word(address + L.LENS_ITEM, encodeLens(items));
    }
    for (const [key, inner] of keys) {
      const { address: bytes, length } = name(key);
      const entry = allocate(L.LENS_KEY_SIZE);
      word(entry + L.LENS_BYTES, bytes);
      word(entry + L.LENS_LENGTH, length);
      word(entry + L.LENS_FIELD, fieldOf(inner));
      if (inner.fields || inner.items) word(entry + L.LENS_INNER, encodeLens(inner));
      const slot = address + L.LENS_SLOTS + 4 * (lensSlot(encoder.encode(key), length) & (count - 1));
      word(entry + L.LENS_NEXT, wordAt(slot));
      word(slot, entry);
    }
    return address;
  }

  return { encode, encodeLens, bytes: () => buffer.slice(0, top) };
}
