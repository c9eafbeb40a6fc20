import type { SessionRule } from "../session/rule.ts";
import { earlier, shown } from "./words.ts";

export const outputBufferStoppedEarly: SessionRule = {
  id: "output-buffer-stopped-early",
  level: "off",
  family: "order",
  summary: "output audio stops before its response is done",
  evidence: "documented, but held for only 1 event of GA and 5 of 6 of the beta",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/output_audio_buffer/stopped",
  on: ["output_audio_buffer.stopped"],
  check(scene, say) {
    const { response } = scene;
    if (!response || response.done > 0) return;
    say(
      "/response_id",
      `the audio of ${shown(scene, "/response_id")} stops, but the response is not done; want response.done before`,
      {
        ...earlier(response.created, "/response/id", "created here"),
      },
    );
  },
};
