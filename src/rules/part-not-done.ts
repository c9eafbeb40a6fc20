import type { SessionRule } from "../session/rule.ts";
import { idOf } from "../session/text.ts";
import { earlier } from "./words.ts";

const completed = idOf("completed");

export const partNotDone: SessionRule = {
  id: "part-not-done",
  level: "error",
  family: "order",
  summary: "an item is done before all of its parts are",
  evidence: "documented; held for 34 items of GA and 15 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/output_item/done",
  on: ["response.output_item.done"],
  check(scene, say) {
    const { item, seen } = scene;
    if (!item || item.isPartial) return;
    const open = item.parts.find((part) => part && part.done === 0);
    if (!open) return;
    say("/type", `got the end of this item before that of its part ${open.index}; was that one lost?`, {
      ...earlier(open.added, "/content_index", `part ${open.index} began here`),
      lacks: "response.content_part.done",
      // documented of one that is cut short as well, but not seen in GA
      ...(seen.item?.status !== completed && { severity: "warning" }),
    });
  },
};
