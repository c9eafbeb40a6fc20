import type { SessionRule } from "../session/rule.ts";

export const responseDoneWithAudio: SessionRule = {
  id: "response-done-with-audio",
  level: "warning",
  family: "content",
  summary: "a response is done with audio in its output, which only comes in deltas",
  evidence: "documented; held for all responses",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/done",
  on: ["response.done"],
  check(scene, say) {
    for (const [index, { content }] of (scene.seen.response?.output ?? []).entries()) {
      const at = content.findIndex(({ hasAudio }) => hasAudio);
      if (at !== -1)
        say(
          `/response/output/${index}/content/${at}/audio`,
          "got audio, want none, since audio comes in its deltas alone",
        );
    }
  },
};
