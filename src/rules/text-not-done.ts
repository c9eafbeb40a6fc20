import type { SessionRule } from "../session/rule.ts";

export const textNotDone: SessionRule = {
  id: "text-not-done",
  level: "warning",
  family: "order",
  summary: "a part or an item is done before the text that it is made of",
  evidence: "observed; held for 27 parts and 7 calls of GA, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/content_part/done",
  on: ["response.content_part.done", "response.output_item.done"],
  check(scene, say) {
    const { seen, item, part } = scene;
    if (!item || item.isPartial) return;
    const streams =
      seen.kind === "response.output_item.done" ? [item.arguments] : part ? [part.text, part.transcript] : [];
    const open = streams.find(({ deltas, line }) => deltas > 0 && line === 0);
    if (open) say("/type", "this comes before the event that says what its deltas join to; was that one lost?");
  },
};
