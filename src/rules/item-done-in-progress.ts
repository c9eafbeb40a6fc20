import type { SessionRule } from "../session/rule.ts";
import { idOf } from "../session/text.ts";

const inProgress = idOf("in_progress");

export const itemDoneInProgress: SessionRule = {
  id: "item-done-in-progress",
  level: "warning",
  family: "content",
  summary: "an item is done while it says that it is in progress",
  evidence: "observed; held for 79 items of GA, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/conversation/item/done",
  on: ["conversation.item.done", "response.output_item.done"],
  check(scene, say) {
    if (scene.seen.item?.status !== inProgress) return;
    say("/item/status", 'got "in_progress", want "completed" or "incomplete" of an item that is done');
  },
};
