import type { SessionRule } from "../session/rule.ts";

export const itemCreateUnanswered: SessionRule = {
  id: "item-create-unanswered",
  level: "warning",
  family: "order",
  summary: "a conversation.item.create that conversation.item.added never answered, nor an error",
  evidence: "documented; held for 38 of 38 items of GA by count",
  source: "https://platform.openai.com/docs/api-reference/realtime-client-events/conversation/item/create",
  on: ["response.done"],
  check(scene, say) {
    const { session } = scene;
    const lost = session.requests.find(({ kind, isOvertaken }) => kind === "conversation.item.create" && isOvertaken);
    if (!lost) return;
    const { line } = scene.place;
    say(
      "",
      `conversation.item.added or an error never answered this, although a response began and ended since (line ${line})`,
      {
        place: lost.place,
      },
    );
  },
};
