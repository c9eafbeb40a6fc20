import type { SessionRule } from "../session/rule.ts";
import { earlier, shown } from "./words.ts";

export const speechOfKnownItem: SessionRule = {
  id: "speech-of-known-item",
  level: "warning",
  family: "order",
  summary: "speech or audio is to become an item that is there already",
  evidence: "documented (the item that will be created); held for 7 turns of GA and 15 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/input_audio_buffer/committed",
  on: ["input_audio_buffer.speech_started", "input_audio_buffer.committed"],
  check(scene, say) {
    const { item, seen, session } = scene;
    if (!item) return;
    const before = seen.kind === "input_audio_buffer.committed" ? item.committed : item.committed || item.speech;
    const line = item.inConversation || before;
    const isThere = item.inConversation > 0;
    // what the buffer had is gone where it was cleared since
    if (line === 0 || (!isThere && item.committed === 0 && line < session.cleared)) return;
    const known = isThere ? `is in the conversation since line ${line}` : `has audio of its own since line ${line}`;
    say("/item_id", `got ${shown(scene, "/item_id")}, which ${known}; want the id of a new item`, {
      ...earlier(line, isThere ? "/item/id" : "/item_id", isThere ? "the item came here" : "its audio came here"),
    });
  },
};
