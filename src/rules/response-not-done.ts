import type { SessionRule } from "../session/rule.ts";

export const responseNotDone: SessionRule = {
  id: "response-not-done",
  level: "warning",
  family: "order",
  summary: "a response that is still open when the capture ends",
  evidence: "inferred; broken once, by a beta capture that was cut",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/done",
  on: [],
  atEnd(session, say) {
    if (!session.isWhole && !session.isJoined) return;
    for (const { created, done, isPartial, last, place } of session.responses.values()) {
      if (created === 0 || done > 0 || isPartial) continue;
      const isCut = session.lastCompleted < last;
      const words = isCut
        ? "the capture ends before this response is done"
        : "this response is never done, although another is after it";
      say("", words, { place, ...(isCut && { severity: "note" }) });
    }
  },
};
