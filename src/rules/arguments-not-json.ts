import { isJson } from "../json.ts";
import type { SessionRule } from "../session/rule.ts";
import { noStream } from "../session/state.ts";
import { type Id, idOf, isSame } from "../session/text.ts";
import { shown, valueAt } from "./words.ts";
import { isCutShort } from "./compare.ts";

const completed = idOf("completed");
const calls: ReadonlySet<Id | undefined> = new Set([idOf("function_call"), idOf("mcp_call")]);

export const argumentsNotJson: SessionRule = {
  id: "arguments-not-json",
  level: "warning",
  family: "content",
  summary: "arguments of a call that are no JSON, in a response that completed",
  evidence: "documented (a JSON string); held for 7 calls of GA and 1 of the beta",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/function_call_arguments/done",
  on: ["response.done"],
  check(scene, say) {
    const { seen, session } = scene;
    if (seen.response?.status !== completed) return;
    for (const [index, { id, type, arguments: text }] of (seen.response.output ?? []).entries()) {
      if (!calls.has(type)) continue;
      // they were looked at when they were whole
      const { whole, isJson: isKnown } = session.items.get(id)?.arguments ?? noStream;
      if (isKnown && text && whole && isSame(text, whole)) continue;
      const pointer = `/response/output/${index}/arguments`;
      const json = valueAt(scene, pointer);
      if (typeof json !== "string" || isJson(json) || isCutShort(json)) continue;
      say(pointer, `got ${shown(scene, pointer)}, want JSON that can be parsed`);
    }
  },
};
