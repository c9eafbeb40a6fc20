import type { SessionRule } from "../session/rule.ts";
import { idOf } from "../session/text.ts";
import { earlier } from "./words.ts";

const completed = idOf("completed");
const failed = idOf("failed");
const mcpCall = idOf("mcp_call");

export const itemNotDone: SessionRule = {
  id: "item-not-done",
  level: "error",
  family: "order",
  summary: "a response is done before all of its items are",
  evidence: "documented; held for 33 responses of GA and 18 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/done",
  on: ["response.done"],
  check(scene, say) {
    const { response, seen } = scene;
    const status = seen.response?.status;
    // nobody documents that a failure ends its items, nor whether a response waits for a server that it calls
    if (!response || response.isPartial || status === failed) return;
    const open = response.items.find(
      (item) => item && item.done === 0 && !item.isPartial && !item.isDeleted && item.type !== mcpCall,
    );
    if (!open) return;
    const which = `the item at output_index ${open.outputIndex}`;
    say("/type", `got the end of this response before that of ${which}; was that one lost?`, {
      ...earlier(open.added, "/item/id", "the item began here"),
      lacks: "response.output_item.done",
      // documented of one that is cut short as well, but not seen in GA
      ...(status !== completed && { severity: "warning" }),
    });
  },
};
