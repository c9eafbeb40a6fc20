import type { SessionRule } from "../session/rule.ts";
import { dones } from "../session/kinds.ts";
import { fieldOf, streamOf } from "../session/streams.ts";
import { earlier } from "./words.ts";

export const textDoneTwice: SessionRule = {
  id: "text-done-twice",
  level: "error",
  family: "order",
  summary: "a text, a transcript, arguments or audio is done a second time",
  evidence: "inferred; held for 34 texts of GA and 15 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/output_text/done",
  on: dones,
  check(scene, say) {
    const { seen, item, part } = scene;
    if (item?.isPartial) return;
    const line = (seen.kind === "response.output_audio.done" ? part?.audioDone : streamOf(seen, item, part)?.line) ?? 0;
    if (line === 0) return;
    say("/type", `got the end of its ${fieldOf(seen.kind) ?? "audio"}, which came at line ${line} already`, {
      ...earlier(line, "/type", "done here"),
      isVoid: true,
    });
  },
};
