import type { SessionRule } from "../session/rule.ts";
import { earlier } from "./words.ts";

export const secondSessionCreated: SessionRule = {
  id: "second-session-created",
  level: "error",
  family: "order",
  summary: "a session is created in the middle of another: two connections in one input",
  evidence: "documented (once a connection); held in 21 sessions of GA, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/session/created",
  on: ["session.created"],
  check(scene, say) {
    const { seen, session } = scene;
    const { first } = session;
    if (!scene.isServers || first?.kind !== "session.created") return;
    const { line } = first.place;
    if (seen.session?.id !== undefined && seen.session.id === session.id) {
      say("/session/id", `this is the session of line ${line}, which goes on; want session.created once`, {
        ...earlier(line, "/type", "it was created here"),
        isDouble: true,
      });
      return;
    }
    say(
      "/type",
      `a second session begins here, after that of line ${line}; are there two connections in one input? (--session-key tells them apart)`,
      earlier(line, "/type", "the session so far began here"),
    );
  },
};
