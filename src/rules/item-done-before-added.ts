import type { SessionRule } from "../session/rule.ts";
import { idOf } from "../session/text.ts";
import { shown } from "./words.ts";

const listing = idOf("mcp_list_tools");

export const itemDoneBeforeAdded: SessionRule = {
  id: "item-done-before-added",
  level: "error",
  family: "order",
  summary: "an item of the conversation is done that was never added",
  evidence: "inferred; held for 79 items of GA, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/conversation/item/added",
  needsWhole: true,
  on: ["conversation.item.done"],
  check(scene, say) {
    const { seen, session, item } = scene;
    if (seen.item?.id === undefined || (item?.inConversation ?? 0) > 0 || session.nameless > 0) return;
    // the guide shows the tools of a server in this event alone
    if (seen.item.type === listing) return;
    say("/item/id", `got ${shown(scene, "/item/id")}, which no conversation.item.added brought before; was it lost?`, {
      lacks: "conversation.item.added",
    });
  },
};
