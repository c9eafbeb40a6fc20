import type { SessionRule } from "../session/rule.ts";
import { earlier, shown } from "./words.ts";

export const itemDiffersFromAdded: SessionRule = {
  id: "item-differs-from-added",
  level: "error",
  family: "content",
  summary: "an item has another type, role or call_id than it had when it was added",
  evidence: "inferred (an item is one thing throughout); held in 6 sessions of GA and 1 of the beta",
  source: "https://platform.openai.com/docs/guides/realtime-conversations#function-calling",
  inPlace: "each",
  on: [
    "response.function_call_arguments.done",
    "conversation.item.added",
    "conversation.item.done",
    "response.output_item.done",
  ],
  check(scene, say) {
    const { seen, item } = scene;
    // an id may be had by another item once its own is deleted
    if (!item || item.isPartial || item.isDeleted) return;
    const compared = [
      ["/call_id", item.callId, seen.callId],
      ["/item/type", item.type, seen.item?.type],
      ["/item/role", item.role, seen.item?.role],
      ["/item/call_id", item.callId, seen.item?.callId],
    ] as const;
    for (const [pointer, known, shownNow] of compared) {
      if (known === undefined || shownNow === undefined || known === shownNow) continue;
      const line = item.added || item.inConversation;
      const field = pointer.slice(pointer.lastIndexOf("/") + 1);
      say(pointer, `got ${shown(scene, pointer)}, want the ${field} that the item had when it was added`, {
        ...earlier(line, `/item/${field}`, "added here"),
        once: item,
      });
      return;
    }
  },
};
