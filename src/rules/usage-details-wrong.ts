import type { SessionRule } from "../session/rule.ts";

export const usageDetailsWrong: SessionRule = {
  id: "usage-details-wrong",
  level: "warning",
  family: "usage",
  summary: "tokens by kind that do not add up to the total of their side",
  evidence: "inferred; held for 33 responses of GA and 17 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/done",
  on: ["response.done"],
  check(scene, say) {
    const usage = scene.seen.response?.usage;
    if (!usage) return;
    const { inputText, inputAudio, inputImage = 0, outputText, outputAudio } = usage;
    const sums = [
      ["input", usage.input, inputText, inputAudio, inputImage],
      ["output", usage.output, outputText, outputAudio, 0],
    ] as const;
    for (const [side, total, text, audio, image] of sums) {
      if (total === undefined || text === undefined || audio === undefined) continue;
      const sum = text + audio + image;
      if (sum === total) continue;
      const parts = `${text} text + ${audio} audio${image > 0 ? ` + ${image} image` : ""}`;
      say(`/response/usage/${side}_token_details`, `got ${parts} = ${sum}, want ${total}, the ${side}_tokens`);
    }
  },
};
