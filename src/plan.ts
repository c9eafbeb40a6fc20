/** What a user asks for -> how records are judged. */
import { availableParallelism } from "node:os";
import type { Plan } from "./check.ts";
import { type ApiName, classifierOfOwn, createClassifier, type SchemaName, schemaNames } from "./dispatch.ts";
import type { Digesting } from "./event.ts";
import { levelsOf } from "./levels.ts";
import type { Loaded, Prover } from "./prover/index.ts";
import { recordRules } from "./rules/records.ts";
import { bundledJudge } from "./schema/judge.ts";
import { bundledProgram } from "./schema/compiled.ts";
import type { Profile } from "./schema/profile.ts";
import type { Sessions, SessionsOptions } from "./sessions.ts";

const isSchemaName = (name: string): name is SchemaName => schemaNames.some((known) => known === name);

/** Bytes that one record may have unless the user says otherwise. */
const defaultMaxRecord: number = 64 * 1024 * 1024;

/** Bytes of an input from which on it pays to load the prover. */
const large: number = 512 * 1024;

/** Bytes that a prover keeps between two inputs at most. */
const mostKept: number = 8 * 1024 * 1024;

export interface PlanOptions extends SessionsOptions {
  /** One of `schemaNames`, or the path of a JSON Schema. */
  schema?: string;
  /** The generation of the API; `auto` goes by what the input shows. */
  api?: ApiName;
  maxRecord?: number;
  /** False turns the rules off that go by the order of events. */
  sessionRules?: boolean;
  passthrough?: "valid" | "invalid" | "all";
  /**
   * `ajv` judges every record by ajv, `prover` proves what it can of any input, and not only of a large one, and `threads` has
   * several do so.
   */
  engine?: string;
  /** Threads at most. */
  jobs?: number;
}

/** How records are proved by the programs that `loader` gives. */
function provingWith(
  { engine, passthrough, jobs = availableParallelism(), maxRecord = defaultMaxRecord }: PlanOptions,
  loader: () => Promise<(name: string) => Loaded | undefined>,
  sessions?: () => Promise<Sessions>,
): Pick<Plan, "proving"> {
  if (engine === "ajv") return {};
  // a record that is handed on has to be at hand
  const stops = passthrough === "valid" || passthrough === "all";
  /** The prover of an input that is through. */
  let idle: Prover | undefined;
  let programs: ReturnType<typeof loader> | undefined;
  let wanted: Digesting | undefined;
  return {
    proving: {
      from: engine === "prover" || engine === "threads" ? 0 : large,
      async load(first) {
        const { createGang, createProver, largeShares, tinyShares } = await import("./prover/index.ts");
        const shares = engine === "threads" ? tinyShares : largeShares;
        const programOf = await (programs ??= loader());
        const digesting = (await sessions?.())?.digesting;
        wanted ??= digesting?.wanted();
        const prover = idle ?? createProver(programOf, first, stops, wanted);
        idle = undefined;
        prover.renew(first);
        return {
          prover,
          ...(digesting && { lensOf: digesting.lensOf }),
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

/** How sessions are watched, if they are. */
function watchedBy(options: PlanOptions): (() => Promise<Sessions>) | undefined {
  if (options.sessionRules === false || options.schema === "response") return undefined;
  let sessions: Promise<Sessions> | undefined;
  return () => (sessions ??= import("./sessions.ts").then(({ createSessions }) => createSessions(options)));
}

/** @throws SchemaError where the user's schema cannot be used. */
export async function createPlan(options: PlanOptions = {}): Promise<Plan> {
  const { schema = "auto", api = "auto", profile = "wire", maxRecord = defaultMaxRecord, passthrough } = options;
  const level = levelsOf(recordRules, options);
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
  const sessions = watchedBy(options);
  // who watches sessions has to be told of every record
  const isTold = !sessions || options.sessionKey === undefined || (await sessions()).digesting !== undefined;
  const programs = async () => (name: string) => bundledProgram(thorough ? "always" : published, name, schema);
  return {
    ...common,
    ...(sessions && { sessions }),
    ...(isTold && provingWith(options, programs, sessions)),
    classifier: () => createClassifier(schema, api),
    // who settles the API wants everything else told one by one
    knowsDialects: api === "auto" && profile !== "spec",
    judge: bundledJudge(published),
    thorough,
  };
}
