import type { SessionRule } from "../session/rule.ts";
import { shown } from "./words.ts";

export const unknownItem: SessionRule = {
  id: "unknown-item",
  level: "error",
  family: "order",
  summary: "an item is deleted, cut or fetched that is not in the conversation",
  evidence: "documented; held for 6 events of the beta",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/conversation/item/deleted",
  needsWhole: true,
  on: ["conversation.item.deleted", "conversation.item.truncated", "conversation.item.retrieved"],
  check(scene, say) {
    const { seen, item } = scene;
    const isShown = seen.kind === "conversation.item.retrieved";
    const id = isShown ? seen.item?.id : seen.itemId;
    if (id === undefined || (item && !item.isDeleted)) return;
    const pointer = isShown ? "/item/id" : "/item_id";
    const when = item ? "any more" : "so far";
    say(pointer, `got ${shown(scene, pointer)}, which is no item of the conversation ${when}`, {
      ...(!item && { lacks: "conversation.item.added" }),
    });
  },
};
