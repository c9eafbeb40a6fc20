/** Texts that come in deltas: which event adds to which, and what is taken for the whole. */
import { streams } from "./kinds.ts";
import type { Scene } from "./rule.ts";
import type { Seen } from "./seen.ts";
import { createStream, type Item, noStream, type Part, type Stream } from "./state.ts";
import { append, isSame, type Text } from "./text.ts";

export type Field = (typeof streams)[keyof typeof streams] | "transcription";

/** The field that has the whole text, by the kind of its events without their ending. */
const fields: Readonly<Record<string, Field>> = {
  ...streams,
  "conversation.item.input_audio_transcription": "transcription",
};

const fieldByKind: ReadonlyMap<string, Field> = new Map(
  Object.entries(fields).flatMap(([name, field]) =>
    [".delta", ".done", ".completed"].map((ending) => [name + ending, field] as const),
  ),
);

export const fieldOf = (kind: string): Field | undefined => fieldByKind.get(kind);

const deltaKinds: ReadonlyMap<string, string> = new Map(
  [...fieldByKind.keys()].map((kind) => [kind, kind.replace(/\.\w+$/, ".delta")]),
);

/** The kind of the deltas that an event of a kind ends. */
export const deltaKindOf = (kind: string): string => deltaKinds.get(kind) ?? kind;

/** The stream that an event adds to, or ends. */
export function streamOf(seen: Seen, item: Item | undefined, part: Part | undefined): Stream | undefined {
  const field = fieldByKind.get(seen.kind);
  if (field === undefined) return undefined;
  if (field === "arguments") return item?.arguments;
  return field === "transcription" ? item?.transcription : part?.[field];
}

/** Puts a delta behind those that came before. */
export function extend(stream: Stream, delta: Text): void {
  append(stream.joined, delta);
  stream.deltas++;
}

const own = (stream: Stream): Stream => (stream === noStream ? createStream() : stream);

/** The same stream to write to. */
export function openStream(seen: Seen, item: Item | undefined, part: Part | undefined): Stream | undefined {
  const field = fieldByKind.get(seen.kind);
  if (field === "arguments") return item && (item.arguments = own(item.arguments));
  if (field === "transcription") return item && (item.transcription = own(item.transcription));
  return field && part && (part[field] = own(part[field]));
}

/** The whole text that an event ends a stream with. */
export function wholeIn({ kind, text, transcript, arguments: json }: Seen): Text | undefined {
  const field = fieldByKind.get(kind);
  if (field === "arguments") return json;
  return field === "text" ? text : transcript;
}

/** Whether the deltas of a stream are all here. Who leaves out deltas leaves out all. */
export const isComplete = ({ session, item }: Scene, { deltas }: Stream, deltaKind: string): boolean =>
  item?.isPartial !== true && (deltas > 0 || session.kinds.has(deltaKind));

/**
 * Whether `text` is what a stream came to: what its last event said or what its deltas joined to, since where these differ
 * that was told. True where nothing is known.
 */
export function isAccepted({ whole, joined, deltas }: Stream, text: Text): boolean {
  if (whole === undefined && deltas === 0) return true;
  return (whole !== undefined && isSame(whole, text)) || (deltas > 0 && isSame(joined, text));
}
