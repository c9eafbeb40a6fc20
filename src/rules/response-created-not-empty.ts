import type { SessionRule } from "../session/rule.ts";

export const responseCreatedNotEmpty: SessionRule = {
  id: "response-created-not-empty",
  level: "warning",
  family: "content",
  summary: "a new response that has output or usage",
  evidence: "observed; held for 33 responses of GA and 19 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/created",
  on: ["response.created"],
  check(scene, say) {
    const { response } = scene.seen;
    if (response?.output && response.output.length > 0)
      say("/response/output", "got output, want [] of a response that begins");
    else if (response?.usage) say("/response/usage", "got usage, want null of a response that begins");
  },
};
