import type { Explanation } from "./session-mutants.mjs";

export const explained: readonly Explanation[];
