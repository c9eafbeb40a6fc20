import type { SessionRule } from "../session/rule.ts";
import { earlier } from "./words.ts";

export const committedItemNotAdded: SessionRule = {
  id: "committed-item-not-added",
  level: "warning",
  family: "order",
  summary: "audio that was committed and never became an item",
  evidence: "documented; held for 7 turns of GA and 15 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/input_audio_buffer/committed",
  on: ["input_audio_buffer.committed", "response.done"],
  check(scene, say) {
    const { session, response } = scene;
    const { awaited } = session;
    if (!awaited || awaited.isPartial || (response && response.created <= awaited.committed)) return;
    // whether one that only transcribes has a conversation, nobody documents
    if (session.isTranscription && !session.kinds.has("conversation.item.added")) return;
    say(
      "/type",
      `no item came of the audio that was committed at line ${awaited.committed}; want conversation.item.added before`,
      {
        ...earlier(awaited.committed, "/item_id", "committed here"),
        once: awaited,
        lacks: "conversation.item.added",
      },
    );
  },
};
