import type { SessionRule } from "../session/rule.ts";
import { shown } from "./words.ts";

export const partAddedWithContent: SessionRule = {
  id: "part-added-with-content",
  level: "off",
  family: "content",
  summary: "a new content part that is not empty",
  evidence: "observed; held for 27 parts of GA and 14 of the beta; not documented",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/content_part/added",
  inPlace: "each",
  on: ["response.content_part.added"],
  check(scene, say) {
    const { part } = scene.seen;
    const field = (["text", "transcript"] as const).find((name) => (part?.[name]?.length ?? 0) > 0);
    if (field) say(`/part/${field}`, `got ${shown(scene, `/part/${field}`)}, want "" of a part that begins`);
  },
};
