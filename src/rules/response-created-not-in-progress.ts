import type { SessionRule } from "../session/rule.ts";
import { isTerminal } from "./statuses.ts";
import { shown } from "./words.ts";

export const responseCreatedNotInProgress: SessionRule = {
  id: "response-created-not-in-progress",
  level: "error",
  family: "order",
  summary: "a new response that is not in progress",
  evidence: "documented; held for 33 responses of GA and 19 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/created",
  on: ["response.created"],
  check(scene, say) {
    if (!isTerminal(scene.seen.response?.status)) return;
    say("/response/status", `got ${shown(scene, "/response/status")}, want "in_progress" of a response that begins`);
  },
};
