/** What goes with the bytes of a program. */

/** By what records are expected to be: addresses of the nodes that they are held against. */
export interface Program {
  roots: Readonly<Record<"auto" | "server" | "client" | "response", number>>;
  /** Names of events; an event's number is its place here, from 1. */
  events: readonly string[];
}
