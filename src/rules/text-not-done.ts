import type { SessionRule } from "../session/rule.ts";
import type { Part } from "../session/state.ts";
import { earlier } from "./words.ts";

/** What of a part began with deltas and has not ended. */
function openIn({ text, transcript, audio, audioDone }: Part): string | undefined {
  if (text.deltas > 0 && text.line === 0) return "text";
  if (transcript.deltas > 0 && transcript.line === 0) return "transcript";
  return audio > 0 && audioDone === 0 ? "audio" : undefined;
}

export const textNotDone: SessionRule = {
  id: "text-not-done",
  level: "warning",
  family: "order",
  summary: "a part or an item is done before the text, the audio or the arguments that it is made of",
  evidence: "observed; held for 27 parts and 7 calls of GA, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/content_part/done",
  on: ["response.content_part.done", "response.output_item.done"],
  check(scene, say) {
    const { seen, item, part } = scene;
    if (!item || item.isPartial) return;
    const isItem = seen.kind === "response.output_item.done";
    const call = item.arguments.deltas > 0 && item.arguments.line === 0 ? "arguments" : undefined;
    const open = isItem ? call : part && openIn(part);
    if (open === undefined) return;
    const whose = isItem ? "this item" : "this part";
    const began = isItem ? item.added : (part?.added ?? 0);
    say("/type", `got the end of ${whose} before the end of its ${open}; was that one lost?`, {
      ...earlier(began, "/type", `${whose} began here`),
    });
  },
};
