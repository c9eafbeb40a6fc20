import type { SessionRule } from "../session/rule.ts";
import { earlier, shown } from "./words.ts";

export const itemNotSettled: SessionRule = {
  id: "item-not-settled",
  level: "warning",
  family: "order",
  summary: "an output item is done before conversation.item.done says so",
  evidence: "observed; held for 34 items of GA, never broken; the beta has no such event",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/conversation/item/done",
  on: ["response.output_item.done"],
  check(scene, say) {
    const { session, item, response } = scene;
    if (!item || item.isPartial || session.isBeta || !response || response.conversationId == null) return;
    if (item.settled > 0 || !session.settles) return;
    say("/item/id", `no conversation.item.done came before this for ${shown(scene, "/item/id")}`, {
      ...earlier(item.inConversation, "/item/id", "it is in the conversation here"),
    });
  },
};
