import type { SessionRule } from "../session/rule.ts";
import { isOfAnother } from "../session/items.ts";
import { withinItem } from "../session/kinds.ts";
import { earlier, shown } from "./words.ts";

export const itemNotAdded: SessionRule = {
  id: "item-not-added",
  level: "error",
  family: "order",
  summary: "an event of an item that its response never added",
  evidence: "inferred; held for 34 items of GA and 15 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/output_item/added",
  needsWhole: true,
  on: [...withinItem, "response.output_item.done"],
  check(scene, say) {
    const { seen, session, response } = scene;
    const isDone = seen.kind === "response.output_item.done";
    const id = isDone ? seen.item?.id : seen.itemId;
    const named = session.items.get(id);
    // where something of the response is missing, it may be this, which was told
    if (id === undefined || (named && named.added > 0) || response?.isPartial) return;
    const open = response?.items.find((one) => one?.done === 0 && one.outputIndex === seen.outputIndex);
    const pointer = isDone ? "/item/id" : "/item_id";
    const want = open
      ? `want the item of output_index ${seen.outputIndex}, which began at line ${open.added}`
      : "which no response.output_item.added began";
    say(pointer, `got ${shown(scene, pointer)}, ${want}`, {
      ...earlier(open?.added ?? 0, "/item/id", "the item of this output_index"),
      lacks: "response.output_item.added",
      ...((open || isOfAnother(named)) && { isVoid: true }),
    });
  },
};
