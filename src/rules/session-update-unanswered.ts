import type { SessionRule } from "../session/rule.ts";

export const sessionUpdateUnanswered: SessionRule = {
  id: "session-update-unanswered",
  level: "warning",
  family: "order",
  summary: "a session.update that session.updated never answered, nor an error",
  evidence: "documented; held for 24 of 24 sessions of GA by count",
  source: "https://platform.openai.com/docs/api-reference/realtime-client-events/session/update",
  on: ["response.done"],
  check(scene, say) {
    const { session } = scene;
    const lost = session.requests.find(({ kind, isOvertaken }) => kind === "session.update" && isOvertaken);
    if (!lost) return;
    const { line } = scene.place;
    say(
      "",
      `session.updated or an error never answered this, although a response began and ended since (line ${line})`,
      {
        place: lost.place,
      },
    );
  },
};
