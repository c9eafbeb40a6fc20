/** Findings that say the same, as one that says how many they are. */
import type { Finding, Snippet } from "./finding.ts";

/** A finding, or the first of equal ones with the count of all and the place of the last. */
export interface Told {
  finding: Finding;
  /** The part of its line that eyes want to see. It is made when it is asked for, of the record as a whole, whose bytes are still to be good. */
  snippet: () => Snippet;
}

export const countOf = (finding: Finding): number => finding.count ?? 1;

/** Puts what `next` stands for to `first`. */
export function joined(first: Told, next: Finding): Told {
  const { line, column, last = { line, column } } = next;
  return {
    ...first,
    finding: { ...first.finding, count: countOf(first.finding) + countOf(next), last },
  };
}

/** Adds a finding to the group of its kind, or as a new one. */
export function fold(groups: Map<string, Told>, key: string, one: Told): void {
  const first = groups.get(key);
  groups.set(key, first ? joined(first, one.finding) : withoutRecord(one));
}

/** The same without the record, which may be large, and which may be gone by the time that it is shown. */
function withoutRecord({ finding, snippet }: Told): Told {
  const shown = snippet();
  return { finding, snippet: () => shown };
}

/** What makes findings equal to the eye: the same words at the same place, whatever the index. */
export function sameness({ severity, rule, event, pointer, message }: Finding): string {
  const anyIndex = (text: string): string => text.replaceAll(/\/\d+(?=\/|:|$)/g, "/*");
  return JSON.stringify([severity, rule, event, anyIndex(pointer), anyIndex(message)]);
}

const kindOf = ({ rule, event }: Finding): string => JSON.stringify([rule, event]);

/** Adds a finding to the group of its rule and event. */
export function foldKind(groups: Map<string, Told>, one: Told): void {
  fold(groups, kindOf(one.finding), one);
}

/** Groups by rule and event, and where these are more than `most` by rule alone, in the order of their first places. */
export function foldedKinds(groups: ReadonlyMap<string, Told>, most: number): Told[] {
  if (groups.size <= most) return [...groups.values()];
  const kinds = new Map<string, Told>();
  for (const one of groups.values()) fold(kinds, one.finding.rule, one);
  return [...kinds.values()];
}
