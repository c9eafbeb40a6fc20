import type { SessionRule } from "../session/rule.ts";
import { compareWithDeltas } from "./compare.ts";

export const transcriptDiffersFromDeltas: SessionRule = {
  id: "transcript-differs-from-deltas",
  level: "error",
  family: "content",
  summary: "a transcript that is not what its deltas join to",
  evidence: "inferred (deltas are appended); held for 12 transcripts of GA and 13 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/output_audio_transcript/done",
  inPlace: "each",
  on: ["response.output_audio_transcript.done"],
  check(scene, say) {
    compareWithDeltas(scene, "/transcript", say);
  },
};
