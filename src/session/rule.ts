/** What a rule over the events of a session is: a value that looks at one event after another, and at what is known by then. */
import type { Place } from "../event.ts";
import type { Level, Related, Severity } from "../finding.ts";
import type { Seen } from "./seen.ts";
import type { Item, Part, Response, Session } from "./state.ts";

/** One event, and what it is about as it was before it. */
export interface Scene {
  seen: Seen;
  session: Session;
  /** Where the event's record stands. */
  place: Place;
  /** The server sent it. */
  isServers: boolean;
  /** A number that events share only if they say the same of the same. */
  print: number;
  /** What its ids name. Where one of them is not known, what the others tell. */
  response: Response | undefined;
  item: Item | undefined;
  part: Part | undefined;
  /** What it says was told to be wrong. */
  isDoubted: boolean;
}

export interface More {
  got?: unknown;
  want?: unknown;
  /** Earlier events that belong to it, as places below the event. */
  related?: readonly Related[];
  /** What is at fault stands in another record than the one at hand. */
  place?: Place;
  /** The place is that of the key. */
  at?: "key";
  /** Instead of the rule's own, where less can be said. */
  severity?: Severity;
  /** It is told but once of this. */
  once?: object;
  /** The kind of events of which one is missing: a recorder that leaves out all of a kind is told so once. */
  lacks?: string;
  /** Kinds of events of which one is here unless it is left out as well; in place of its companions in kinds.ts. */
  beside?: readonly string[];
  /** The event is so wrong about what it belongs to that nothing is learnt from it; what it is meant for, if that is open, lacks it. */
  isVoid?: true;
  /** The event is another's double: nothing is learnt from it, and nothing lacks it. */
  isDouble?: true;
}

/**
 * Says what is wrong: where, below the event, and in words what was found and what was wanted. Values in words are quoted by whoever
 * says them (src/text.ts).
 */
export type Say = (pointer: string, words: string, more?: More) => void;

/** Mistakes of one event are told once a family, the first cause first. */
export type Family = "order" | "content" | "usage";

export interface SessionRule {
  id: string;
  level: Level;
  /** One line: what a finding of it says. */
  summary: string;
  family: Family;
  /** What it rests on: documented, observed (how often it held) or inferred. */
  evidence: string;
  /** Where that can be read. */
  source: string;
  /** It goes by what came before, and so says nothing of what began before its capture. */
  needsWhole?: true;
  /**
   * It may have something to say even of an event of an item that is where it belongs (isInPlace): of each event of a run of them, or of
   * the first of a run if of any.
   */
  inPlace?: "each" | "first";
  /** The kinds of events that it looks at, or odd events of any kind: such as have the id of one before, or follow the end of the session. */
  on: readonly string[] | "odd";
  check?(this: void, scene: Scene, say: Say): void;
  /** Looks at a session that is over. */
  atEnd?(this: void, session: Session, say: Say): void;
}
