import type { SessionRule } from "../session/rule.ts";

export const usageTotalWrong: SessionRule = {
  id: "usage-total-wrong",
  level: "error",
  family: "usage",
  summary: "a total of tokens that is not the sum of input and output",
  evidence: "documented; held for 33 responses of GA and 18 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/done",
  on: ["response.done"],
  check(scene, say) {
    const usage = scene.seen.response?.usage;
    if (usage?.total === undefined || usage.input === undefined || usage.output === undefined) return;
    const sum = usage.input + usage.output;
    if (usage.total !== sum)
      say(
        "/response/usage/total_tokens",
        `got ${usage.total}, want ${sum} (${usage.input} input + ${usage.output} output)`,
      );
  },
};
