import type { SessionRule } from "../session/rule.ts";
import { earlier, shown } from "./words.ts";

export const duplicateEventId: SessionRule = {
  id: "duplicate-event-id",
  level: "error",
  family: "order",
  summary: "two events of the server with one id",
  evidence: "documented (unique id); held for 1017 events of GA and 669 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events",
  on: "odd",
  check(scene, say) {
    const { seen, session, place, isServers, print } = scene;
    if (seen.eventId === undefined || !isServers) return;
    const before = session.eventIds.find(session.number, seen.eventId, place.line, print);
    if (!before || before.line === place.line) return;
    const got = shown(scene, "/event_id");
    const words = before.isSame
      ? `this is the event of line ${before.line} again`
      : `got ${got}, the id of the event of line ${before.line}, want one of its own`;
    say("/event_id", words, {
      ...earlier(before.line, "/event_id", "the first event of this id"),
      once: before.subject,
      ...(before.isSame && { isDouble: true }),
    });
  },
};
