import type { SessionRule } from "../session/rule.ts";

export const transcriptDoneBeforeAudio: SessionRule = {
  id: "transcript-done-before-audio",
  level: "off",
  family: "order",
  summary: "a transcript is done before its audio is",
  evidence: "observed; held for 14 parts of GA and 13 of the beta; other services have it the other way",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/output_audio/done",
  on: ["response.output_audio_transcript.done"],
  check(scene, say) {
    const { part, session } = scene;
    if (!part || part.audioDone > 0 || !session.deltas.has("response.output_audio.delta")) return;
    say("/type", "the transcript is done before the audio that it is of");
  },
};
