/** Models -> a program: tables in memory as assembly/layout.ts has them. */
import type { Lens } from "../../event.ts";
import * as L from "../assembly/layout.ts";
import {
  type ArrayModel,
  type Model,
  type NumberCheck,
  type ObjectModel,
  spelling,
  type TextCheck,
} from "../model/model.ts";
import { encodeLens } from "./lens.ts";
import { createWriter } from "./writer.ts";

export interface Encoder {
  /** The address of a model's node, which is put into the program if it is not there. */
  encode(model: Model): number;
  /** The address of a lens. */
  encodeLens(lens: Lens): number;
  /** What was written so far. */
  bytes(): Uint8Array;
}

/** A count as 32 bits, all ones for no bound. */
const bound = (count: number): number => Math.min(count, 0xffffffff);

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

/** @param start address of the program's first byte that is still free. */
export function createEncoder(start: number = L.PROGRAM): Encoder {
  const writer = createWriter(start);
  const { allocate, word, name, slots } = writer;
  const nodes = new Map<Model, number>();

  /** A list of addresses behind their count. */
  function list(models: readonly Model[]): number {
    const address = allocate(4 + 4 * models.length);
    word(address, models.length);
    models.forEach((model, at) => word(address + 4 + 4 * at, encode(model)));
    return address;
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
      writer.double(address + place, value);
    }
    word(address + L.NUMBER_FLAGS, flags);
    word(address + L.NUMBER_COUNT, values?.length ?? 0);
    values?.forEach((value, at) => writer.double(address + L.NUMBER_VALUES + 8 * at, value));
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
      writer.bits(address + L.KEY_BIT, 1n << BigInt(bit));
      if (model.required.has(field)) required |= 1n << BigInt(bit);
      return { address, hash };
    });
    const { address, mask } = slots(entries, L.KEY_CHAIN);
    word(table + L.OBJECT_MASK, mask);
    word(table + L.OBJECT_SLOTS, address);
    if (model.others) word(table + L.OBJECT_OTHERS, encode(model.others));
    word(table + L.OBJECT_LEAST, bound(model.least));
    word(table + L.OBJECT_MOST, bound(model.most));
    writer.bits(table + L.OBJECT_REQUIRED, required);
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

  return { encode, encodeLens: (lens) => encodeLens(writer, lens), bytes: writer.bytes };
}
