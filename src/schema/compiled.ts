/**
 * Loads what scripts/compile-schemas.ts compiled: a module for each file of schemas, only when a record needs it. The build
 * lays the folder beside whatever this is bundled into.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { ErrorObject } from "ajv";
import type { Direction } from "../event.ts";
import type { Profile } from "./profile.ts";

/** Compiled code that says whether a payload passes, and leaves what is wrong beside itself if it is made to explain. */
export interface Validator {
  (payload: unknown): boolean;
  errors?: ErrorObject[] | null;
}

const load = createRequire(import.meta.url);

/** @param key as the catalogue has it: `ga/server/response#response.done`. */
export function compiled(profile: Profile, key: string, purpose: "accept" | "explain"): Validator {
  const [module = "", name = ""] = key.split("#");
  const validators: Record<string, Validator> = load(`./compiled/${profile}/${module}.${purpose}.cjs`);
  const validator = validators[name];
  if (!validator) throw new Error(`no bundled schema has the key ${key}`);
  return validator;
}

/**
 * A program for the prover: its bytes, the node that records are held against, those for what an envelope of either sender
 * carries, and the names of events by their numbers.
 */
export interface BundledProgram {
  bytes: Uint8Array;
  root: number;
  wrapped: Readonly<Record<Direction | "unknown", number>>;
  events: readonly string[];
}

type Roots = Readonly<Record<string, number>>;
type Programs = Record<string, Record<string, { roots: Roots; wrapped: Roots; events: readonly string[] }>>;

/**
 * @param profile `always` is wire where what is always on the wire must not be missing.
 * @param expected what each record is to be.
 */
export function bundledProgram(profile: Profile | "always", api: string, expected: string): BundledProgram | undefined {
  const programs: Programs = load("./compiled/programs.cjs");
  const program = programs[profile]?.[api];
  const root = program?.roots[expected];
  if (!program || root === undefined) return undefined;
  const { wrapped, events } = program;
  /** Where every record is to be of one kind, that kind; else what the sender sends. */
  const inside = (sender: string): number => wrapped[expected === "auto" ? sender : expected] ?? root;
  return {
    bytes: readFileSync(load.resolve(`./compiled/${profile}/${api}.program`)),
    root,
    wrapped: { server: inside("server"), client: inside("client"), unknown: inside("auto") },
    events,
  };
}
