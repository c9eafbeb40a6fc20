import type { SessionRule } from "../session/rule.ts";
import { isAccepted } from "../session/streams.ts";
import { earlier, shown, valueAt } from "./words.ts";
import { isCutShort, ofStream } from "./compare.ts";

export const partDiffersFromText: SessionRule = {
  id: "part-differs-from-text",
  level: "warning",
  family: "content",
  summary: "a content part is done with another text than its deltas had",
  evidence: "observed; held for 27 parts of GA and 14 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/content_part/done",
  inPlace: "each",
  on: ["response.content_part.done"],
  check(scene, say) {
    const { seen, item, part } = scene;
    if (!part || !seen.part || item?.isPartial) return;
    for (const field of ["text", "transcript"] as const) {
      const text = seen.part[field];
      const stream = part[field];
      if (text === undefined || isAccepted(stream, text) || isCutShort(valueAt(scene, `/part/${field}`))) continue;
      say(`/part/${field}`, `got ${shown(scene, `/part/${field}`)}, want ${ofStream(stream, field)}`, {
        ...earlier(stream.line, `/${field}`, `the ${field} of this part`),
      });
    }
  },
};
