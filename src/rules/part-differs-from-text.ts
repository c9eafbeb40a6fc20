import type { SessionRule } from "../session/rule.ts";
import { isAccepted } from "../session/streams.ts";
import { earlier, shown, valueAt } from "./words.ts";
import { isCutShort, ofStream } from "./compare.ts";

export const partDiffersFromText: SessionRule = {
  id: "part-differs-from-text",
  level: "warning",
  family: "content",
  summary: "a content part is done with another text than its deltas had, or as another kind of part",
  evidence: "observed; held for 27 parts of GA and 14 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/content_part/done",
  inPlace: "each",
  on: ["response.content_part.done"],
  check(scene, say) {
    const { seen, item, part } = scene;
    if (!part || !seen.part || item?.isPartial) return;
    if (part.type !== undefined && seen.part.type !== undefined && part.type !== seen.part.type)
      say("/part/type", `got ${shown(scene, "/part/type")}, want the type that this part began with`, {
        ...earlier(part.added, "/part/type", "it began here"),
      });
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
