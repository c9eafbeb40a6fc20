import type { SessionRule } from "../session/rule.ts";
import { idOf } from "../session/text.ts";
import { earlier, shown } from "./words.ts";

const completed = idOf("completed");

export const outputIdsDiffer: SessionRule = {
  id: "output-ids-differ",
  level: "error",
  family: "content",
  summary: "a response is done with other items than it added",
  evidence:
    "documented (all output items); held for 33 responses of GA and 17 of 18 of the beta, the other in a damaged file",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/done",
  on: ["response.done"],
  check(scene, say) {
    const { seen, response, session } = scene;
    const output = seen.response?.output;
    if (!response || !output || response.isPartial) return;
    const { items } = response;
    for (const [index, { id }] of output.entries()) {
      const item = items[index];
      if (id === undefined || item?.isPartial || (item && session.items.get(id) === item)) continue;
      const pointer = `/response/output/${index}/id`;
      const want = item ? `want the item that was added here at line ${item.added}` : "which the response never added";
      // where it came into the conversation meanwhile, it is its event of the response that is not here
      const isThere = id !== undefined && (session.items.get(id)?.inConversation ?? 0) > response.created;
      say(pointer, `got ${shown(scene, pointer)}, ${want}`, {
        ...earlier(item?.added ?? 0, "/item/id", "added here"),
        lacks: "response.output_item.added",
        ...(isThere && { beside: ["response.content_part.added", "response.output_item.done"] }),
      });
    }
    const lost = items.find((item, index) => item && index >= output.length);
    if (!lost || seen.response?.status !== completed) return;
    say(
      "/response/output",
      `got ${output.length === 1 ? "1 item" : `${output.length} items`}, but the response added one at output_index ${lost.outputIndex}`,
      {
        ...earlier(lost.added, "/item/id", "added here"),
      },
    );
  },
};
