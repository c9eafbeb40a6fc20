/** All rules, for whoever lists them. */
import { recordRules, type Rule } from "./records.ts";
import { sessionRules } from "./sessions.ts";

export const rules: readonly Rule[] = [...recordRules, ...sessionRules];
