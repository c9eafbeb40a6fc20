/** Comparisons that several rules make. */
import type { Say, Scene } from "../session/rule.ts";
import type { ItemImage } from "../session/seen.ts";
import type { Stream } from "../session/state.ts";
import { deltaKindOf, isComplete, streamOf, wholeIn } from "../session/streams.ts";
import { isSame, isSameTrimmed, type Text } from "../session/text.ts";
import { earlier, shown, valueAt } from "./words.ts";

/** What recorders put where they cut a long text. Source: Strands Agents' logger of bidirectional streams. */
const marksOfCuts = /\(truncated, total: \d+ chars\)$|\[truncated\]$|…$/;

/** Whether a recorder cut this text, so that it cannot be compared. */
export const isCutShort = (text: unknown): boolean => typeof text === "string" && marksOfCuts.test(text);

/** What may have happened to deltas that join to another text. */
function suspicion(joined: Text, whole: Text): string {
  if (joined.length === whole.length) return "was one of them changed?";
  return joined.length < whole.length ? "is one of them lost or late?" : "did one of them come twice?";
}

/** Says where the whole text that an event has is not what its deltas joined to. */
export function compareWithDeltas(scene: Scene, pointer: string, say: Say): void {
  const { seen, item, part } = scene;
  const stream = streamOf(seen, item, part);
  const whole = wholeIn(seen);
  const isTranscription = seen.kind.startsWith("conversation.");
  if (!stream || !whole || stream.line > 0 || !isComplete(scene, stream, deltaKindOf(seen.kind))) return;
  // a transcription may come without any delta, whatever other transcriptions did
  if (isTranscription && stream.deltas === 0) return;
  const isEqual = isTranscription ? isSameTrimmed : isSame;
  if (isEqual(stream.joined, whole) || isCutShort(valueAt(scene, pointer))) return;
  const { deltas, joined } = stream;
  const joining =
    deltas === 0
      ? "no delta of it came"
      : `its ${deltas} deltas join to another text of ${joined.length} characters; ${suspicion(joined, whole)}`;
  say(pointer, `got ${shown(scene, pointer)} of ${whole.length} characters, but ${joining}`, {
    ...earlier(part?.added ?? item?.added ?? 0, "/item_id", "it began here"),
  });
}

/** What a text had to be that is not what a stream came to. */
export const ofStream = ({ line }: Stream, field: string): string =>
  line === 0 ? `what the deltas of its ${field} join to` : `the ${field} that ended at line ${line}`;

const isEqual = (one: Text | undefined, other: Text | undefined): boolean =>
  one === undefined || other === undefined || isSame(one, other);

const comparedFields = {
  type: "type",
  role: "role",
  status: "status",
  callId: "call_id",
  name: "name",
  approvalRequestId: "approval_request_id",
} as const;
const comparedNames = Object.keys(comparedFields) as (keyof typeof comparedFields)[];

/** Where two images of one item say something else, as a pointer into it; what only one of them says does not count. */
export function differenceOf(one: ItemImage, other: ItemImage): string | undefined {
  for (const name of comparedNames) {
    const [ours, theirs] = [one[name], other[name]];
    if (ours !== theirs && ours !== undefined && theirs !== undefined) return `/${comparedFields[name]}`;
  }
  if (!isEqual(one.arguments, other.arguments)) return "/arguments";
  if (one.content.length !== other.content.length) return "/content";
  for (const [index, content] of one.content.entries()) {
    const { type, text, transcript } = other.content[index] ?? content;
    if (type !== content.type) return `/content/${index}/type`;
    if (!isEqual(content.text, text)) return `/content/${index}/text`;
    if (!isEqual(content.transcript, transcript)) return `/content/${index}/transcript`;
  }
  return undefined;
}
