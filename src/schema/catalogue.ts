/** What the bundled schemas know: each event's sender, and where its schemas are, by API. */
import { type Api, apis, type Direction } from "../event.ts";
import table from "./compiled/catalogue.cjs";

/** An event, or a resource that may stand alone. */
export interface Entry {
  /** Who sends it; none for what is no event. */
  direction?: Direction;
  /** The schema's key, for each API that has it. */
  schemas: Partial<Record<Api, string>>;
  /** The name that another API has for it. */
  twins?: Partial<Record<Api, string>>;
}

/** An event's entry. */
export interface EventEntry extends Entry {
  direction: Direction;
  /** The one API that has it, where there is but one. */
  only: Api | undefined;
}

const entries: ReadonlyMap<string, Entry> = new Map(Object.entries(table));

function eventEntry({ direction, ...entry }: Entry): EventEntry | undefined {
  const [api, ...more] = apis.filter((one) => entry.schemas[one] !== undefined);
  return direction && { ...entry, direction, only: more.length === 0 ? api : undefined };
}

const events: ReadonlyMap<unknown, EventEntry> = new Map(
  [...entries].flatMap(([type, entry]) => {
    const event = eventEntry(entry);
    return event ? [[type, event] as const] : [];
  }),
);

/** The entry of a resource or an event by its name in the catalogue. */
export function entryOf(name: string): Entry | undefined {
  return entries.get(name);
}

/** The entry of an event by its type. */
export function eventOf(type: unknown): EventEntry | undefined {
  return events.get(type);
}

/** The types of all events of an API. */
export function eventTypes(api: Api): string[] {
  return [...entries].flatMap(([type, { direction, schemas }]) => (direction && schemas[api] ? [type] : []));
}
