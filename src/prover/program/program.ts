/** What goes with the bytes of a program. */
import type { Direction } from "../../event.ts";

export type Expected = "auto" | "server" | "client" | "response";

/** By what records are expected to be: addresses of the nodes that they are held against. */
export interface Program {
  roots: Readonly<Record<Expected, number>>;
  /** The same of what stands in an envelope. */
  wrapped: Readonly<Record<Expected, number>>;
  /** Names of events; an event's number is its place here, from 1. */
  events: readonly string[];
}

/** A program, the node in it that records are held against, and the names of its events in the order of their numbers. */
export interface Loaded {
  bytes: Uint8Array;
  root: number;
  /** Nodes for what stands in an envelope of a sender; undefined where nothing does. */
  wrapped?: Readonly<Record<Direction | "unknown", number>>;
  events: readonly string[];
}
