import type { SessionRule } from "../session/rule.ts";
import { withinItem } from "../session/kinds.ts";

/** Arguments come without a part. */
const withinParts: readonly string[] = withinItem.filter(
  (kind) => kind !== "response.content_part.added" && !kind.includes("arguments"),
);

export const partNotAdded: SessionRule = {
  id: "part-not-added",
  level: "error",
  family: "order",
  summary: "an event of a content part that was never added",
  evidence: "inferred; held for 422 events of GA and 320 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/content_part/added",
  on: withinParts,
  check(scene, say) {
    const { seen, item } = scene;
    if (!item || item.isPartial || seen.contentIndex === undefined) return;
    if ((item.parts[seen.contentIndex]?.added ?? 0) > 0) return;
    say("/content_index", `got ${seen.contentIndex}, which no response.content_part.added began`, {
      once: item,
      lacks: "response.content_part.added",
    });
  },
};
