import type { SessionRule } from "../session/rule.ts";

/** Events of calls alone, by phone or browser. */
const callEvents = [
  "output_audio_buffer.started",
  "output_audio_buffer.stopped",
  "output_audio_buffer.cleared",
  "input_audio_buffer.dtmf_event_received",
];

export const sessionNotCreated: SessionRule = {
  id: "session-not-created",
  level: "warning",
  family: "order",
  summary: "a session of which session.created is not there",
  evidence: "documented (the first event); held in 21 of 24 sessions of GA; the others were joined by their call id",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/session/created",
  on: [],
  atEnd(session, say) {
    const { first, kinds, isWhole, isJoined, isBroken, beginsEmpty, unseen, completed } = session;
    // what begins in the middle is told of where it refers to what came before
    if (!first || isWhole || isJoined || isBroken || beginsEmpty === false || unseen > 0 || completed === 0) return;
    say("", "this is the first event of the server in its session, want session.created before it", {
      place: first.place,
      // without its items nobody can tell whether a conversation begins here, and who joins a call by its id gets none
      ...((beginsEmpty === undefined || callEvents.some((kind) => kinds.has(kind))) && { severity: "note" }),
    });
  },
};
