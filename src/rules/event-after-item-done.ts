import type { SessionRule } from "../session/rule.ts";
import { withinItem } from "../session/kinds.ts";
import { earlier, shown } from "./words.ts";

export const eventAfterItemDone: SessionRule = {
  id: "event-after-item-done",
  level: "error",
  family: "order",
  summary: "an event of an output item that is done",
  evidence: "inferred; held for 600 events of GA and 451 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/output_item/done",
  on: [...withinItem, "response.output_item.done"],
  check(scene, say) {
    const { item } = scene;
    if (!item || item.done === 0 || item.isPartial) return;
    const pointer = scene.seen.kind === "response.output_item.done" ? "/item/id" : "/item_id";
    say(pointer, `got ${shown(scene, pointer)}, which was done at line ${item.done}, want an item that is open`, {
      ...earlier(item.done, "/item/id", "done here"),
      isVoid: true,
      once: item,
    });
  },
};
