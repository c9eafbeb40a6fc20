/** Fields of events that the prover can give as slices of the bytes; the number of a field is its place here, from 1. */
export const sliceFields: readonly string[] = [
  "event_id",
  "response_id",
  "item_id",
  "output_index",
  "content_index",
  "call_id",
  "delta",
  "previous_item_id",
  "audio_start_ms",
  "audio_end_ms",
  "text",
  "transcript",
  "arguments",
  "name",
  "audio",
];
