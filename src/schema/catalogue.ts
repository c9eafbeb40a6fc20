/** What the bundled schemas know: each event's sender, and where its schemas are, by API. */
import type { Api, Direction } from "../event.ts";
import table from "./compiled/catalogue.cjs";

/** An event, or a resource that may stand alone. */
export interface Entry {
  /** Who sends it; none for what is no event. */
  direction?: Direction;
  /** The schema's key for a checker, for each API that has it. */
  schemas: Partial<Record<Api, string>>;
  /** The name that another API has for it. */
  twins?: Partial<Record<Api, string>>;
}

const entries: ReadonlyMap<string, Entry> = new Map(Object.entries(table));

/** The entry of a resource or an event by its name in the catalogue. */
export function entryOf(name: string): Entry | undefined {
  return entries.get(name);
}

/** The entry of an event by its type. */
export function eventOf(type: unknown): (Entry & { direction: Direction }) | undefined {
  const entry = typeof type === "string" ? entries.get(type) : undefined;
  return entry?.direction === undefined ? undefined : { ...entry, direction: entry.direction };
}

/** The types of all events of an API. */
export function eventTypes(api: Api): string[] {
  return [...entries].flatMap(([type, { direction, schemas }]) => (direction && schemas[api] ? [type] : []));
}
