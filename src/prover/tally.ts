/** What a prover counted. */
import * as L from "./assembly/layout.ts";
import type { Instance } from "./instance.ts";

export interface Tally {
  /** Begins to count what a root proves. @param says its records say who sent them. */
  add(root: number, says: boolean): void;
  /** Forgets which roots there are, for when others take their places. */
  forgetRoots(): void;
  /** Adds up what was counted, since others may count in the same places: `names` are those of the events. */
  collect(names: readonly string[]): void;
  /** How many records were proved since the last call. */
  takeProved(): number;
  /** What was added up since the last call: records that say who sent them, and how many there are of each event. */
  takeSaid(): number;
  takeEvents(): Map<string, number>;
}

export function createTally({ read, write }: Instance): Tally {
  let taken = 0;
  let said = 0;
  const saying = new Set<number>();
  let events = new Map<string, number>();

  /** What was counted at a place, where counting begins anew. */
  function take(place: number): number {
    const count = read(place);
    write(place, 0);
    return count;
  }

  return {
    add(root, says) {
      write(L.BY_ROOT + 4 * root, 0);
      if (says) saying.add(root);
    },
    forgetRoots: () => saying.clear(),
    collect(names) {
      names.forEach((name, at) => {
        const count = take(L.COUNTS + 4 * (at + 1));
        if (count > 0) events.set(name, (events.get(name) ?? 0) + count);
      });
      for (const root of saying) said += take(L.BY_ROOT + 4 * root);
    },
    takeProved() {
      const proved = read(L.PROVED);
      const fresh = (proved - taken) >>> 0;
      taken = proved;
      return fresh;
    },
    takeSaid() {
      const saidSince = said;
      said = 0;
      return saidSince;
    },
    takeEvents() {
      const eventsSince = events;
      events = new Map();
      return eventsSince;
    },
  };
}
