import type { SessionRule } from "../session/rule.ts";
import { earlier } from "./words.ts";

export const partDoneTwice: SessionRule = {
  id: "part-done-twice",
  level: "error",
  family: "order",
  summary: "a content part is done a second time",
  evidence: "inferred; held for 27 parts of GA and 14 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/content_part/done",
  on: ["response.content_part.done"],
  check(scene, say) {
    const { part } = scene;
    if (!part || part.done === 0 || scene.item?.isPartial) return;
    say("/content_index", `this part was done at line ${part.done} already`, {
      ...earlier(part.done, "/content_index", "done here"),
      isVoid: true,
    });
  },
};
