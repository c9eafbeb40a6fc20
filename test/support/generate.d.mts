export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

/** Numbers in [0, 1), the same for the same seed. */
export type Random = () => number;

/** Which records, and how many. */
export interface Draw {
  seed: number;
  count: number;
}

export function mulberry32(seed: number): Random;
export function between(random: Random, low: number, high: number): number;
export function pick<T>(random: Random, list: readonly T[]): T;
export function responses(draw: Draw): Generator<JsonObject, void, undefined>;
export function events(draw: Draw): Generator<JsonObject, void, undefined>;
