import type { SessionRule } from "../session/rule.ts";
import { withinItem } from "../session/kinds.ts";
import { earlier, shown } from "./words.ts";

export const responseIdDiffers: SessionRule = {
  id: "response-id-differs",
  level: "error",
  family: "order",
  summary: "an event with the id of another response than that of its item",
  evidence: "inferred; held for 600 events of GA and 451 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/output_item/added",
  on: [...withinItem, "response.output_item.done"],
  check(scene, say) {
    const { seen, session, item } = scene;
    if (!item?.response || seen.responseId === undefined || item.isPartial || item.response.isPartial) return;
    const named = session.responses.get(seen.responseId);
    if (!named || named === item.response) return;
    say("/response_id", `got ${shown(scene, "/response_id")}, want the id of the response that its item belongs to`, {
      ...earlier(item.added, "/response_id", "the item was added here"),
      isVoid: true,
      once: item,
    });
  },
};
