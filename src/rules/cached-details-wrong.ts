import type { SessionRule } from "../session/rule.ts";

export const cachedDetailsWrong: SessionRule = {
  id: "cached-details-wrong",
  level: "warning",
  family: "usage",
  summary: "cached tokens by kind that do not add up, or are more than there were of that kind",
  evidence: "inferred; held for 33 responses of GA and 17 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/done",
  on: ["response.done"],
  check(scene, say) {
    const usage = scene.seen.response?.usage;
    if (!usage) return;
    const { cached, cachedText, cachedAudio, cachedImage = 0 } = usage;
    const pointer = "/response/usage/input_token_details/cached_tokens_details";
    const kinds = [
      ["text", cachedText, usage.inputText],
      ["audio", cachedAudio, usage.inputAudio],
      ["image", usage.cachedImage, usage.inputImage],
    ] as const;
    for (const [kind, part, whole] of kinds) {
      if (part !== undefined && whole !== undefined && part > whole)
        say(`${pointer}/${kind}_tokens`, `got ${part}, want at most ${whole}, the ${kind}_tokens of the input`);
    }
    if (cached === undefined || cachedText === undefined || cachedAudio === undefined) return;
    const sum = cachedText + cachedAudio + cachedImage;
    if (sum !== cached) say(pointer, `got ${sum} in all, want ${cached}, the cached_tokens`);
  },
};
