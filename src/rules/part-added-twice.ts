import type { SessionRule } from "../session/rule.ts";
import { earlier } from "./words.ts";

export const partAddedTwice: SessionRule = {
  id: "part-added-twice",
  level: "error",
  family: "order",
  summary: "a content part is added that is already there",
  evidence: "inferred; held for 27 parts of GA and 14 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/content_part/added",
  inPlace: "each",
  on: ["response.content_part.added"],
  check(scene, say) {
    const { item, part, seen } = scene;
    if (!part || part.added === 0 || item?.isPartial) return;
    say(
      "/content_index",
      `got ${seen.contentIndex}, the part that was added at line ${part.added}, want one that is new`,
      {
        ...earlier(part.added, "/content_index", "added here"),
        isVoid: true,
      },
    );
  },
};
