/**
 * A checker judges payloads of one kind. It is made of two halves, so that a run in which all is
 * well never loads what explains.
 */
import type { Profile } from "./profile.ts";
import type { Fault } from "./fault.ts";

export interface Checker {
  /** Whether a payload is clean: no finding of any rule that is on by default. */
  accepts(payload: unknown): boolean;
  /** What is wrong with a payload; empty if nothing is. */
  explain(payload: unknown): Promise<Fault[]>;
}

/** The bundled schemas' checkers under a profile, by the names of the catalogue. */
export async function bundledCheckers(profile: Profile): Promise<(name: string) => Checker> {
  const { default: accept } =
    profile === "spec" ? await import("./compiled/spec-accept.cjs") : await import("./compiled/wire-accept.cjs");

  async function explain(name: string, payload: unknown): Promise<Fault[]> {
    const [{ default: explainers }, { bundledFaults }] = await Promise.all([
      profile === "spec" ? import("./compiled/spec-explain.cjs") : import("./compiled/wire-explain.cjs"),
      import("./errors.ts"),
    ]);
    return bundledFaults(explainers, name, payload);
  }

  return (name) => {
    const accepts = accept[name];
    if (!accepts) throw new Error(`no bundled schema is named ${name}`);
    return { accepts, explain: (payload) => explain(name, payload) };
  };
}
