/**
 * A checker judges payloads of one kind. It is made of two halves, so that a run in which all is
 * well never loads what explains.
 */
import { compiled, type Validator } from "./compiled.ts";
import type { Fault } from "./fault.ts";
import type { Profile } from "./profile.ts";

export interface Checker {
  /** Whether a payload is clean: no finding of any rule that is on by default. */
  accepts(payload: unknown): boolean;
  /** What is wrong with a payload; empty if nothing is. */
  explain(payload: unknown): Promise<Fault[]>;
}

/** The bundled schemas' checkers under a profile, by their keys in the catalogue. */
export function bundledCheckers(profile: Profile): (key: string) => Checker {
  const checkers = new Map<string, Checker>();
  function create(key: string): Checker {
    let accept: Validator | undefined;
    return {
      accepts: (payload) => (accept ??= compiled(profile, key, "accept"))(payload),
      async explain(payload) {
        const { bundledFaults } = await import("./errors.ts");
        return bundledFaults(profile, key, payload);
      },
    };
  }
  return (key) => {
    let checker = checkers.get(key);
    if (!checker) checkers.set(key, (checker = create(key)));
    return checker;
  };
}
