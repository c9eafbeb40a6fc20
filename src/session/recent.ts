/** What is known by ids, the latest of it: memory that does not grow with a session. */
import { type Id, spread } from "./text.ts";

/** What is known by an id, the latest of it. */
export interface Recent<Value> {
  get(id: Id | null | undefined): Value | undefined;
  set(id: Id, value: Value): void;
  /** Whether something is no more known. */
  readonly hasForgotten: boolean;
  /** In the order in which they were set. */
  values(): Iterable<Value>;
  /** Those of them that were set since the last call. */
  takeFresh(): readonly Value[];
}

/** Values by ids: a hash table with open addresses, since a Map of numbers that are no small integers takes several times as long. */
interface Table<Value> {
  ids: Float64Array;
  values: (Value | undefined)[];
  /** The values as they were set. */
  order: Value[];
}

/** Where no id is; ids are not negative. */
const free = -1;

const slots = <Value>(count: number): Pick<Table<Value>, "ids" | "values"> => ({
  ids: new Float64Array(count).fill(free),
  values: Array.from({ length: count }),
});

/** The place of an id, or the one where it would be. */
function placeOf({ ids }: Table<unknown>, id: Id): number {
  const mask = ids.length - 1;
  let place = spread(id) & mask;
  for (let known = ids[place]; known !== id && known !== free; known = ids[place]) place = (place + 1) & mask;
  return place;
}

function put<Value>(table: Table<Value>, id: Id, value: Value): void {
  const place = placeOf(table, id);
  table.ids[place] = id;
  table.values[place] = value;
}

function grow<Value>(table: Table<Value>): void {
  const { ids, values } = table;
  Object.assign(table, slots(growth * ids.length));
  for (let at = 0; at < ids.length; at++) {
    const value = values[at];
    if (value !== undefined) put(table, ids[at] ?? free, value);
  }
}

const firstSlots = 16;
/** Times as many slots as before, where these are half full. */
const growth = 4;

/** @param most values at least that are known; at most there are twice as many. */
export function createRecent<Value>(most: number): Recent<Value> {
  let recent: Table<Value> = { ...slots(firstSlots), order: [] };
  let older: Table<Value> = { ...slots(firstSlots), order: [] };
  let fresh = 0;
  let hasForgotten = false;
  /** What was asked for last: events that follow each other are mostly about the same. */
  let lastId: Id = free;
  let last: Value | undefined;
  function find(id: Id): Value | undefined {
    const found = recent.values[placeOf(recent, id)];
    return found !== undefined || older.order.length === 0 ? found : older.values[placeOf(older, id)];
  }
  function get(id: Id | null | undefined): Value | undefined {
    if (id == null) return undefined;
    if (id === lastId) return last;
    const found = find(id);
    if (found === undefined) return undefined;
    lastId = id;
    last = found;
    return found;
  }
  return {
    get,
    set(id, value) {
      if (get(id) === value) return;
      if (2 * recent.order.length >= recent.ids.length) grow(recent);
      put(recent, id, value);
      recent.order.push(value);
      lastId = free;
      fresh++;
      if (recent.order.length < most) return;
      hasForgotten = older.order.length > 0;
      older.ids.fill(free);
      older.values.fill(undefined);
      older.order = [];
      [older, recent] = [recent, older];
    },
    get hasForgotten() {
      return hasForgotten;
    },
    values: () => [...older.order, ...recent.order],
    takeFresh() {
      const { order } = recent;
      const taken = fresh > order.length ? [...older.order, ...order].slice(-fresh) : order.slice(order.length - fresh);
      fresh = 0;
      return taken;
    },
  };
}
