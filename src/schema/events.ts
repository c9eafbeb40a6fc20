/** The names of all Realtime events, of every generation of the API. */
import table from "./compiled/events.cjs";

export interface KnownEvent {
  direction: "server" | "client";
  /** The name that GA has for an event of the beta, where it is another. */
  ga?: string;
  /** There is a schema for it. */
  checked: boolean;
}

export const knownEvents: ReadonlyMap<string, KnownEvent> = new Map(Object.entries(table));
