import type { SessionRule } from "../session/rule.ts";
import { noStream } from "../session/state.ts";
import { isSameTrimmed } from "../session/text.ts";
import { compareWithDeltas } from "./compare.ts";
import { earlier, shown } from "./words.ts";

export const transcriptionDiffersFromDeltas: SessionRule = {
  id: "transcription-differs-from-deltas",
  level: "warning",
  family: "content",
  summary: "a transcription that is not what its deltas join to, blanks at the ends aside",
  evidence: "observed; held for 6 transcriptions of GA and 12 of the beta",
  source:
    "https://platform.openai.com/docs/api-reference/realtime-server-events/conversation/item/input_audio_transcription/completed",
  on: ["conversation.item.input_audio_transcription.completed"],
  check(scene, say) {
    const { item, seen } = scene;
    const { line, whole, differs } = item?.transcription ?? noStream;
    if (line === 0) {
      compareWithDeltas(scene, "/transcript", say);
      return;
    }
    // where the first is another than its deltas, that was told, and may be the one that is wrong
    if (differs || item?.isPartial || !whole || !seen.transcript || isSameTrimmed(whole, seen.transcript)) return;
    const got = shown(scene, "/transcript");
    say(
      "/transcript",
      `got ${got}, but this item has had another transcript since line ${line}; is this one of another item?`,
      {
        ...earlier(line, "/transcript", "the first transcript of this item"),
      },
    );
  },
};
