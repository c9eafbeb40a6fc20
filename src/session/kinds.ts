/** Kinds of events: names of the beta are taken for those of GA, so that one set of rules serves both. */

/** Source: https://platform.openai.com/docs/guides/realtime, "Beta to GA migration". */
const successors: ReadonlyMap<string, string> = new Map([
  ["response.text.delta", "response.output_text.delta"],
  ["response.text.done", "response.output_text.done"],
  ["response.audio.delta", "response.output_audio.delta"],
  ["response.audio.done", "response.output_audio.done"],
  ["response.audio_transcript.delta", "response.output_audio_transcript.delta"],
  ["response.audio_transcript.done", "response.output_audio_transcript.done"],
  ["conversation.item.created", "conversation.item.added"],
  ["output_audio_buffer.audio_started", "output_audio_buffer.started"],
  ["output_audio_buffer.audio_stopped", "output_audio_buffer.stopped"],
  ["transcription_session.created", "session.created"],
  ["transcription_session.update", "session.update"],
  ["transcription_session.updated", "session.updated"],
]);

export const kindOf = (type: string): string => successors.get(type) ?? type;

/** Whether only the beta has an event of this type. */
export const isOfBeta = (type: string): boolean => successors.has(type);

/** Deltas of texts, by the events that end them: the field of the done event, and of a content part, that has the whole text. */
export const streams = {
  "response.output_text": "text",
  "response.output_audio_transcript": "transcript",
  "response.function_call_arguments": "arguments",
  "response.mcp_call_arguments": "arguments",
} as const;

const named = (ending: string): string[] => Object.keys(streams).map((name) => name + ending);

/** Events that bring a piece of what an item says. */
export const deltas: readonly string[] = [...named(".delta"), "response.output_audio.delta"];
export const dones: readonly string[] = [...named(".done"), "response.output_audio.done"];
const partEvents: readonly string[] = ["response.content_part.added", "response.content_part.done"];
const itemEvents: readonly string[] = ["response.output_item.added", "response.output_item.done"];
export const mcpCallEvents: readonly string[] = [
  "response.mcp_call.in_progress",
  "response.mcp_call.completed",
  "response.mcp_call.failed",
];

/** Events of an item of a response, between its output_item.added and its output_item.done. */
export const withinItem: readonly string[] = [...deltas, ...dones, ...partEvents];
/** Events that come in runs, of which each may be like the one before but for its id and what it brings. */
export const inRuns: ReadonlySet<string> = new Set([
  ...deltas,
  "conversation.item.input_audio_transcription.delta",
  "input_audio_buffer.append",
]);
/** Events of a response, between its response.created and its response.done. */
export const withinResponse: readonly string[] = [...itemEvents, ...withinItem];

/**
 * By kinds that may be missed, others of which one comes before whatever misses them, unless these are left out as well: one event may be
 * lost, but where none of them is here a recorder keeps only some kinds.
 */
export const companions: Readonly<Record<string, readonly string[]>> = {
  "response.created": ["response.output_item.added"],
  "response.output_item.added": ["response.content_part.added", "conversation.item.added"],
  "response.content_part.added": ["response.output_item.added"],
  "conversation.item.added": ["conversation.item.done"],
};
