import type { SessionRule } from "../session/rule.ts";
import { earlier, shown } from "./words.ts";

export const audioNotWanted: SessionRule = {
  id: "audio-not-wanted",
  level: "warning",
  family: "content",
  summary: "audio of a response that wants none",
  evidence: "inferred; held for all responses",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/output_audio/delta",
  on: ["response.output_audio.delta"],
  check(scene, say) {
    const { response } = scene;
    if (response?.wantsAudio !== false || response.isPartial) return;
    say(
      "/response_id",
      `got audio, but the response ${shown(scene, "/response_id")} has no "audio" among its output_modalities`,
      {
        ...earlier(response.created, "/response/output_modalities", "its modalities"),
        once: response,
      },
    );
  },
};
