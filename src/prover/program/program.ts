/** What goes with the bytes of a program. */

export type Expected = "auto" | "server" | "client" | "response";

/** By what records are expected to be: addresses of the nodes that they are held against. */
export interface Program {
  roots: Readonly<Record<Expected, number>>;
  /** The same of what stands in an envelope. */
  wrapped: Readonly<Record<Expected, number>>;
  /** Names of events; an event's number is its place here, from 1. */
  events: readonly string[];
}
