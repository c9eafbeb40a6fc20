import type { SessionRule } from "../session/rule.ts";
import { idOf } from "../session/text.ts";
import { shown } from "./words.ts";

const inProgress = idOf("in_progress");
const assistant = idOf("assistant");
const functionCall = idOf("function_call");

export const itemOfNoResponse: SessionRule = {
  id: "item-of-no-response",
  level: "warning",
  family: "order",
  summary: "an item that is still being written is in the conversation, and no response adds it",
  evidence: "observed; held for 34 items of GA and 15 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/conversation/item/added",
  needsWhole: true,
  on: ["conversation.item.added"],
  check(scene, say) {
    const { seen, item, session } = scene;
    if (!seen.item || seen.item.status !== inProgress || (item?.added ?? 0) > 0 || !session.active) return;
    if (seen.item.role !== assistant && seen.item.type !== functionCall) return;
    say(
      "/item/id",
      `got ${shown(scene, "/item/id")}, which is in progress and which no response.output_item.added began`,
      {
        isVoid: true,
      },
    );
  },
};
