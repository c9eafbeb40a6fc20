import type { SessionRule } from "../session/rule.ts";
import { isTerminal } from "./statuses.ts";
import { shown } from "./words.ts";

export const statusDetailsDiffer: SessionRule = {
  id: "status-details-differ",
  level: "error",
  family: "content",
  summary: "status_details of another kind than the status",
  evidence: "documented; held for 33 responses of GA and 18 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/done",
  on: ["response.done"],
  check(scene, say) {
    const { response } = scene.seen;
    const type = response?.statusDetails?.type;
    if (!isTerminal(type) || !isTerminal(response?.status) || type === response?.status) return;
    say(
      "/response/status_details/type",
      `got ${shown(scene, "/response/status_details/type")}, want ${shown(scene, "/response/status")}, the status of the response`,
    );
  },
};
