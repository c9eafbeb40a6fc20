/** Captures whose newest event stands first, as some consoles save them. */
import type { Seen } from "./seen.ts";
import type { Session } from "./state.ts";

const noEnd = { created: 0, done: 0, inConversation: 0, settled: 0, isDeleted: false } as const;

/**
 * Whether an event shows that its capture has the newest event first: an item comes after the one that is said to come after it, or what
 * ended begins.
 */
export function isReversing(
  { isWhole, isReversed, tail, items, responses }: Session,
  { kind, item, response }: Seen,
): boolean {
  if (isWhole || isReversed) return false;
  if (kind === "response.created") {
    const { created, done } = responses.get(response?.id) ?? noEnd;
    return created === 0 && done > 0;
  }
  if (kind !== "conversation.item.added" || item?.id === undefined) return false;
  const { inConversation, settled, isDeleted } = items.get(item.id) ?? noEnd;
  return items.get(tail)?.previous === item.id || (settled > 0 && inConversation === settled && !isDeleted);
}
