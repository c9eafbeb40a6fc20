import type { SessionRule } from "../session/rule.ts";
import { earlier } from "./words.ts";

export const itemNotDone: SessionRule = {
  id: "item-not-done",
  level: "error",
  family: "order",
  summary: "a response is done before all of its items are",
  evidence: "documented; held for 33 responses of GA and 18 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/done",
  on: ["response.done"],
  check(scene, say) {
    const { response } = scene;
    if (!response || response.isPartial) return;
    const open = response.items.find((item) => item && item.done === 0);
    if (!open || open.isPartial) return;
    say("/response", `the item at output_index ${open.outputIndex}, which began at line ${open.added}, is not done`, {
      ...earlier(open.added, "/item/id", "the item began here"),
    });
  },
};
