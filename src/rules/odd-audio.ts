import type { SessionRule } from "../session/rule.ts";
import { valueAt } from "./words.ts";

export const oddAudio: SessionRule = {
  id: "odd-audio",
  level: "off",
  family: "content",
  summary: "a piece of audio that is no whole number of 16-bit samples",
  evidence: "inferred from pcm16; recorders cut audio at any length",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/output_audio/delta",
  inPlace: "each",
  on: ["response.output_audio.delta"],
  check(scene, say) {
    const { seen, session } = scene;
    if (seen.audio === 0 || session.isPcm === false) return;
    const audio = valueAt(scene, "/delta");
    if (typeof audio !== "string") return;
    const bytes = Buffer.byteLength(audio, "base64");
    if (bytes % 2 === 1)
      say("/delta", `got ${bytes} bytes of audio, want samples of two bytes each; was the capture cut?`);
  },
};
