import type { SessionRule } from "../session/rule.ts";
import { earlier, shown } from "./words.ts";

export const responseDoneTwice: SessionRule = {
  id: "response-done-twice",
  level: "error",
  family: "order",
  summary: "a response is done a second time",
  evidence: "documented (always emitted once); held for 33 responses of GA and 18 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/done",
  on: ["response.done"],
  check(scene, say) {
    const { response } = scene;
    if (!response || response.done === 0) return;
    say(
      "/response/id",
      `got ${shown(scene, "/response/id")}, which was done at line ${response.done}, want response.done once`,
      {
        ...earlier(response.done, "/response/id", "done here"),
        isVoid: true,
      },
    );
  },
};
