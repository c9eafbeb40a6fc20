import type { SessionRule } from "../session/rule.ts";
import { idOf } from "../session/text.ts";

const failed = idOf("failed");

export const usageMissing: SessionRule = {
  id: "usage-missing",
  level: "warning",
  family: "usage",
  summary: "a response is done without usage",
  evidence: "observed; held for 33 responses of GA and 18 of the beta, also of cancelled ones",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/done",
  on: ["response.done"],
  check(scene, say) {
    const { response } = scene.seen;
    if (response && response.usage == null && response.status !== failed)
      say("/response", "got no usage, which the service sends of every response that is done");
  },
};
