import type { SessionRule } from "../session/rule.ts";
import { shown } from "./words.ts";

/** Not the deltas: where a client commits the audio itself, these come while it speaks, and are the first to name the item. */
const transcriptionEvents = ["segment", "completed", "failed"].map(
  (ending) => `conversation.item.input_audio_transcription.${ending}`,
);

export const transcriptionOfUnknownItem: SessionRule = {
  id: "transcription-of-unknown-item",
  level: "error",
  family: "order",
  summary: "a transcription of an item that was never there nor announced",
  evidence: "documented; held for 49 events of GA with announced items, 34 without",
  source:
    "https://platform.openai.com/docs/api-reference/realtime-server-events/conversation/item/input_audio_transcription/completed",
  needsWhole: true,
  on: transcriptionEvents,
  check(scene, say) {
    const { seen, item } = scene;
    if (seen.itemId === undefined || item) return;
    say("/item_id", `got ${shown(scene, "/item_id")}, which no event announced, committed or added before`, {
      lacks: "conversation.item.added",
    });
  },
};
