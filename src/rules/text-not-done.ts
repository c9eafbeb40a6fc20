import type { SessionRule } from "../session/rule.ts";
import type { Item, Part } from "../session/state.ts";
import { idOf } from "../session/text.ts";
import { earlier } from "./words.ts";

const mcpCall = idOf("mcp_call");

/** What of a part began with deltas and has not ended, and the kind of what ends it. */
function openIn({ text, transcript, audio, audioDone }: Part): readonly [string, string] | undefined {
  // a piece of the one may have been taken for one of the other, which was told
  if (text.differs || transcript.differs) return undefined;
  if (text.deltas > 0 && text.line === 0) return ["text", "response.output_text.done"];
  if (transcript.deltas > 0 && transcript.line === 0) return ["transcript", "response.output_audio_transcript.done"];
  return audio > 0 && audioDone === 0 ? ["audio", "response.output_audio.done"] : undefined;
}
function openOf({ type, arguments: { deltas, line } }: Item): readonly [string, string] | undefined {
  if (deltas === 0 || line > 0) return undefined;
  const whose = type === mcpCall ? "mcp_call" : "function_call";
  return ["arguments", `response.${whose}_arguments.done`];
}

export const textNotDone: SessionRule = {
  id: "text-not-done",
  level: "warning",
  family: "order",
  summary: "a part or an item is done before the text, the audio or the arguments that it is made of",
  evidence: "observed; held for 27 parts and 7 calls of GA, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/content_part/done",
  inPlace: "each",
  on: ["response.content_part.done", "response.output_item.done"],
  check(scene, say) {
    const { seen, item, part } = scene;
    if (!item || item.isPartial) return;
    const isItem = seen.kind === "response.output_item.done";
    const open = isItem ? openOf(item) : part && openIn(part);
    if (!open) return;
    const [what, lacks] = open;
    const whose = isItem ? "this item" : "this part";
    const began = isItem ? item.added : (part?.added ?? 0);
    say("/type", `got the end of ${whose} before the end of its ${what}; was that one lost?`, {
      ...earlier(began, "/type", `${whose} began here`),
      lacks,
    });
  },
};
