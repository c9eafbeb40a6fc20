import type { SessionRule } from "../session/rule.ts";
import type { Seen } from "../session/seen.ts";
import type { Item } from "../session/state.ts";
import type { Id } from "../session/text.ts";
import { earlier, shown } from "./words.ts";

const isOther = (known: Id | undefined, now: Id | undefined): boolean =>
  known !== undefined && now !== undefined && known !== now;

/** Where an event says something else of an item than is known of it. */
function differing({ type, role, callId }: Item, { callId: named, item: image }: Seen): string | undefined {
  if (isOther(callId, named)) return "/call_id";
  if (!image) return undefined;
  if (isOther(type, image.type)) return "/item/type";
  if (isOther(role, image.role)) return "/item/role";
  return isOther(callId, image.callId) ? "/item/call_id" : undefined;
}

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
    const pointer = differing(item, seen);
    if (pointer === undefined) return;
    const line = item.added || item.inConversation;
    const field = pointer.slice(pointer.lastIndexOf("/") + 1);
    say(pointer, `got ${shown(scene, pointer)}, want the ${field} that the item had when it was added`, {
      ...earlier(line, `/item/${field}`, "added here"),
      once: item,
    });
  },
};
