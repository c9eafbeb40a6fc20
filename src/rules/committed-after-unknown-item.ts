import type { SessionRule } from "../session/rule.ts";
import { shown } from "./words.ts";

export const committedAfterUnknownItem: SessionRule = {
  id: "committed-after-unknown-item",
  level: "warning",
  family: "order",
  summary: "audio is committed after an item that is not in the conversation",
  evidence: "documented; held for 7 turns of GA and 15 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/input_audio_buffer/committed",
  needsWhole: true,
  on: ["input_audio_buffer.committed"],
  check(scene, say) {
    const { seen, session } = scene;
    if (seen.previousItemId == null || session.items.get(seen.previousItemId)) return;
    say(
      "/previous_item_id",
      `got ${shown(scene, "/previous_item_id")}, which is no item of the conversation so far; want its last item`,
      { lacks: "conversation.item.added" },
    );
  },
};
