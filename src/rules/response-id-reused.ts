import type { SessionRule } from "../session/rule.ts";
import { earlier, shown } from "./words.ts";

export const responseIdReused: SessionRule = {
  id: "response-id-reused",
  level: "error",
  family: "order",
  summary: "a response is created with an id that another had",
  evidence: "inferred; held for 33 responses of GA and 19 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/created",
  on: ["response.created"],
  check(scene, say) {
    const { response } = scene;
    if (!response || response.created === 0) return;
    const { created, done } = response;
    say(
      "/response/id",
      `got ${shown(scene, "/response/id")}, the id of the response of line ${created}, want a new one`,
      {
        ...earlier(created, "/response/id", "created here"),
        ...(done === 0 && { isDouble: true }),
      },
    );
  },
};
