import type { SessionRule } from "../session/rule.ts";
import { shown } from "./words.ts";

export const outputBufferOfUnknownResponse: SessionRule = {
  id: "output-buffer-of-unknown-response",
  level: "warning",
  family: "order",
  summary: "output audio is played of a response that nothing created",
  evidence: "documented; held for 2 events of GA and 25 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/output_audio_buffer/started",
  needsWhole: true,
  on: ["output_audio_buffer.started", "output_audio_buffer.stopped", "output_audio_buffer.cleared"],
  check(scene, say) {
    const { seen, response } = scene;
    if (seen.responseId === undefined || response) return;
    say("/response_id", `got ${shown(scene, "/response_id")}, which no response.created began; was that one lost?`, {
      lacks: "response.created",
    });
  },
};
