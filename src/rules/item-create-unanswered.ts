import type { SessionRule } from "../session/rule.ts";
import { sayUnanswered } from "./unanswered.ts";

export const itemCreateUnanswered: SessionRule = {
  id: "item-create-unanswered",
  level: "warning",
  family: "order",
  summary: "a conversation.item.create that neither conversation.item.added nor an error answered",
  evidence: "documented; held for 38 of 38 items of GA by count",
  source: "https://platform.openai.com/docs/api-reference/realtime-client-events/conversation/item/create",
  on: [],
  atEnd(session, say) {
    sayUnanswered(session, "conversation.item.create", "conversation.item.added", say);
  },
};
