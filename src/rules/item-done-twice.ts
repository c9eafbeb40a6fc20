import type { SessionRule } from "../session/rule.ts";
import { earlier, shown } from "./words.ts";

export const itemDoneTwice: SessionRule = {
  id: "item-done-twice",
  level: "error",
  family: "order",
  summary: "an item of the conversation is done a second time",
  evidence: "inferred; held for 79 items of GA, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/conversation/item/done",
  on: ["conversation.item.done"],
  check(scene, say) {
    const { item } = scene;
    if (!item || item.settled === 0 || item.isPartial) return;
    say("/item/id", `the item ${shown(scene, "/item/id")} was done at line ${item.settled} already`, {
      ...earlier(item.settled, "/item/id", "done here"),
      isVoid: true,
    });
  },
};
