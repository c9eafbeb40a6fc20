import type { SessionRule } from "../session/rule.ts";
import { earlier } from "./words.ts";

export const eventAfterSessionClosed: SessionRule = {
  id: "event-after-session-closed",
  level: "warning",
  family: "order",
  summary: "an event of a session that is closed",
  evidence: "documented; nobody has recorded one here",
  source: "https://platform.openai.com/docs/guides/realtime-translation",
  on: "all",
  check(scene, say) {
    const { session } = scene;
    if (session.closed === 0 || scene.seen.kind === "session.created") return;
    say("/type", `the session was closed at line ${session.closed}`, {
      ...earlier(session.closed, "/type", "closed here"),
      once: session,
    });
  },
};
