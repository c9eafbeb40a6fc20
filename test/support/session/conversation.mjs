/** The conversation: its items, and what the user says. */
import { between, pick, text } from "../generate.mjs";
import { bytesPerMs, chance, obfuscation, piecesOf, sent, served, sound, wait } from "./world.mjs";

/** An item that is whole when it joins the conversation. */
export function* joined(world, item) {
  const previous_item_id = world.last;
  world.last = item.id;
  yield served(world, "conversation.item.added", { previous_item_id, item });
  yield served(world, "conversation.item.done", { previous_item_id, item });
}

/** Keeps an item as one that the client may still speak of; only of the last few, as nobody looks back for long. */
export function remember(world, item) {
  world.items.push(item);
  if (world.items.length > 12) world.items.shift();
}

/** A wish of the client for an item, and, later or at once, its answer. */
export const wished = (world, item) => {
  const own = chance(world, 0.2) ? { id: `turn-${++world.wishes}` } : {};
  return sent(world, "conversation.item.create", { item: { ...own, ...item } });
};

export function* granted(world, { item }) {
  const { id = world.id("item_"), type, ...rest } = item;
  const whole = type === "message" ? { id, type, status: "completed", ...rest } : { id, type, ...rest };
  yield* joined(world, whole);
  remember(world, whole);
}

export function* created(world, item) {
  const wish = wished(world, item);
  yield wish;
  yield* granted(world, wish);
}

export const written = (world) => ({
  type: "message",
  role: "user",
  content: [{ type: "input_text", text: text(world.random) }],
});

export function seen({ random, context }) {
  context.image = (context.image + 85) % 2000;
  const image_url = `https://images.example/${between(random, 1, 999)}.png`;
  return { type: "message", role: "user", content: [{ type: "input_image", image_url }] };
}

// what the user says

/** How a transcription may go. All of them are over some time after the item is announced, whatever else happens. */
const transcriptions = {
  *pieces(world, place) {
    const transcript = text(world.random).trim();
    for (const delta of piecesOf(` ${transcript}`, 12))
      yield served(world, `${transcribed}.delta`, { ...place, delta, obfuscation: obfuscation(world) });
    while (world.spoken === place.item_id) yield wait;
    const seconds = between(world.random, 1, 9);
    yield served(world, `${transcribed}.completed`, { ...place, transcript, usage: { type: "duration", seconds } });
  },
  *atOnce(world, place) {
    const transcript = text(world.random).trim();
    const [audio_tokens, output_tokens] = [between(world.random, 5, 90), between(world.random, 1, 40)];
    const usage = {
      type: "tokens",
      total_tokens: audio_tokens + output_tokens,
      input_tokens: audio_tokens,
      input_token_details: { text_tokens: 0, audio_tokens },
      output_tokens,
    };
    yield served(world, `${transcribed}.completed`, { ...place, transcript, usage });
  },
  /** Who said what, when. */
  *segments(world, place) {
    const said = Array.from({ length: between(world.random, 1, 3) }, () => text(world.random).trim());
    for (const [at, piece] of said.entries()) {
      const segment = {
        text: piece,
        id: `seg_${at}`,
        speaker: pick(world.random, ["A", "B"]),
        start: at * 2,
        end: at * 2 + 1.5,
      };
      yield served(world, `${transcribed}.segment`, { ...place, ...segment });
    }
    const usage = { type: "duration", seconds: said.length * 2 };
    yield served(world, `${transcribed}.completed`, { ...place, transcript: said.join(" ").trim(), usage });
  },
  *nothing(world, place) {
    yield served(world, `${transcribed}.completed`, {
      ...place,
      transcript: "",
      usage: { type: "duration", seconds: 0 },
    });
  },
  *failed(world, place) {
    const error = { type: "server_error", code: null, message: "The transcription failed.", param: null };
    yield served(world, `${transcribed}.failed`, { ...place, error });
  },
};
const transcribed = "conversation.item.input_audio_transcription";
const transcriptionNames = ["pieces", "pieces", "atOnce", "atOnce", "atOnce", "atOnce", "nothing", "failed"];

export function transcribe(world, item_id, way = pick(world.random, transcriptionNames)) {
  if (world.transcription === null) return;
  if (world.transcription.endsWith("-diarize")) way = "segments";
  world.background.push(transcriptions[way](world, { item_id, content_index: 0 }));
}

/** Audio of the user. Where it goes over WebRTC or SIP, the recorder sees none of it, but time goes on. */
export function* appended(world, pieces) {
  for (let left = pieces; left > 0; left--) {
    const audio = sound(world);
    world.clock += Math.floor((audio.length * 3) / 4 / bytesPerMs);
    if (world.transport === "websocket") yield sent(world, "input_audio_buffer.append", { audio });
  }
}

/** What was in the buffer becomes an item. */
export function* committed(world, item_id) {
  yield served(world, "input_audio_buffer.committed", { previous_item_id: world.last, item_id });
  const content = [{ type: "input_audio", transcript: null }];
  yield* joined(world, { id: item_id, type: "message", status: "completed", role: "user", content });
}

/** The service hears speech begin; `item_id` is what it will be. The padding before it may reach into what was said before. */
export function* speechStarted(world, item_id) {
  world.spoken = item_id;
  world.started = Math.max(0, world.clock - between(world.random, 0, 300));
  // of some models the transcript begins before there is an item
  world.isHeard = world.transcription === "gpt-realtime-whisper" && chance(world, 0.2);
  if (world.isHeard) transcribe(world, item_id, "pieces");
  yield served(world, "input_audio_buffer.speech_started", { audio_start_ms: world.started, item_id });
}

/** What the user says, up to the item that it becomes. Speech may have begun already, into the words of the model. */
export function* spoken(world) {
  if (world.spoken === null) {
    yield* appended(world, between(world.random, 1, 3));
    yield* speechStarted(world, world.id("item_"));
  }
  const item_id = world.spoken;
  yield* appended(world, between(world.random, 1, 3));
  world.clock = Math.max(world.clock, world.started + between(world.random, 200, 4000));
  yield served(world, "input_audio_buffer.speech_stopped", { audio_end_ms: world.clock, item_id });
  yield* committed(world, item_id);
  world.spoken = null;
  if (!world.isHeard) transcribe(world, item_id);
}
