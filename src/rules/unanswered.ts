/** What a client asked for and never got, which three rules tell. */
import type { Say, Scene } from "../session/rule.ts";
import { earlier } from "./words.ts";

/** Says of each request of a kind that it should have been answered, since a response that began after it is done. */
export function sayUnanswered({ session, place: { line } }: Scene, kind: string, answer: string, say: Say): void {
  for (const request of session.requests) {
    if (request.kind !== kind || !request.isOvertaken) continue;
    const words = `neither ${answer} nor an error came for this, although a response began and ended since`;
    say("", words, { place: request.place, ...earlier(line, "/type", "that response is done here") });
  }
}
