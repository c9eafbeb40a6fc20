import type { SessionRule } from "../session/rule.ts";
import { compareWithDeltas } from "./compare.ts";

export const transcriptionDiffersFromDeltas: SessionRule = {
  id: "transcription-differs-from-deltas",
  level: "warning",
  family: "content",
  summary: "a transcription that is not what its deltas join to, blanks at the ends aside",
  evidence: "observed; held for 6 transcriptions of GA and 12 of the beta",
  source:
    "https://platform.openai.com/docs/api-reference/realtime-server-events/conversation/item/input_audio_transcription/completed",
  on: ["conversation.item.input_audio_transcription.completed"],
  check(scene, say) {
    compareWithDeltas(scene, "/transcript", say);
  },
};
