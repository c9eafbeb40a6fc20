import { isBeingWritten } from "../session/items.ts";
import type { SessionRule } from "../session/rule.ts";
import { earlier, shown } from "./words.ts";

export const itemOfNoResponse: SessionRule = {
  id: "item-of-no-response",
  level: "error",
  family: "order",
  summary: "an item in progress in the conversation, which no response is writing",
  evidence: "observed; held for 34 items of GA and 15 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/output_item/added",
  needsWhole: true,
  on: ["conversation.item.added"],
  check(scene, say) {
    const { seen, item, session } = scene;
    const { active } = session;
    if (!seen.item || !isBeingWritten(session, seen.item) || (item?.added ?? 0) > 0 || active?.isPartial) return;
    const awaited = active?.items.find((one) => one?.inConversation === 0);
    // its response.output_item.added is late, or lost, which the next event of the item shows
    if (active && !awaited) return;
    const want = awaited
      ? `want the item that the response added at line ${awaited.added}`
      : "which is in progress while no response is open";
    say("/item/id", `got ${shown(scene, "/item/id")}, ${want}`, {
      ...earlier(awaited?.added ?? 0, "/item/id", "the item that is to come"),
      lacks: "response.created",
    });
  },
};
