import type { SessionRule } from "../session/rule.ts";
import { withinResponse } from "../session/kinds.ts";
import { earlier, shown } from "./words.ts";

export const eventAfterResponseDone: SessionRule = {
  id: "event-after-response-done",
  level: "error",
  family: "order",
  summary: "an event of a response that is over",
  evidence: "documented; held for 668 events of GA and 481 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/done",
  on: withinResponse,
  check(scene, say) {
    const { response, item } = scene;
    if (!response || response.done === 0 || response.isPartial || item?.isPartial) return;
    say(
      "/response_id",
      `got ${shown(scene, "/response_id")}, which was done at line ${response.done}, want the id of an open response`,
      {
        ...earlier(response.done, "/response/id", "done here"),
        isVoid: true,
        once: response,
      },
    );
  },
};
