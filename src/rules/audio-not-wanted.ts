import type { SessionRule } from "../session/rule.ts";
import { earlier, shown } from "./words.ts";

export const audioNotWanted: SessionRule = {
  id: "audio-not-wanted",
  level: "warning",
  family: "content",
  summary: "audio of a response that wants none",
  evidence: "documented (text as output disables audio); held for all responses",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/output_audio/delta",
  inPlace: "first",
  on: ["response.output_audio.delta"],
  check(scene, say) {
    const { response, session } = scene;
    if (response?.wantsAudio !== false || response.isPartial) return;
    const field = session.isBeta ? "modalities" : "output_modalities";
    say("/type", `got audio of ${shown(scene, "/response_id")}, whose ${field} have no "audio"`, {
      ...earlier(response.created, `/response/${field}`, "what it was to bring"),
      once: response,
    });
  },
};
