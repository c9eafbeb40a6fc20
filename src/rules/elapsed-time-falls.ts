import type { SessionRule } from "../session/rule.ts";
import { earlier } from "./words.ts";

export const elapsedTimeFalls: SessionRule = {
  id: "elapsed-time-falls",
  level: "warning",
  family: "content",
  summary: "the time of a translation goes back",
  evidence: "documented; nobody has recorded one here",
  source: "https://platform.openai.com/docs/guides/realtime-translation",
  on: ["session.output_audio.delta", "session.output_transcript.delta", "session.input_transcript.delta"],
  check(scene, say) {
    const { seen, session } = scene;
    const before = session.elapsed.get(seen.kind);
    if (before === undefined || seen.elapsedMs === undefined || seen.elapsedMs >= before.ms) return;
    say("/elapsed_ms", `got ${seen.elapsedMs}, want at least ${before.ms}, which the event before it of its type had`, {
      ...earlier(before.line, "/elapsed_ms", "the event before it"),
    });
  },
};
