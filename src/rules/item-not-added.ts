import type { SessionRule } from "../session/rule.ts";
import { withinItem } from "../session/kinds.ts";
import { earlier, shown } from "./words.ts";

export const itemNotAdded: SessionRule = {
  id: "item-not-added",
  level: "error",
  family: "order",
  summary: "an event of an item that its response never added",
  evidence: "inferred; held for 34 items of GA and 15 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/output_item/added",
  needsWhole: true,
  on: [...withinItem, "response.output_item.done"],
  check(scene, say) {
    const { seen, session, item } = scene;
    const isDone = seen.kind === "response.output_item.done";
    const id = isDone ? seen.item?.id : seen.itemId;
    if (id === undefined || (session.items.get(id)?.added ?? 0) > 0) return;
    const pointer = isDone ? "/item/id" : "/item_id";
    const want =
      item && item.added > 0
        ? `which no response.output_item.added began; at output_index ${seen.outputIndex} is another item`
        : "which no response.output_item.added began";
    say(pointer, `got ${shown(scene, pointer)}, ${want}`, {
      ...earlier(item?.added ?? 0, "/item/id", "the item of this output_index"),
    });
  },
};
