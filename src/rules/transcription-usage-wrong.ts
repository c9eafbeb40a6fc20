import type { SessionRule } from "../session/rule.ts";
import { valueAt } from "./words.ts";

export const transcriptionUsageWrong: SessionRule = {
  id: "transcription-usage-wrong",
  level: "warning",
  family: "usage",
  summary: "a total of tokens of a transcription that is not the sum of input and output",
  evidence: "documented; held for 1 transcription of GA",
  source:
    "https://platform.openai.com/docs/api-reference/realtime-server-events/conversation/item/input_audio_transcription/completed",
  on: ["conversation.item.input_audio_transcription.completed"],
  check(scene, say) {
    const [total, input, output] = ["total", "input", "output"].map((name) => valueAt(scene, `/usage/${name}_tokens`));
    if (typeof total !== "number" || typeof input !== "number" || typeof output !== "number") return;
    if (total !== input + output)
      say("/usage/total_tokens", `got ${total}, want ${input + output} (${input} input + ${output} output)`);
  },
};
