import type { SessionRule } from "../session/rule.ts";

export const partAddedWithContent: SessionRule = {
  id: "part-added-with-content",
  level: "off",
  family: "content",
  summary: "a new content part that is not empty",
  evidence: "observed; held for 27 parts of GA and 14 of the beta; not documented",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/content_part/added",
  on: ["response.content_part.added"],
  check(scene, say) {
    const { part } = scene.seen;
    if (part?.text && part.text.length > 0) say("/part/text", "got a text, want none of a part that begins");
    else if (part?.transcript && part.transcript.length > 0)
      say("/part/transcript", "got a transcript, want none of a part that begins");
  },
};
