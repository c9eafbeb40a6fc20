import type { SessionRule } from "../session/rule.ts";
import { compareWithDeltas } from "./compare.ts";

export const textDiffersFromDeltas: SessionRule = {
  id: "text-differs-from-deltas",
  level: "error",
  family: "content",
  summary: "a text that is not what its deltas join to",
  evidence: "inferred (deltas are appended); held for 15 texts of GA and 1 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/output_text/done",
  inPlace: "each",
  on: ["response.output_text.done"],
  check(scene, say) {
    compareWithDeltas(scene, "/text", say);
  },
};
