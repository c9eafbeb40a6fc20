import type { SessionRule } from "../session/rule.ts";

export const responseCreateUnanswered: SessionRule = {
  id: "response-create-unanswered",
  level: "warning",
  family: "order",
  summary: "a response.create that response.created never answered, nor an error",
  evidence: "documented; held for 26 of 26 responses of GA by count",
  source: "https://platform.openai.com/docs/api-reference/realtime-client-events/response/create",
  on: ["response.done"],
  check(scene, say) {
    const { session } = scene;
    const lost = session.requests.find(({ kind, isOvertaken }) => kind === "response.create" && isOvertaken);
    if (!lost) return;
    const { line } = scene.place;
    say(
      "",
      `response.created or an error never answered this, although a response began and ended since (line ${line})`,
      {
        place: lost.place,
      },
    );
  },
};
