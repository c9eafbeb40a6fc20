import type { SessionRule } from "../session/rule.ts";
import { withinResponse } from "../session/kinds.ts";
import { earlier, shown } from "./words.ts";

export const responseNotCreated: SessionRule = {
  id: "response-not-created",
  level: "error",
  family: "order",
  summary: "an event of a response that nothing created",
  evidence: "inferred; held for 668 events of GA and 481 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/created",
  needsWhole: true,
  on: [...withinResponse, "response.done"],
  check(scene, say) {
    const { seen, session, response } = scene;
    const { active } = session;
    const isDone = seen.kind === "response.done";
    const id = isDone ? seen.response?.id : seen.responseId;
    if (id === undefined || session.responses.get(id)) return;
    // it has another id than its response.created, which was told
    if (active?.isPartial && active.done === 0 && active.events === 1) return;
    const pointer = isDone ? "/response/id" : "/response_id";
    const want = response ? "want the id of the response that its item belongs to" : "which no response.created began";
    say(pointer, `got ${shown(scene, pointer)}, ${want}`, {
      ...earlier(response?.created ?? 0, "/response/id", "the response of its item was created here"),
      lacks: "response.created",
    });
  },
};
