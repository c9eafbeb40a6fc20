import type { SessionRule } from "../session/rule.ts";
import { sayUnanswered } from "./unanswered.ts";

export const sessionUpdateUnanswered: SessionRule = {
  id: "session-update-unanswered",
  level: "warning",
  family: "order",
  summary: "a session.update that neither session.updated nor an error answered",
  evidence: "documented; held for 24 of 24 sessions of GA by count",
  source: "https://platform.openai.com/docs/api-reference/realtime-client-events/session/update",
  on: [],
  atEnd(session, say) {
    sayUnanswered(session, "session.update", "session.updated", say);
  },
};
