import type { SessionRule } from "../session/rule.ts";
import { valueAt } from "./words.ts";

export const rateLimitWrong: SessionRule = {
  id: "rate-limit-wrong",
  level: "warning",
  family: "usage",
  summary: "a rate limit of which more remains than there is",
  evidence: "inferred; held for 8 limits of GA and 26 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/rate_limits/updated",
  on: ["rate_limits.updated"],
  check(scene, say) {
    const limits = valueAt(scene, "/rate_limits");
    if (!Array.isArray(limits)) return;
    for (const [index] of limits.entries()) {
      const [limit, remaining, reset] = ["limit", "remaining", "reset_seconds"].map((name) =>
        valueAt(scene, `/rate_limits/${index}/${name}`),
      );
      const pointer = `/rate_limits/${index}`;
      if (typeof limit === "number" && typeof remaining === "number" && remaining > limit)
        say(`${pointer}/remaining`, `got ${remaining}, want at most ${limit}, the limit`);
      else if (typeof reset === "number" && reset < 0) say(`${pointer}/reset_seconds`, `got ${reset}, want at least 0`);
    }
  },
};
