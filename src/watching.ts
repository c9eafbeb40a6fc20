/** What watches the sessions of one input: events go in as the core has them, complaints come out. */
import { sessionKeyIn } from "./envelope.ts";
import type { Event, Place } from "./event.ts";
import { isObject } from "./json.ts";
import { eventOf } from "./schema/catalogue.ts";
import { kindOf } from "./session/kinds.ts";
import { seenIn } from "./session/seen.ts";
import type { Complaint, Watch } from "./session/watch.ts";

export interface WatchingPlan {
  /** Begins to watch an input. */
  watch: () => Watch;
  /** Where records say which session they are of, as a pointer into them; else it is looked for in envelopes. */
  sessionKey?: string;
}

export interface Watching {
  /** Looks at an event; `isWrong` where it was told that it is not as it should be. */
  see(record: unknown, event: Event, place: Place, isWrong: boolean): readonly Complaint[];
  /** A record was told of that may have been an event. */
  miss(): void;
  end(): readonly Complaint[];
}

const none: readonly Complaint[] = [];

export function createWatching({ watch, sessionKey }: WatchingPlan): Watching {
  const watched = watch();
  return {
    see(record, event, place, isWrong) {
      if (event.kind !== "checked" || !isObject(event.payload)) return none;
      const direction = eventOf(event.event)?.direction;
      if (direction === undefined) return none;
      const key = sessionKeyIn(record, event.path, sessionKey);
      const seen = seenIn(kindOf(event.event), event.payload);
      const complaints = watched.see(seen, place, event.event, direction === "server", key);
      if (isWrong) watched.blur(key);
      return complaints;
    },
    miss: watched.miss,
    end: watched.end,
  };
}
