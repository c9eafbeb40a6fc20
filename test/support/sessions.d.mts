import type { Draw, JsonObject } from "./generate.mjs";

export function sessions(draw: Draw): Generator<JsonObject, void, undefined>;
