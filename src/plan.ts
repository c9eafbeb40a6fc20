/** What a user asks for -> how records are judged. */
import type { Plan } from "./check.ts";
import { type ApiName, classifyAsOwn, createClassifier, type SchemaName, schemaNames } from "./dispatch.ts";
import type { Level } from "./finding.ts";
import { rules } from "./rules/index.ts";
import { bundledCheckers } from "./schema/checker.ts";

export const profiles = ["wire", "spec", "strict"] as const;
export type ProfileName = (typeof profiles)[number];

const isSchemaName = (name: string): name is SchemaName => schemaNames.some((known) => known === name);

/** Bytes that one record may have unless the user says otherwise. */
const defaultMaxRecord: number = 64 * 1024 * 1024;

export interface PlanOptions {
  /** One of `schemaNames`, or the path of a JSON Schema. */
  schema?: string;
  /** The generation of the API; `auto` goes by what the input shows. */
  api?: ApiName;
  profile?: ProfileName;
  /** Levels by rule id, over those of the profile. */
  rules?: Readonly<Record<string, Level>>;
  maxRecord?: number;
  passthrough?: "valid" | "invalid" | "all";
}

/** The level of a rule before the user's own settings. */
function levelUnder(profile: ProfileName, level: Level, id: string): Level {
  if (profile !== "strict") return level;
  return level === "warning" || id === "missing-wire-field" ? "error" : level;
}

/** @throws SchemaError where the user's schema cannot be used. */
export async function createPlan(options: PlanOptions = {}): Promise<Plan> {
  const { schema = "auto", api = "auto", profile = "wire", maxRecord = defaultMaxRecord, passthrough } = options;
  const levels = new Map(rules.map(({ id, level }) => [id, options.rules?.[id] ?? levelUnder(profile, level, id)]));
  const common = {
    level: (rule: string): Level => levels.get(rule) ?? "error",
    maxRecord,
    ...(passthrough === undefined ? {} : { passthrough }),
  };
  if (!isSchemaName(schema)) {
    const { ownChecker } = await import("./schema/own.ts");
    const checker = await ownChecker(schema);
    return {
      ...common,
      classifier: () => classifyAsOwn,
      knowsDialects: false,
      checker: () => checker,
      thorough: false,
    };
  }
  return {
    ...common,
    classifier: () => createClassifier(schema, api),
    // who settles the API wants everything else told one by one
    knowsDialects: api === "auto" && profile !== "spec",
    checker: bundledCheckers(profile === "spec" ? "spec" : "wire"),
    thorough: levels.get("missing-wire-field") !== "off" && profile !== "spec",
  };
}
