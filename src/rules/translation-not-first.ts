import type { SessionRule } from "../session/rule.ts";
import { earlier, shown } from "./words.ts";

export const translationNotFirst: SessionRule = {
  id: "translation-not-first",
  level: "warning",
  family: "order",
  summary: "events of translation in a session that is not one of translation",
  evidence: "documented; nobody has recorded one here",
  source: "https://platform.openai.com/docs/guides/realtime-translation",
  needsWhole: true,
  on: [
    "session.input_audio_buffer.append",
    "session.input_transcript.delta",
    "session.output_transcript.delta",
    "session.output_audio.delta",
    "session.close",
    "session.closed",
  ],
  check(scene, say) {
    const { session } = scene;
    if (session.isTranslation) return;
    say(
      "/type",
      `got ${shown(scene, "/type")} in a session that does not translate; want "type":"translation" in session.created`,
      {
        ...earlier(session.first?.place.line ?? 0, "/type", "the session was created here"),
        once: session,
      },
    );
  },
};
