import type { SessionRule } from "../session/rule.ts";
import { earlier } from "./words.ts";

export const speechEndsBeforeStart: SessionRule = {
  id: "speech-ends-before-start",
  level: "error",
  family: "content",
  summary: "speech that ends before it started",
  evidence: "documented; held for 7 turns of GA and 15 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/input_audio_buffer/speech_stopped",
  on: ["input_audio_buffer.speech_stopped"],
  check(scene, say) {
    const { seen, item } = scene;
    if (seen.endMs === undefined || item?.speechStart === undefined || seen.endMs >= item.speechStart) return;
    say("/audio_end_ms", `got ${seen.endMs}, want at least ${item.speechStart}, when the speech started`, {
      ...earlier(item.speech, "/audio_start_ms", "started here"),
    });
  },
};
