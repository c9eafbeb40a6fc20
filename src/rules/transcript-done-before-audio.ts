import type { SessionRule } from "../session/rule.ts";
import { earlier } from "./words.ts";

export const transcriptDoneBeforeAudio: SessionRule = {
  id: "transcript-done-before-audio",
  level: "off",
  family: "order",
  summary: "a transcript is done before its audio is",
  evidence: "observed; held for 14 parts of GA and 13 of the beta; other services have it the other way",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/output_audio/done",
  inPlace: "each",
  on: ["response.output_audio.done"],
  check({ part }, say) {
    if (!part || part.transcript.line === 0) return;
    const { line } = part.transcript;
    say("/type", `the audio is done after its transcript, which was done at line ${line}; want it before`, {
      ...earlier(line, "/type", "the transcript was done here"),
    });
  },
};
