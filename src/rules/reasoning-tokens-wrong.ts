import type { SessionRule } from "../session/rule.ts";

export const reasoningTokensWrong: SessionRule = {
  id: "reasoning-tokens-wrong",
  level: "off",
  family: "usage",
  summary: "more tokens of reasoning than there were tokens of text",
  evidence: "observed; held for 2 responses of GA",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/done",
  on: ["response.done"],
  check(scene, say) {
    const usage = scene.seen.response?.usage;
    if (usage?.reasoning === undefined || usage.outputText === undefined || usage.reasoning <= usage.outputText) return;
    const pointer = "/response/usage/output_token_details/reasoning_tokens";
    say(pointer, `got ${usage.reasoning}, want at most ${usage.outputText}, the text_tokens of the output`);
  },
};
