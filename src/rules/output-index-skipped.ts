import type { SessionRule } from "../session/rule.ts";

export const outputIndexSkipped: SessionRule = {
  id: "output-index-skipped",
  level: "warning",
  family: "order",
  summary: "an output_index that does not count on from the items before",
  evidence: "observed; held for 34 items of GA and 15 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/output_item/added",
  on: ["response.output_item.added"],
  check(scene, say) {
    const { seen, response, item } = scene;
    if (!response || response.isPartial || item?.isPartial || seen.outputIndex === undefined) return;
    const next = response.items.length;
    if (seen.outputIndex === next) return;
    say("/output_index", `got ${seen.outputIndex}, want ${next}, the number of items so far`);
  },
};
