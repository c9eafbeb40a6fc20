/** What of the files of a run is shared out among threads, and whether that pays. */
import { statSync } from "node:fs";
import { stdin } from "../input/expand.ts";

export interface Portions {
  /** Bytes of all files from which on threads pay. */
  least: number;
  /** Bytes of one file from which on it is shared out itself. */
  most: number;
}

export const largePortions: Portions = { least: 4 * 1024 * 1024, most: 24 * 1024 * 1024 };
/** So that small runs show what large ones are in for. */
export const tinyPortions: Portions = { least: 1, most: 20_000 };

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

/** Whether there is enough in files. */
export function isEnough(files: readonly string[], portions: Portions): boolean {
  let bytes = 0;
  let count = 0;
  for (const file of files) {
    const portion = portionOf(file, portions);
    if (portion === undefined) continue;
    bytes += portion;
    count++;
    if (count > 1 && bytes >= portions.least) return true;
  }
  return false;
}
