/** An event of a session. */
export type Event = Record<string, unknown>;

/** A session with one mistake: `made` has it, from `at` on. */
export interface Mutant {
  mutation: string;
  type: string;
  event: Event;
  events: readonly Event[];
  at: number;
  made: readonly Event[];
}

/** Mutants that nothing can find, and why. */
export interface Explanation {
  mutation: string | readonly string[];
  event: string | RegExp;
  when?: (mutant: Mutant) => boolean;
  why: string;
}

export interface JudgedFinding {
  rule: string;
  severity: string;
  line: number;
  message: string;
}

export interface Row {
  mutation: string;
  type: string;
  tried: number;
  /** Of these, something was found at or after the mistake; and nothing else than one finding. */
  found: number;
  once: number;
  /** Not found, with a reason. */
  explained: number;
}

export interface Surprise {
  mutation: string;
  type: string;
  /** Why nothing should have been found, where something was. */
  why?: string;
  /** The seed of the session, and the line of the mistake, of the first of `count`. */
  session: number;
  line: number;
  count: number;
  rules?: string[];
}

export interface Measured {
  rows: Row[];
  broken: { session: number; findings: JudgedFinding[] }[];
  surprises: Surprise[];
}

export const mutationNames: readonly string[];
export const harmless: readonly string[];
export const sessionsForAll: number;
export function isOfClient(type: string): boolean;
export function sessionFor(seed: number): Event[];
export function mutantsOf(events: readonly Event[], random: () => number): Generator<Mutant, void, undefined>;
export function measure(options: {
  sessions: number;
  seed: number;
  judge: (events: readonly Event[]) => Promise<readonly JudgedFinding[]> | readonly JudgedFinding[];
  explained: readonly Explanation[];
}): Promise<Measured>;
