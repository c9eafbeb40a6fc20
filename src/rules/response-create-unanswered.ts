import type { SessionRule } from "../session/rule.ts";
import { sayUnanswered } from "./unanswered.ts";

export const responseCreateUnanswered: SessionRule = {
  id: "response-create-unanswered",
  level: "warning",
  family: "order",
  summary: "a response.create that neither response.created nor an error answered",
  evidence: "documented; held for 26 of 26 responses of GA by count",
  source: "https://platform.openai.com/docs/api-reference/realtime-client-events/response/create",
  on: [],
  atEnd(session, say) {
    sayUnanswered(session, "response.create", "response.created", say);
  },
};
