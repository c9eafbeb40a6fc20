import type { SessionRule } from "../session/rule.ts";
import { earlier } from "./words.ts";

export const partNotDone: SessionRule = {
  id: "part-not-done",
  level: "error",
  family: "order",
  summary: "an item is done before all of its parts are",
  evidence: "documented; held for 34 items of GA and 15 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/output_item/done",
  on: ["response.output_item.done"],
  check(scene, say) {
    const { item } = scene;
    if (!item || item.isPartial) return;
    const open = item.parts.find((part) => part && part.done === 0);
    if (!open) return;
    say("/item", `the part ${open.index} of this item, which began at line ${open.added}, is not done`, {
      ...earlier(open.added, "/content_index", "the part began here"),
    });
  },
};
