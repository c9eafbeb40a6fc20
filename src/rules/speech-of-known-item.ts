import type { SessionRule } from "../session/rule.ts";
import { earlier, shown } from "./words.ts";

export const speechOfKnownItem: SessionRule = {
  id: "speech-of-known-item",
  level: "warning",
  family: "order",
  summary: "speech or audio is to become an item that is there already",
  evidence: "documented (the item that will be created); held for 7 turns of GA and 15 of the beta",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/input_audio_buffer/committed",
  on: ["input_audio_buffer.speech_started", "input_audio_buffer.committed"],
  check(scene, say) {
    const { item, seen } = scene;
    if (!item) return;
    const isAgain = seen.kind === "input_audio_buffer.committed" ? item.committed > 0 : item.speech > 0;
    const line = item.inConversation || (isAgain ? item.committed || item.speech : 0);
    if (line === 0) return;
    say("/item_id", `the item ${shown(scene, "/item_id")} is there since line ${line}, want a new one`, {
      ...earlier(line, "/item/id", "the item"),
    });
  },
};
