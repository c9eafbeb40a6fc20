import type { SessionRule } from "../session/rule.ts";

export const transcriptionNotConfigured: SessionRule = {
  id: "transcription-not-configured",
  level: "warning",
  family: "order",
  summary: "a transcription in a session that has none configured",
  evidence: "inferred; held for all sessions",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/session/updated",
  needsWhole: true,
  on: ["conversation.item.input_audio_transcription.completed", "session.input_transcript.delta"],
  check(scene, say) {
    const { session } = scene;
    // where no session.updated is here a recorder may leave them out
    if (session.transcribes !== false || !session.kinds.has("session.updated")) return;
    say(
      "/type",
      "got a transcript of the input, but the session has no transcription set; want none, or session.updated before",
      {
        once: session,
      },
    );
  },
};
