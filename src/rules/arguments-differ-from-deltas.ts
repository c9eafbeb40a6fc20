import type { SessionRule } from "../session/rule.ts";
import { compareWithDeltas } from "./compare.ts";

export const argumentsDifferFromDeltas: SessionRule = {
  id: "arguments-differ-from-deltas",
  level: "error",
  family: "content",
  summary: "arguments that are not what their deltas join to",
  evidence: "inferred (deltas are appended); held for 7 calls of GA and 1 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/function_call_arguments/done",
  inPlace: "each",
  on: ["response.function_call_arguments.done", "response.mcp_call_arguments.done"],
  check(scene, say) {
    compareWithDeltas(scene, "/arguments", say);
  },
};
