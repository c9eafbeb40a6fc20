import type { SessionRule } from "../session/rule.ts";
import { earlier } from "./words.ts";

export const overlappingResponses: SessionRule = {
  id: "overlapping-responses",
  level: "warning",
  family: "order",
  summary: "a response begins in the conversation while another is still open",
  evidence:
    "documented (one response at a time writes to the conversation); held for 33 responses of GA and 19 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-client-events/response/create",
  on: ["response.created"],
  check(scene, say) {
    const { seen, session } = scene;
    const { active } = session;
    if (!active || active.done > 0 || active.isPartial) return;
    // where nobody says so, it may stand beside the conversation
    if (active.conversationId == null || seen.response?.conversationId == null) return;
    const words = `this response begins while that of line ${active.created} is open; was a response.done lost?`;
    say("/response/id", words, {
      ...earlier(active.created, "/response/id", "still open"),
      lacks: "response.done",
    });
  },
};
