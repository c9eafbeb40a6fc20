/** The rules that go by the order of events, as a user wants them. An input without events, and a run without them, never load this. */
import { levelsOf, type Settings } from "./levels.ts";
import { sessionRules } from "./rules/sessions.ts";
import { createWatch } from "./session/watch.ts";
import { createWatching, type DigestingPlan, digestingOf, type Watched, type Watching } from "./watching.ts";

export interface SessionsOptions extends Settings {
  /** Where records say which session they are of, as a pointer; else it is looked for in envelopes. */
  sessionKey?: string;
  /** Sessions that are watched at once. */
  maxSessions?: number;
}

export interface Sessions {
  /** Begins to watch an input. */
  watch(watched: Watched): Watching;
  /** What provers have to tell; undefined where none of them can tell of which session a record is. */
  digesting: DigestingPlan | undefined;
}

/** Sessions that are watched at once, unless the user says otherwise. */
const defaultMaxSessions = 1000;

export function createSessions({
  sessionKey,
  maxSessions = defaultMaxSessions,
  ...settings
}: SessionsOptions): Sessions {
  const level = levelsOf(sessionRules, settings);
  return {
    watch: (watched) => createWatching(createWatch({ rules: sessionRules, level, maxSessions }), sessionKey, watched),
    digesting: digestingOf(sessionKey),
  };
}
