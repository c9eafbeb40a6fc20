import type { SessionRule } from "../session/rule.ts";
import { inProgress } from "./statuses.ts";

export const responseDoneInProgress: SessionRule = {
  id: "response-done-in-progress",
  level: "error",
  family: "order",
  summary: "a response is done while it says that it is in progress",
  evidence: "documented; held for 33 responses of GA and 18 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/done",
  on: ["response.done"],
  check(scene, say) {
    if (scene.seen.response?.status !== inProgress) return;
    say(
      "/response/status",
      'got "in_progress", want "completed", "cancelled", "failed" or "incomplete" of a response that is done',
    );
  },
};
