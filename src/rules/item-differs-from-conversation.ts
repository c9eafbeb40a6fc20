import type { SessionRule } from "../session/rule.ts";
import { earlier, shown } from "./words.ts";
import { differenceOf } from "./compare.ts";

export const itemDiffersFromConversation: SessionRule = {
  id: "item-differs-from-conversation",
  level: "warning",
  family: "content",
  summary: "an item differs between its response and the conversation",
  evidence: "observed; held for 34 items of GA, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/conversation/item/done",
  on: ["response.output_item.done"],
  check(scene, say) {
    const { seen, item } = scene;
    if (!seen.item || !item?.image || item.settled === 0 || item.isPartial || item.isTruncated) return;
    const pointer = differenceOf(seen.item, item.image);
    if (pointer === undefined) return;
    say(
      `/item${pointer}`,
      `got ${shown(scene, `/item${pointer}`)}, want what conversation.item.done had at line ${item.settled}`,
      {
        ...earlier(item.settled, `/item${pointer}`, "the same item in the conversation"),
      },
    );
  },
};
