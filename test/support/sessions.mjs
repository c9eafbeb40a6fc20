/**
 * Whole sessions as a recorder of a voice agent writes them: events of both sides in one stream, seeded. Everything in them
 * belongs together: ids refer to what came before, deltas make up the texts, counts add up, each wish of the client has its answer.
 *
 * Each thing that happens is a generator of events, and `world` is what the service knows while it happens. Things at the same
 * time are generators that take turns, so that whatever is said of the order is said at the moment an event goes out.
 */
import { mulberry32, pick, text } from "./generate.mjs";
import { chance, piecesOf, sent, served, settled, sound, withBackground, worldOf } from "./session/world.mjs";
import { opened } from "./session/session.mjs";
import { appended } from "./session/conversation.mjs";
import { turnOf } from "./session/turns.mjs";

export { kinds } from "./session/turns.mjs";

/** One session of so many turns. */
function* talked(world, count, names) {
  yield* opened(world);
  for (let made = 0; made < count; made++) yield* withBackground(world, turnOf(world, names, made).events(world));
  yield* settled(world);
}

/**
 * `count` events of one session that goes on and on, whole at its end; a piece of audio has `units` characters of base64 and up
 * to twice as many. Memory does not grow with `count`.
 */
export function* sessions({ seed, count, ...sort }) {
  const world = worldOf(mulberry32(seed), sort);
  let left = count;
  function* counted(events) {
    for (const event of events) {
      if (left-- <= 0) return;
      yield event;
    }
  }
  yield* counted(opened(world));
  while (left > longest) yield* counted(withBackground(world, turnOf(world).events(world)));
  yield* counted(settled(world));
  // turns that fit, and audio where none does
  for (let attempts = 0; attempts < 20 && left > 0; attempts++) {
    const before = { ...world, items: [...world.items], context: { ...world.context } };
    const turn = [...withBackground(world, turnOf(world).events(world)), ...settled(world)];
    if (turn.length <= left) yield* counted(turn);
    else Object.assign(world, before);
  }
  yield* counted(appended({ ...world, transport: "websocket" }, left));
}

/** Events that a turn, and what still goes on beside it, may have. */
const longest = 1200;

/** A recorder sees sessions of all sorts. */
const anySort = (random) => ({
  transport: pick(random, ["websocket", "websocket", "websocket", "webrtc", "sip"]),
  vad: random() < 0.85,
  transcription: pick(random, ["gpt-realtime-whisper", "gpt-4o-mini-transcribe", "gpt-4o-transcribe-diarize", null]),
  model: pick(random, ["gpt-realtime", "gpt-realtime", "gpt-realtime-2.1"]),
  azure: random() < 0.15,
  limits: pick(random, ["after it", "after it", "while it runs", "never"]),
});

/**
 * One whole session of `turns` turns, of a sort that the seed chooses unless options do; `kinds` names turns to take one after
 * another, and what they need is so.
 */
export function session({ seed, turns: count = 5, kinds: names, ...sort }) {
  const random = mulberry32(seed);
  const needs = names && { vad: true, ...(names.includes("tone") && { transport: "sip" }) };
  return [...talked(worldOf(random, { ...anySort(random), ...needs, ...sort }), count, names)];
}

// the beta

const betaTypes = {
  "conversation.item.added": "conversation.item.created",
  "response.output_text.delta": "response.text.delta",
  "response.output_text.done": "response.text.done",
  "response.output_audio.delta": "response.audio.delta",
  "response.output_audio.done": "response.audio.done",
  "response.output_audio_transcript.delta": "response.audio_transcript.delta",
  "response.output_audio_transcript.done": "response.audio_transcript.done",
};

const without = (names, fields) => Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

/** Settings of the session or of a response, which lie flat in the beta; `limit` is what the beta calls max_output_tokens. */
function flat({ output_modalities, max_output_tokens, audio, ...settings }, limit) {
  const { input, output } = audio ?? {};
  return {
    ...without(["type", "truncation"], settings),
    ...(output_modalities && { modalities: output_modalities.includes("audio") ? ["audio", "text"] : ["text"] }),
    ...(max_output_tokens && { [limit]: max_output_tokens }),
    ...(output?.voice && { voice: output.voice }),
    ...(output && { output_audio_format: "pcm16" }),
    ...(input && {
      input_audio_format: "pcm16",
      input_audio_transcription: input.transcription,
      turn_detection: input.turn_detection,
    }),
  };
}

function betaItem({ id, ...item }) {
  const { content } = item;
  return {
    ...(id && { id, object: "realtime.item" }),
    ...without(["phase"], item),
    ...(content && { content: content.map((part) => ({ ...part, type: part.type.replace("output_", "") })) }),
  };
}

/** How the beta has what GA has, by the field in which it stands. */
const betaFields = {
  session: (settings) => flat(settings, "max_response_output_tokens"),
  response: ({ output, ...settings }) => ({
    ...flat(settings, "max_output_tokens"),
    ...(output && { output: output.map(betaItem) }),
  }),
  item: betaItem,
  rate_limits: (limits) => limits.flatMap((limit) => [{ ...limit, name: "requests" }, limit]),
};

/** The event as the beta has it; undefined where it has none. */
function betaOf({ type, ...event }) {
  if (type === "conversation.item.done") return undefined;
  const fields = Object.entries(without(["obfuscation", "usage"], event));
  return {
    type: betaTypes[type] ?? type,
    ...Object.fromEntries(fields.map(([name, value]) => [name, betaFields[name]?.(value) ?? value])),
  };
}

const betaKinds = [
  "voice",
  "voice",
  "text",
  "interrupted",
  "call",
  "manual",
  "cancelled",
  "incomplete",
  "edit",
  "history",
];

/** One whole session of the beta, `kinds` as of `session`. */
export function betaSession({ seed, turns: count = 5, kinds: names, ...sort }) {
  const random = mulberry32(seed);
  const chosen = names ?? Array.from({ length: count }, () => pick(random, betaKinds));
  const world = worldOf(random, {
    ...anySort(random),
    vad: true,
    model: "gpt-4o-realtime-preview",
    limits: "while it runs",
    ...sort,
  });
  return [...talked(world, count, chosen)].map(betaOf).filter((event) => event !== undefined);
}

// translation

/** One whole session of `seconds` seconds that are translated as they are heard. */
export function translationSession({ seed, seconds = 6, units = 48 }) {
  return [...translated({ ...worldOf(mulberry32(seed), { units }) }, seconds)];
}

function* translated(world, seconds) {
  const { random, session: id } = world;
  const describe = (language, transcription) => ({
    id,
    type: "translation",
    expires_at: 1795338000,
    model: "gpt-realtime-translate",
    audio: { input: { transcription, noise_reduction: null }, output: { language } },
  });
  yield served(world, "session.created", { session: describe("en", null) });
  const language = pick(random, ["de", "es", "ja"]);
  const transcription = chance(world, 0.7) ? { model: "gpt-realtime-whisper" } : null;
  yield sent(world, "session.update", { session: { audio: { input: { transcription }, output: { language } } } });
  yield served(world, "session.updated", { session: describe(language, transcription) });
  const words = () => piecesOf(text(random));
  for (let elapsed_ms = 200; elapsed_ms <= seconds * 1000; elapsed_ms += 200) {
    yield sent(world, "session.input_audio_buffer.append", { audio: sound(world) });
    if (transcription !== null)
      for (const delta of words().slice(0, 2))
        yield served(world, "session.input_transcript.delta", { delta, elapsed_ms });
    for (const delta of words().slice(0, 2))
      yield served(world, "session.output_transcript.delta", { delta, elapsed_ms });
    const heard = { delta: sound(world), sample_rate: 24000, channels: 1, format: "pcm16", elapsed_ms };
    yield served(world, "session.output_audio.delta", heard);
  }
  yield sent(world, "session.close");
  yield served(world, "session.closed");
}
