import type { Scene, SessionRule } from "../session/rule.ts";
import type { Item } from "../session/state.ts";
import { earlier, shown } from "./words.ts";

/** An item that was in the conversation before the response at hand began, and is still not done when that is. */
function forgotten({ session, response }: Scene): Item | undefined {
  for (const item of session.unsettled) {
    if (!item.response && !item.isPartial && item.inConversation < (response?.created ?? 0)) return item;
  }
  return undefined;
}

export const itemNotSettled: SessionRule = {
  id: "item-not-settled",
  level: "warning",
  family: "order",
  summary: "an item of the conversation is never said to be done",
  evidence: "observed; held for 79 items of GA, never broken; the beta has no such event",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/conversation/item/done",
  on: ["response.output_item.done", "response.done"],
  check(scene, say) {
    const { seen, session, item, response } = scene;
    if (session.isBeta || !session.settles || !response || response.conversationId == null) return;
    if (seen.kind === "response.done") {
      const lost = forgotten(scene);
      if (!lost) return;
      say(
        "/type",
        `no conversation.item.done came for the item of line ${lost.inConversation}, although a response has followed it`,
        {
          ...earlier(lost.inConversation, "/item/id", "it is in the conversation here"),
          once: lost,
        },
      );
    } else if (item && !item.isPartial && item.settled === 0) {
      say("/item/id", `no conversation.item.done came before this for ${shown(scene, "/item/id")}`, {
        ...earlier(item.inConversation, "/item/id", "it is in the conversation here"),
        once: item,
      });
    }
  },
};
