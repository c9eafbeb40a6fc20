import { isOfAnother } from "../session/items.ts";
import type { SessionRule } from "../session/rule.ts";
import { earlier, shown } from "./words.ts";

export const outputItemAddedLate: SessionRule = {
  id: "output-item-added-late",
  level: "warning",
  family: "order",
  summary: "an item is in the conversation before its response adds it",
  evidence: "observed; held for 34 items of GA and 15 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/output_item/added",
  on: ["response.output_item.added"],
  check(scene, say) {
    const { item } = scene;
    if (!item || item.inConversation === 0 || item.added > 0) return;
    const got = `got ${shown(scene, "/item/id")}, which is in the conversation since line ${item.inConversation}`;
    say("/item/id", `${got}, want response.output_item.added before conversation.item.added`, {
      ...earlier(item.inConversation, "/item/id", "it is in the conversation here"),
      ...(isOfAnother(item) && { isVoid: true }),
    });
  },
};
