import type { SessionRule } from "../session/rule.ts";
import { earlier, shown } from "./words.ts";

export const eventAfterSessionClosed: SessionRule = {
  id: "event-after-session-closed",
  level: "warning",
  family: "order",
  summary: "an event of the server in a session that is closed",
  evidence: "documented; nobody has recorded one here",
  source: "https://platform.openai.com/docs/guides/realtime-translation",
  on: "odd",
  check(scene, say) {
    const { session, seen, isServers } = scene;
    // what the client had sent by then is no mistake
    if (session.closed === 0 || !isServers || seen.kind === "session.created") return;
    say(
      "/type",
      `got ${shown(scene, "/type")}, but the session was closed at line ${session.closed}; want nothing after`,
      {
        ...earlier(session.closed, "/type", "closed here"),
        once: session,
      },
    );
  },
};
