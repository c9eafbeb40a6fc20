import type { SessionRule } from "../session/rule.ts";
import { earlier, shown } from "./words.ts";

export const responseOfAnotherConversation: SessionRule = {
  id: "response-of-another-conversation",
  level: "warning",
  family: "content",
  summary: "a response writes to another conversation than the responses before it",
  evidence: "documented (a session has one conversation); held for 7 responses of GA and 4 of the beta",
  source: "https://platform.openai.com/docs/guides/realtime-conversations",
  on: ["response.created", "response.done"],
  check(scene, say) {
    const { seen, session, response } = scene;
    const id = seen.response?.conversationId;
    // null is a response beside the conversation
    if (id == null || session.conversation === undefined || id === session.conversation) return;
    const got = shown(scene, "/response/conversation_id");
    say(
      "/response/conversation_id",
      `got ${got}, want the one conversation of this session; is it of another session?`,
      {
        ...earlier(response?.created ?? 0, "/response/conversation_id", "this response was created here"),
        once: session,
      },
    );
  },
};
