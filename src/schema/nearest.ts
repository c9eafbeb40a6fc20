import { distance } from "fastest-levenshtein";

/** Values and names longer than this are not compared: nobody misspells them, and the time is quadratic. */
const comparable = 100;

const plain = (text: string): string => text.toLowerCase().replaceAll(/[\s_.-]/g, "");

/** How far `got` is from `candidate`, in edits; case and separators count for nothing, an added start or end for little. */
function edits(got: string, candidate: string): number {
  const [from, to] = [plain(got), plain(candidate)];
  if (from === to) return 0;
  const within = from.length > 3 && to.length > 3 && (from.startsWith(to) || to.startsWith(from) || from.endsWith(to) || to.endsWith(from));
  return Math.min(distance(from, to), within ? 2 : Infinity);
}

/**
 * The string among `candidates` that `got` was most likely meant to be: within a third of its
 * length in edits. Undefined where none is near.
 */
export function nearest(got: unknown, candidates: readonly unknown[]): string | undefined {
  const names = candidates.filter((candidate) => typeof candidate === "string");
  if (typeof got !== "string" || got.length > comparable) return undefined;
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(got.length / 3));
  for (const name of names) {
    const needed = edits(got, name);
    if (needed < fewest || (needed === fewest && best === undefined)) {
      best = name;
      fewest = needed;
    }
  }
  return best;
}

/** The nearest of the values that are allowed; the only one, where there is but one. */
export function nearestValue(got: unknown, allowed: readonly unknown[]): string | undefined {
  const [only] = allowed;
  return allowed.length === 1 && typeof only === "string" && typeof got === "string" ? only : nearest(got, allowed);
}
