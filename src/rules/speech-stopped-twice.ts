import type { SessionRule } from "../session/rule.ts";
import { earlier, shown } from "./words.ts";

export const speechStoppedTwice: SessionRule = {
  id: "speech-stopped-twice",
  level: "error",
  family: "order",
  summary: "speech of one item stops a second time",
  evidence: "documented; held for 7 turns of GA and 15 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/input_audio_buffer/speech_stopped",
  on: ["input_audio_buffer.speech_stopped"],
  check(scene, say) {
    const { item } = scene;
    if (!item || item.speechOver === 0) return;
    say("/item_id", `the speech of ${shown(scene, "/item_id")} stopped at line ${item.speechOver}`, {
      ...earlier(item.speechOver, "/item_id", "stopped here"),
    });
  },
};
