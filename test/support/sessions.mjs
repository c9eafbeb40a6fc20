/** Whole sessions as a stream of mixed events of both sides, seeded: what a recorder of a voice agent writes. */
import { between, events, id, mulberry32, pick, text } from "./generate.mjs";

const pcm = { type: "audio/pcm", rate: 24000 };

/** The session as the service describes it. */
function session(random, key) {
  return {
    type: "realtime",
    object: "realtime.session",
    id: key,
    model: "gpt-realtime",
    output_modalities: ["audio"],
    instructions: text(random),
    tools: [],
    tool_choice: "auto",
    max_output_tokens: "inf",
    tracing: null,
    truncation: "auto",
    prompt: null,
    expires_at: 1795338000,
    audio: {
      input: {
        format: pcm,
        transcription: { model: "gpt-4o-mini-transcribe", language: null, prompt: null },
        noise_reduction: null,
        turn_detection: { type: "semantic_vad", eagerness: "auto", create_response: true, interrupt_response: true },
      },
      output: { format: pcm, voice: "marin", speed: 1 },
    },
    include: null,
  };
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Audio in base64, of `units` characters and some more. */
function sound(random, units) {
  let audio = "";
  for (let left = between(random, units, 2 * units) >> 2; left > 0; left--) {
    const bits = random() * 16777216;
    for (let shift = 18; shift >= 0; shift -= 6) audio += alphabet[(bits >> shift) & 63];
  }
  return audio;
}

/** What the user says, up to the item that it becomes. */
function* spoken(random, item, units) {
  const event = (type, more) => ({ type, event_id: id(random, "event_"), ...more });
  for (let pieces = between(random, 2, 6); pieces > 0; pieces--)
    yield { type: "input_audio_buffer.append", audio: sound(random, units) };
  const start = between(random, 0, 60_000);
  yield event("input_audio_buffer.speech_started", { audio_start_ms: start, item_id: item });
  yield event("input_audio_buffer.speech_stopped", { audio_end_ms: start + 900, item_id: item });
  yield event("input_audio_buffer.committed", { previous_item_id: null, item_id: item });
  const content = [{ type: "input_audio", transcript: null }];
  const said = { id: item, type: "message", status: "completed", role: "user", content };
  yield event("conversation.item.added", { previous_item_id: null, item: said });
  yield event("conversation.item.done", { previous_item_id: null, item: said });
  const transcript = text(random);
  yield event("conversation.item.input_audio_transcription.completed", {
    item_id: item,
    content_index: 0,
    transcript,
    usage: { type: "duration", seconds: 2 },
  });
}

/** What the model says to it. */
function* answered(random, response, item, units) {
  const place = { response_id: response, item_id: item, output_index: 0, content_index: 0 };
  const event = (type, more) => ({ type, event_id: id(random, "event_"), ...more });
  const transcript = text(random);
  const message = (status, content) => ({ id: item, type: "message", status, role: "assistant", content });
  const empty = message("in_progress", []);
  yield event("response.output_item.added", { response_id: response, output_index: 0, item: empty });
  yield event("conversation.item.added", { previous_item_id: id(random, "item_"), item: empty });
  yield event("response.content_part.added", { ...place, part: { type: "audio", transcript: "" } });
  for (const word of transcript.split(/(?<= )/).slice(0, 60)) {
    const obfuscation = id(random, "", between(random, 2, 14));
    yield event("response.output_audio_transcript.delta", { ...place, delta: word, obfuscation });
    if (random() < 0.5) yield event("response.output_audio.delta", { ...place, delta: sound(random, units) });
  }
  yield event("response.output_audio.done", place);
  yield event("response.output_audio_transcript.done", { ...place, transcript });
  yield event("response.content_part.done", { ...place, part: { type: "audio", transcript } });
  const whole = message("completed", [{ type: "output_audio", transcript }]);
  yield event("conversation.item.done", { previous_item_id: null, item: whole });
  yield event("response.output_item.done", { response_id: response, output_index: 0, item: whole });
}

function* endless(seed, units) {
  const random = mulberry32(seed);
  for (;;) {
    const key = id(random, "sess_");
    yield { type: "session.created", event_id: id(random, "event_"), session: session(random, key) };
    yield {
      type: "session.update",
      session: { type: "realtime", instructions: text(random), output_modalities: ["audio"] },
    };
    yield { type: "session.updated", event_id: id(random, "event_"), session: session(random, key) };
    for (let turns = between(random, 2, 12); turns > 0; turns--) {
      yield* spoken(random, id(random, "item_"), units);
      const [created, done] = events({ seed: between(random, 1, 1e9), count: 2 });
      yield created;
      yield* answered(random, id(random, "resp_"), id(random, "item_"), units);
      yield done;
      const limit = { name: "tokens", limit: 40_000, remaining: between(random, 0, 40_000), reset_seconds: random() };
      yield { type: "rate_limits.updated", event_id: id(random, "event_"), rate_limits: [limit] };
      if (random() < 0.2)
        yield { type: pick(random, ["response.create", "input_audio_buffer.clear", "response.cancel"]) };
    }
  }
}

/** `count` events of sessions, one after another; a piece of audio has `units` characters of base64 and up to twice as many. */
export function* sessions({ seed, count, units = 48 }) {
  let made = 0;
  for (const event of endless(seed, units)) {
    if (made++ === count) return;
    yield event;
  }
}
