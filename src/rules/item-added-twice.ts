import type { SessionRule } from "../session/rule.ts";
import { earlier, shown } from "./words.ts";

export const itemAddedTwice: SessionRule = {
  id: "item-added-twice",
  level: "error",
  family: "order",
  summary: "an item is added that is already there",
  evidence: "inferred; held for 79 items of GA and 32 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/conversation/item/added",
  on: ["response.output_item.added", "conversation.item.added"],
  check(scene, say) {
    const { seen, item } = scene;
    const isOutput = seen.kind === "response.output_item.added";
    const before = (isOutput ? item?.added : item?.inConversation) ?? 0;
    if (!item || before === 0 || item.isPartial || item.isDeleted) return;
    say("/item/id", `got ${shown(scene, "/item/id")}, which was added at line ${before}, want an item that is new`, {
      ...earlier(before, "/item/id", "added here"),
      isVoid: true,
    });
  },
};
