/** What somebody most likely meant who wrote a value or a name that is not allowed. */
import { distance } from "fastest-levenshtein";

/** Values and names longer than this are not compared: nobody misspells them, and the time is quadratic. */
const comparable = 100;

/** What a part of a name costs that has been left out; as much as two edits and a little more. */
const omission = 2.5;

const plain = (text: string): string => text.toLowerCase().replaceAll(/[\s_.-]/g, "");

/** `part` is the end of `whole`, such as text of output_text, or all of it but a short ending. */
function isPartOf(part: string, whole: string): boolean {
  if (part.length < 4) return false;
  const left = whole.length - part.length;
  return (whole.endsWith(part) && part.length >= whole.length * 0.35) || (whole.startsWith(part) && left <= 3);
}

/** The same letters, two neighbours of them in the other order. */
function isSwapped(from: string, to: string): boolean {
  let at = 0;
  while (at < from.length && from[at] === to[at]) at++;
  return (
    from !== to && from.slice(0, at) + from.slice(at + 1, at + 2) + from.slice(at, at + 1) + from.slice(at + 2) === to
  );
}

/** How far `got` is from `candidate`, in edits; case and separators count for nothing. */
function edits(got: string, candidate: string): number {
  const [from, to] = [plain(got), plain(candidate)];
  const needed = isSwapped(from, to) ? 1 : distance(from, to);
  if (needed <= Math.floor(Math.max(from.length, to.length) / 3)) return needed;
  return isPartOf(from, to) || isPartOf(to, from) ? omission : Infinity;
}

/**
 * The string among `candidates` that `got` was most likely meant to be: within a third of its
 * length in edits, or with a part left out or added. Undefined where none is near.
 */
export function nearest(got: unknown, candidates: readonly unknown[]): string | undefined {
  if (typeof got !== "string" || got.length > comparable) return undefined;
  let best: string | undefined;
  let fewest = Infinity;
  for (const candidate of candidates) {
    if (typeof candidate !== "string") continue;
    const needed = edits(got, candidate);
    if (needed < fewest) {
      best = candidate;
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

/**
 * Last words of event types that say the same, whoever says it: other services, the Responses API and people who guess call
 * an end by another word than the event has, and its outcome is the status of what ended.
 */
const sameWords: readonly (readonly string[])[] = [
  [
    "done",
    "completed",
    "stopped",
    "closed",
    "complete",
    "finished",
    "ended",
    "end",
    "failed",
    "cancelled",
    "canceled",
    "incomplete",
  ],
  ["added", "created", "started", "in_progress", "start", "begin", "began"],
];

/** The last word of a type, if it is one of `words`. */
const lastOf = (type: string, words: readonly string[]): string | undefined =>
  words.find((word) => type.endsWith(word) && /[._]$/.test(type.slice(0, -word.length)));

/**
 * The type among `types` that `got` was most likely meant to be: one of the same thing, or else one of a near name, which
 * is not an end where `got` is a beginning.
 */
export function nearestType(got: unknown, types: readonly string[]): string | undefined {
  if (typeof got !== "string") return undefined;
  const meant = sameWords.find((words) => lastOf(got, words) !== undefined);
  if (!meant) return nearest(got, types);
  const subject = got.slice(0, -(lastOf(got, meant) ?? "").length);
  const word = meant.find((other) => types.includes(subject + other));
  if (word !== undefined) return subject + word;
  const others = sameWords.filter((words) => words !== meant).flat();
  return nearest(
    got,
    types.filter((type) => lastOf(type, others) === undefined),
  );
}
