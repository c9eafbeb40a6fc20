import type { SessionRule } from "../session/rule.ts";

export const contentIndexSkipped: SessionRule = {
  id: "content-index-skipped",
  level: "warning",
  family: "order",
  summary: "a content_index that does not count on from the parts before",
  evidence: "inferred; held for 27 parts of GA and 14 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/content_part/added",
  inPlace: "each",
  on: ["response.content_part.added"],
  check(scene, say) {
    const { seen, item } = scene;
    if (!item || item.isPartial || seen.contentIndex === undefined) return;
    const next = item.parts.length;
    if (seen.contentIndex > next)
      say("/content_index", `got ${seen.contentIndex}, want ${next}, the number of parts so far`);
  },
};
