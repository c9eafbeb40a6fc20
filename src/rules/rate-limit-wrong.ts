import type { SessionRule } from "../session/rule.ts";
import { shown } from "./words.ts";

export const rateLimitWrong: SessionRule = {
  id: "rate-limit-wrong",
  level: "warning",
  family: "usage",
  summary: "a rate limit of which more remains than there is",
  evidence: "inferred; held for 8 limits of GA and 26 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/rate_limits/updated",
  on: ["rate_limits.updated"],
  check(scene, say) {
    for (const [index, { limit, remaining, isPast }] of (scene.seen.limits ?? []).entries()) {
      const pointer = `/rate_limits/${index}`;
      if (limit !== undefined && remaining !== undefined && remaining > limit)
        say(`${pointer}/remaining`, `got ${remaining}, want at most ${limit}, the limit`);
      else if (isPast)
        say(`${pointer}/reset_seconds`, `got ${shown(scene, `${pointer}/reset_seconds`)}, want at least 0`);
    }
  },
};
