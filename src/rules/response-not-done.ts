import type { SessionRule } from "../session/rule.ts";
import { earlier } from "./words.ts";

export const responseNotDone: SessionRule = {
  id: "response-not-done",
  level: "warning",
  family: "order",
  summary: "a response that is still open when the capture ends",
  evidence: "inferred; not so once, in a capture of the beta that was cut",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/done",
  on: [],
  atEnd(session, say) {
    if (!session.isWhole && !session.isJoined) return;
    for (const { created, done, isPartial, last, place, conversationId } of session.responses.values()) {
      if (created === 0 || done > 0 || isPartial) continue;
      // beside a response others go on, which may end first; where the next of the conversation begins, that it is open is told there
      const isCut = conversationId != null || session.lastCompleted.began <= last;
      const words = isCut
        ? "the capture ends before response.done of this response"
        : "response.done of this response never comes, although another response is done since";
      const more = isCut
        ? ({ severity: "note" } as const)
        : earlier(session.lastCompleted.line, "/type", "that response is done here");
      say("", words, { place, ...more, lacks: "response.done" });
    }
  },
};
