import type { SessionRule } from "../session/rule.ts";
import { deltas } from "../session/kinds.ts";
import { fieldOf, streamOf } from "../session/streams.ts";
import { earlier } from "./words.ts";

export const deltaAfterDone: SessionRule = {
  id: "delta-after-done",
  level: "error",
  family: "order",
  summary: "a delta of a text, a transcript, arguments or audio that is done",
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
    const ended = (isAudio ? part?.audioDone : stream?.line) ?? 0;
    const line = ended || (part?.done ?? 0);
    if (line === 0) return;
    const over = ended > 0 ? `whose end came at line ${line}` : `whose part was done at line ${line}`;
    say("/delta", `got a delta of its ${fieldOf(seen.kind) ?? "audio"}, ${over}`, {
      ...earlier(line, "/type", "done here"),
      isVoid: true,
      once: part ?? item ?? seen,
    });
  },
};
