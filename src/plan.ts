/** What a user asks for -> how records are judged. */
import { availableParallelism } from "node:os";
import type { Plan } from "./check.ts";
import { type ApiName, classifierOfOwn, createClassifier, type SchemaName, schemaNames } from "./dispatch.ts";
import type { Digesting } from "./event.ts";
import type { Level } from "./finding.ts";
import type { Loaded, Prover } from "./prover/index.ts";
import { rules, sessionRules } from "./rules/index.ts";
import { bundledJudge } from "./schema/judge.ts";
import { bundledProgram } from "./schema/compiled.ts";
import type { Profile } from "./schema/profile.ts";
import { createWatch, type Watch } from "./session/watch.ts";
import { digestingOf, type WatchingPlan } from "./watching.ts";

export const profiles = ["wire", "spec", "strict"] as const;
export type ProfileName = (typeof profiles)[number];

const isSchemaName = (name: string): name is SchemaName => schemaNames.some((known) => known === name);

/** Bytes that one record may have unless the user says otherwise. */
const defaultMaxRecord: number = 64 * 1024 * 1024;

/** Bytes of an input from which on it pays to load the prover. */
const large: number = 512 * 1024;

/** Bytes that a prover keeps between two inputs at most. */
const mostKept: number = 8 * 1024 * 1024;

export interface PlanOptions {
  /** One of `schemaNames`, or the path of a JSON Schema. */
  schema?: string;
  /** The generation of the API; `auto` goes by what the input shows. */
  api?: ApiName;
  profile?: ProfileName;
  /** Levels by rule id, over those of the profile. */
  rules?: Readonly<Record<string, Level>>;
  maxRecord?: number;
  /** False turns the rules off that go by the order of events. */
  sessionRules?: boolean;
  /** Where records say which session they are of, as a pointer. */
  sessionKey?: string;
  /** Sessions that are watched at once. */
  maxSessions?: number;
  passthrough?: "valid" | "invalid" | "all";
  /**
   * `ajv` judges every record by ajv, `prover` proves what it can of any input, and not only of a large one, and `threads` has
   * several do so.
   */
  engine?: string;
  /** Threads at most. */
  jobs?: number;
}

/** The level of a rule before the user's own settings. */
function levelUnder(profile: ProfileName, level: Level, id: string): Level {
  if (profile !== "strict") return level;
  return level === "warning" || id === "missing-wire-field" ? "error" : level;
}

/** The level of each rule under a profile, the user's own settings over it. */
export function levelsOf(
  profile: ProfileName,
  settings: Readonly<Record<string, Level>> = {},
): (rule: string) => Level {
  const levels = new Map(rules.map(({ id, level }) => [id, settings[id] ?? levelUnder(profile, level, id)]));
  return (rule) => levels.get(rule) ?? "error";
}

/** How records are proved by the programs that `loader` gives. */
function provingWith(
  { engine, passthrough, jobs = availableParallelism(), maxRecord = defaultMaxRecord }: PlanOptions,
  loader: () => Promise<(name: string) => Loaded | undefined>,
  watching?: WatchingPlan,
): Pick<Plan, "proving"> {
  const digesting = watching && digestingOf(watching);
  // who watches sessions has to be told of every record
  if (engine === "ajv" || (watching && !digesting)) return {};
  // a record that is handed on has to be at hand
  const stops = passthrough === "valid" || passthrough === "all";
  /** The prover of an input that is through. */
  let idle: Prover | undefined;
  let programs: ReturnType<typeof loader> | undefined;
  let wanted: Digesting | undefined;
  return {
    proving: {
      from: engine === "prover" || engine === "threads" ? 0 : large,
      ...(digesting && { lensOf: digesting.lensOf }),
      async load(first) {
        const { createGang, createProver, largeShares, tinyShares } = await import("./prover/index.ts");
        const shares = engine === "threads" ? tinyShares : largeShares;
        const programOf = await (programs ??= loader());
        wanted ??= digesting?.wanted();
        const prover = idle ?? createProver(programOf, first, stops, wanted);
        idle = undefined;
        prover.renew(first);
        return {
          prover,
          spread(file, from, admissions) {
            const program = stops || jobs === 1 ? undefined : programOf(first);
            if (!program) return undefined;
            const task = { path: file.path, from, to: file.size, maxRecord, program, admissions };
            return createGang({ ...task, digesting: wanted }, jobs, shares);
          },
          release() {
            if (prover.size < mostKept) idle = prover;
          },
        };
      },
    },
  };
}

/** Sessions that are watched at once, unless the user says otherwise. */
const defaultMaxSessions = 1000;

/** How sessions are watched, if they are. */
export function watchingOf(
  { sessionRules: isOn = true, sessionKey, maxSessions = defaultMaxSessions }: PlanOptions,
  level: Plan["level"],
): Pick<Plan, "watching"> {
  if (!isOn) return {};
  const watch = (): Watch => createWatch({ rules: sessionRules, level, maxSessions });
  return { watching: { watch, ...(sessionKey !== undefined && { sessionKey }) } };
}

/** @throws SchemaError where the user's schema cannot be used. */
export async function createPlan(options: PlanOptions = {}): Promise<Plan> {
  const { schema = "auto", api = "auto", profile = "wire", maxRecord = defaultMaxRecord, passthrough } = options;
  const level = levelsOf(profile, options.rules);
  const common = {
    level,
    maxRecord,
    ...(passthrough === undefined ? {} : { passthrough }),
  };
  if (!isSchemaName(schema)) {
    const { ownJudge, readOwn } = await import("./schema/own.ts");
    const own = readOwn(schema);
    const judge = await ownJudge(own);
    return {
      ...common,
      ...provingWith(options, async () => {
        const { programOf } = await import("./prover/index.ts");
        const program = programOf(own.schema, own.dialect);
        return () => program;
      }),
      classifier: () => classifierOfOwn,
      knowsDialects: false,
      judge,
      thorough: false,
    };
  }
  const published: Profile = profile === "spec" ? "spec" : "wire";
  const thorough = level("missing-wire-field") !== "off" && profile !== "spec";
  const watched = schema === "response" ? {} : watchingOf(options, level);
  return {
    ...common,
    ...watched,
    ...provingWith(
      options,
      async () => (name) => bundledProgram(thorough ? "always" : published, name, schema),
      watched.watching,
    ),
    classifier: () => createClassifier(schema, api),
    // who settles the API wants everything else told one by one
    knowsDialects: api === "auto" && profile !== "spec",
    judge: bundledJudge(published),
    thorough,
  };
}
