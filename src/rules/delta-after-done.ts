import type { SessionRule } from "../session/rule.ts";
import { deltas } from "../session/kinds.ts";
import { streamOf } from "../session/streams.ts";
import { earlier } from "./words.ts";

export const deltaAfterDone: SessionRule = {
  id: "delta-after-done",
  level: "error",
  family: "order",
  summary: "a delta of a text or a part that is done",
  evidence: "inferred; held for 422 deltas of GA and 320 of the beta, never broken",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/output_text/done",
  on: deltas,
  check(scene, say) {
    const { seen, item, part } = scene;
    if (item?.isPartial) return;
    const stream = streamOf(seen, item, part);
    // that it comes late was told by what it lacked
    if (stream?.differs) return;
    const isAudio = seen.kind === "response.output_audio.delta";
    const line = (isAudio ? part?.audioDone : stream?.line) || (part?.done ?? 0);
    if (line === 0) return;
    say("/delta", `what it belongs to was done at line ${line}`, {
      ...earlier(line, "/type", "done here"),
      isVoid: true,
      once: part ?? item ?? seen,
    });
  },
};
