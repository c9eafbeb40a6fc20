import type { SessionRule } from "../session/rule.ts";
import { type Id, idOf } from "../session/text.ts";
import { shown, valueAt } from "./words.ts";
import { isCutShort } from "./compare.ts";

const completed = idOf("completed");
const calls: ReadonlySet<Id | undefined> = new Set([idOf("function_call"), idOf("mcp_call")]);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export const argumentsNotJson: SessionRule = {
  id: "arguments-not-json",
  level: "warning",
  family: "content",
  summary: "arguments of a call that are no JSON, in a response that completed",
  evidence: "documented (a JSON string); held for 7 calls of GA and 1 of the beta",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/function_call_arguments/done",
  on: ["response.done"],
  check(scene, say) {
    const { response } = scene.seen;
    if (response?.status !== completed) return;
    for (const [index, { type }] of (response.output ?? []).entries()) {
      if (!calls.has(type)) continue;
      const pointer = `/response/output/${index}/arguments`;
      const json = valueAt(scene, pointer);
      if (typeof json !== "string" || isJson(json) || isCutShort(json)) continue;
      say(pointer, `got ${shown(scene, pointer)}, want JSON that can be parsed`);
    }
  },
};
