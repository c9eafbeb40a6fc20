/** Proves on their bytes that records are clean. */
export { createGang, largeShares, tinyShares } from "./gang.ts";
export type { Loaded } from "./program/program.ts";
export { createProver, type Prover } from "./prover.ts";
export { createSchemaProver, programOf } from "./schema.ts";
