import type { SessionRule } from "../session/rule.ts";
import { earlier, shown } from "./words.ts";

export const speechNotStarted: SessionRule = {
  id: "speech-not-started",
  level: "error",
  family: "order",
  summary: "speech stops that never started",
  evidence: "documented; held for 7 turns of GA and 15 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/input_audio_buffer/speech_stopped",
  needsWhole: true,
  on: ["input_audio_buffer.speech_stopped"],
  check(scene, say) {
    const { seen, session, item } = scene;
    if (seen.itemId === undefined || (item && item.speech > 0)) return;
    const open = [...session.items.values()].findLast(({ speech, speechOver }) => speech > 0 && speechOver === 0);
    // it started under the id of an item that was there, which was told
    if (open && open.inConversation > 0) return;
    const want = open ? "want the item whose speech goes on" : "want input_audio_buffer.speech_started before";
    say("/item_id", `got ${shown(scene, "/item_id")}, whose speech never started; ${want}`, {
      ...earlier(open?.speech ?? 0, "/item_id", "the speech that goes on started here"),
      lacks: "input_audio_buffer.speech_started",
    });
  },
};
