/** What of the files of a run is shared out among threads, and whether that pays. */
import { statSync } from "node:fs";
import { stdin } from "../input/expand.ts";

export interface Portions {
  /** Bytes of one file from which on it is shared out itself. */
  most: number;
  /** Bytes of all files from which on it pays to load the prover for each. */
  proved: number;
  /** Milliseconds after which it can be told how long the rest takes, and that the rest takes where threads pay. */
  told: number;
  spread: number;
}

export const largePortions: Portions = { most: 24 * 1024 * 1024, proved: 512 * 1024, told: 100, spread: 500 };
/** So that small runs show what large ones are in for. */
export const tinyPortions: Portions = { most: 20_000, proved: 1, told: 0, spread: 0 };

/**
 * Bytes of a file that one thread may check; undefined where it is shared out itself, is no file, or cannot be looked at. What is compressed cannot be
 * shared out.
 */
export function portionOf(file: string, { most }: Portions): number | undefined {
  if (file === stdin) return undefined;
  try {
    const stats = statSync(file);
    const fits = stats.isFile() && (stats.size < most || /\.(gz|zst|br)$/i.test(file));
    return fits ? stats.size : undefined;
  } catch {
    return undefined;
  }
}

/** Whether there is enough in `files`, of which there must be two, to load the prover for each. */
export function isProvable(files: readonly string[], portions: Portions): boolean {
  let bytes = 0;
  return files.length > 1 && files.some((file) => (bytes += portionOf(file, portions) ?? 0) >= portions.proved);
}
