import { isBeingWritten } from "../session/apply.ts";
import type { SessionRule } from "../session/rule.ts";
import { shown } from "./words.ts";

export const itemOfNoResponse: SessionRule = {
  id: "item-of-no-response",
  level: "error",
  family: "order",
  summary: "an item that is still being written is in the conversation, and no response added it",
  evidence: "observed; held for 34 items of GA and 15 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/output_item/added",
  needsWhole: true,
  on: ["conversation.item.added"],
  check(scene, say) {
    const { seen, item } = scene;
    if (!seen.item || !isBeingWritten(seen.item) || (item?.added ?? 0) > 0) return;
    say(
      "/item/id",
      `got ${shown(scene, "/item/id")}, which is in progress and which no response.output_item.added began`,
    );
  },
};
