import type { SessionRule } from "../session/rule.ts";
import { earlier, shown } from "./words.ts";

export const sessionIdDiffers: SessionRule = {
  id: "session-id-differs",
  level: "warning",
  family: "content",
  summary: "a session is updated under another id than it was created with",
  evidence: "inferred; held for 6 sessions of GA and 1 of the beta",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/session/updated",
  on: ["session.updated"],
  check(scene, say) {
    const { seen, session, isServers } = scene;
    const id = seen.session?.id;
    if (!isServers || id === undefined || session.id === undefined || id === session.id) return;
    const got = shown(scene, "/session/id");
    const { line } = session.first?.place ?? { line: 0 };
    say("/session/id", `got ${got}, want the id of the session so far; are there two connections in one input?`, {
      ...earlier(line, "/session/id", "the session so far began here"),
      once: session,
    });
  },
};
