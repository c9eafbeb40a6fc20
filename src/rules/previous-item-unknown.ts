import { previousIn } from "../session/conversation.ts";
import type { SessionRule } from "../session/rule.ts";
import { shown } from "./words.ts";

export const previousItemUnknown: SessionRule = {
  id: "previous-item-unknown",
  level: "error",
  family: "order",
  summary: "an item comes after one that is not in the conversation",
  evidence: "documented; held for 55 items of GA and 28 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/conversation/item/added",
  needsWhole: true,
  on: ["conversation.item.added"],
  check(scene, say) {
    const { seen, session, item } = scene;
    // it may be the item that its response lacks, which was told
    if (item?.response?.isPartial) return;
    const previous = previousIn(seen);
    if (previous == null || session.items.get(previous)) return;
    say("/previous_item_id", `got ${shown(scene, "/previous_item_id")}, which is no item of the conversation so far`);
  },
};
