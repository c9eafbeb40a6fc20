import type { SessionRule } from "../session/rule.ts";

export const cachedTokensWrong: SessionRule = {
  id: "cached-tokens-wrong",
  level: "error",
  family: "usage",
  summary: "more tokens from the cache than there were tokens of input",
  evidence: "documented; held for 33 responses of GA and 17 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/done",
  on: ["response.done"],
  check(scene, say) {
    const usage = scene.seen.response?.usage;
    if (usage?.cached === undefined || usage.input === undefined || usage.cached <= usage.input) return;
    say(
      "/response/usage/input_token_details/cached_tokens",
      `got ${usage.cached}, want at most ${usage.input}, the input_tokens`,
    );
  },
};
