import type { SessionRule } from "../session/rule.ts";
import { isInserted, isLast, previousIn } from "../session/conversation.ts";
import { earlier, shown } from "./words.ts";

export const previousItemNotLast: SessionRule = {
  id: "previous-item-not-last",
  level: "warning",
  family: "order",
  summary: "an item comes after one that is not the last, though nobody asked for that",
  evidence: "observed; held for 55 items of GA and 28 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/conversation/item/added",
  needsWhole: true,
  on: ["conversation.item.added"],
  check(scene, say) {
    const { seen, session, item } = scene;
    const { tail } = session;
    const previous = previousIn(seen);
    if (
      item?.isPartial ||
      item?.response?.isPartial ||
      previous === undefined ||
      tail === undefined ||
      isLast(session, previous)
    )
      return;
    if (isInserted(scene)) return;
    const last = session.items.get(tail);
    say("/previous_item_id", `got ${shown(scene, "/previous_item_id")}, want the last item of the conversation`, {
      ...earlier(last?.inConversation ?? 0, "/item/id", "the last item"),
    });
  },
};
