import type { Scene, SessionRule } from "../session/rule.ts";
import type { Item } from "../session/state.ts";
import { idOf } from "../session/text.ts";
import { earlier, shown } from "./words.ts";

const listing = idOf("mcp_list_tools");
const completed = idOf("completed");

/** An item that was in the conversation before the response at hand began, and is still not done when that is. */
function forgotten({ session, response }: Scene): Item | undefined {
  for (const item of session.unsettled) {
    // a server may take longer to list its tools than a response takes
    if (item.response || item.isPartial || item.type === listing) continue;
    if (item.inConversation < (response?.created ?? 0)) return item;
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
        `no conversation.item.done came for the item of line ${lost.inConversation}, though a whole response has come since; was it lost?`,
        {
          ...earlier(lost.inConversation, "/item/id", "it is in the conversation here"),
          once: lost,
        },
      );
    } else if (item && !item.isPartial && !item.isDeleted && item.settled === 0 && seen.item?.status === completed) {
      say(
        "/item/id",
        `got ${shown(scene, "/item/id")}, for which no conversation.item.done came before; was it lost?`,
        {
          ...earlier(item.inConversation, "/item/id", "it is in the conversation here"),
          once: item,
        },
      );
    }
  },
};
