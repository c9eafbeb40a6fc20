import type { SessionRule } from "../session/rule.ts";
import { mcpCallEvents, withinItem } from "../session/kinds.ts";
import { earlier } from "./words.ts";

export const outputIndexDiffers: SessionRule = {
  id: "output-index-differs",
  level: "error",
  family: "order",
  summary: "an output_index that is not that of its item",
  evidence: "inferred; held for 600 events of GA and 451 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/output_item/added",
  on: [...withinItem, ...mcpCallEvents, "response.output_item.done"],
  check(scene, say) {
    const { seen, item } = scene;
    if (!item || item.added === 0 || item.outputIndex === undefined || seen.outputIndex === undefined) return;
    if (seen.outputIndex === item.outputIndex) return;
    say("/output_index", `got ${seen.outputIndex}, want ${item.outputIndex}, as when its item was added`, {
      ...earlier(item.added, "/output_index", "the item was added here"),
      isVoid: true,
      once: item,
    });
  },
};
