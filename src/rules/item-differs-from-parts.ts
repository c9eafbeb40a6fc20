import type { SessionRule } from "../session/rule.ts";
import { isAccepted } from "../session/streams.ts";
import { earlier, shown, valueAt } from "./words.ts";
import { isCutShort, ofStream } from "./compare.ts";

export const itemDiffersFromParts: SessionRule = {
  id: "item-differs-from-parts",
  level: "warning",
  family: "content",
  summary: "an item is done with another text than its parts had",
  evidence: "observed; held for 27 parts of GA and 10 of 11 of the beta, the other in a damaged file",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/output_item/done",
  on: ["response.output_item.done", "conversation.item.done"],
  check(scene, say) {
    const { seen, item } = scene;
    if (!seen.item || !item || item.added === 0 || item.isPartial || item.isTruncated) return;
    for (const [index, content] of seen.item.content.entries()) {
      const part = item.parts[index];
      for (const field of ["text", "transcript"] as const) {
        const text = content[field];
        if (!part || text === undefined || isAccepted(part[field], text)) continue;
        const pointer = `/item/content/${index}/${field}`;
        if (isCutShort(valueAt(scene, pointer))) continue;
        say(pointer, `got ${shown(scene, pointer)}, want ${ofStream(part[field], field)}`, {
          ...earlier(part[field].line, `/${field}`, `the ${field} of this part`),
        });
      }
    }
  },
};
