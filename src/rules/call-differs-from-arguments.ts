import type { SessionRule } from "../session/rule.ts";
import { isAccepted } from "../session/streams.ts";
import { earlier, shown, valueAt } from "./words.ts";
import { isCutShort, ofStream } from "./compare.ts";

export const callDiffersFromArguments: SessionRule = {
  id: "call-differs-from-arguments",
  level: "error",
  family: "content",
  summary: "a call is done with other arguments than its deltas had",
  evidence: "observed; held for 7 calls of GA and 1 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/output_item/done",
  on: ["response.output_item.done", "conversation.item.done"],
  check(scene, say) {
    const { seen, item } = scene;
    const json = seen.item?.arguments;
    if (!item || json === undefined || item.added === 0 || item.isPartial || isAccepted(item.arguments, json)) return;
    if (isCutShort(valueAt(scene, "/item/arguments"))) return;
    say("/item/arguments", `got ${shown(scene, "/item/arguments")}, want ${ofStream(item.arguments, "arguments")}`, {
      ...earlier(item.arguments.line, "/arguments", "the arguments of this call"),
    });
  },
};
