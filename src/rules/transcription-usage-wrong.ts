import type { SessionRule } from "../session/rule.ts";

export const transcriptionUsageWrong: SessionRule = {
  id: "transcription-usage-wrong",
  level: "warning",
  family: "usage",
  summary: "a total of tokens of a transcription that is not the sum of input and output",
  evidence: "documented; held for 1 transcription of GA",
  source:
    "https://platform.openai.com/docs/api-reference/realtime-server-events/conversation/item/input_audio_transcription/completed",
  on: ["conversation.item.input_audio_transcription.completed"],
  check({ seen: { usage } }, say) {
    if (usage?.total === undefined || usage.input === undefined || usage.output === undefined) return;
    const sum = usage.input + usage.output;
    if (usage.total !== sum)
      say("/usage/total_tokens", `got ${usage.total}, want ${sum} (${usage.input} input + ${usage.output} output)`);
  },
};
