/**
 * A judge knows the schemas of a run. It is made of two halves, so that a run in which all is well never loads what
 * explains.
 */
import { compiled, type Validator } from "./compiled.ts";
import type { Fault } from "./fault.ts";
import type { Profile } from "./profile.ts";

/** What is wrong with a payload by a schema; empty if nothing is. */
export type Explain = (schema: string, payload: unknown) => readonly Fault[];

export interface Judge {
  /** Whether a payload is clean: no finding of any rule that is on by default. */
  accepts(schema: string, payload: unknown): boolean;
  /** Loads what explains. */
  explaining(): Promise<Explain>;
}

/** By the bundled schemas under a profile; a schema is named by its key in the catalogue. */
export function bundledJudge(profile: Profile): Judge {
  const validators = new Map<string, Validator>();
  return {
    accepts(schema, payload) {
      let accept = validators.get(schema);
      if (!accept) validators.set(schema, (accept = compiled(profile, schema, "accept")));
      return accept(payload);
    },
    async explaining() {
      return (await import("./errors.ts")).bundledExplain(profile);
    },
  };
}
