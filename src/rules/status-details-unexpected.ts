import type { SessionRule } from "../session/rule.ts";
import { completed, isTerminal } from "./statuses.ts";
import { shown } from "./words.ts";

export const statusDetailsUnexpected: SessionRule = {
  id: "status-details-unexpected",
  level: "warning",
  family: "content",
  summary: "status_details of a completed response, or none of one that is not",
  evidence: "observed; null exactly where a response completed in 33 of GA and 18 of the beta",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/done",
  on: ["response.done"],
  check(scene, say) {
    const { response } = scene.seen;
    if (!response || !isTerminal(response.status) || response.statusDetails === undefined) return;
    const isCompleted = response.status === completed;
    if (isCompleted === (response.statusDetails === null)) return;
    const status = shown(scene, "/response/status");
    say(
      "/response/status_details",
      isCompleted
        ? `got details, want null of a response that is ${status}`
        : `got null, want details of a response that is ${status}`,
    );
  },
};
