/** What a client asked for and never got, which three rules tell. */
import type { Say } from "../session/rule.ts";
import type { Session } from "../session/state.ts";
import { earlier } from "./words.ts";

/**
 * Says of each request of a kind that it should have been answered, since a response that began after it is done. That is known at the end
 * alone: of two requests at once, the second may be answered when the response to the first is done. Where no answer of its kind ever
 * came, a recorder may have left them out, and only the first is told.
 */
export function sayUnanswered({ requests, answered }: Session, kind: string, lacks: string, say: Say): void {
  for (const request of requests) {
    if (request.kind !== kind || request.overtaken === 0) continue;
    const words = `neither ${lacks} nor an error came for this, although a response began and ended since`;
    const related = earlier(request.overtaken, "/type", "that response is done here");
    say("", words, { place: request.place, ...related, lacks });
    if (!answered.has(kind)) return;
  }
}
