/** Records for tests: what a restaurant's voice assistant could have sent. Every one is as it should be. */

export type Fields = Record<string, unknown>;

/** A spoken answer, with `more` over it. */
export function response(more: Fields = {}): Fields {
  return {
    id: "resp_table_for_two",
    object: "realtime.response",
    status: "completed",
    status_details: null,
    output: [message("Your table for two is booked for half past seven.")],
    conversation_id: "conv_bistro",
    output_modalities: ["audio"],
    max_output_tokens: "inf",
    audio: { output: { format: { type: "audio/pcm", rate: 24000 }, voice: "marin" } },
    usage: { total_tokens: 61, input_tokens: 40, output_tokens: 21 },
    metadata: { party: "Lindqvist" },
    ...more,
  };
}

export function message(transcript: string, more: Fields = {}): Fields {
  return {
    id: "item_booking",
    type: "message",
    role: "assistant",
    status: "completed",
    content: [{ type: "output_audio", transcript }],
    ...more,
  };
}

/** The event that ends a response. */
export function done(more: Fields = {}, event: Fields = {}): Fields {
  return { type: "response.done", event_id: "event_evening_1", response: response(more), ...event };
}

/** The shortest event that there is. */
export function cleared(event: Fields = {}): Fields {
  return { type: "input_audio_buffer.cleared", event_id: "event_evening_2", ...event };
}

/** Records as JSON lines. */
export const lines = (...records: unknown[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join("");
