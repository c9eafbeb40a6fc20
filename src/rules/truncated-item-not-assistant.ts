import type { SessionRule } from "../session/rule.ts";
import { idOf } from "../session/text.ts";
import { earlier, shown } from "./words.ts";

const message = idOf("message");
const assistant = idOf("assistant");

export const truncatedItemNotAssistant: SessionRule = {
  id: "truncated-item-not-assistant",
  level: "warning",
  family: "order",
  summary: "an item is cut that is no message of the assistant",
  evidence: "documented (only audio of the assistant can be cut)",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/conversation/item/truncated",
  on: ["conversation.item.truncated"],
  check(scene, say) {
    const { item } = scene;
    if (item?.type === undefined || (item.type === message && (item.role === undefined || item.role === assistant)))
      return;
    say("/item_id", `got ${shown(scene, "/item_id")}, want a message of the assistant, whose audio alone can be cut`, {
      ...earlier(item.inConversation, "/item", "the item is in the conversation here"),
    });
  },
};
