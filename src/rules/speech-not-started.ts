import type { SessionRule } from "../session/rule.ts";
import { shown } from "./words.ts";

export const speechNotStarted: SessionRule = {
  id: "speech-not-started",
  level: "error",
  family: "order",
  summary: "speech stops that never started",
  evidence: "documented; held for 7 turns of GA and 15 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/input_audio_buffer/speech_stopped",
  needsWhole: true,
  on: ["input_audio_buffer.speech_stopped"],
  check(scene, say) {
    const { seen, item } = scene;
    if (seen.itemId === undefined || (item && item.speech > 0)) return;
    say("/item_id", `got ${shown(scene, "/item_id")}, of which no speech started`);
  },
};
