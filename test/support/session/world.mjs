/** What a session is made of: ids and audio, events of both sides, and things that go on at the same time. */
import { between, mulberry32, pick, text } from "../generate.mjs";

export const pcm = { type: "audio/pcm", rate: 24000 };
/** Bytes of a millisecond of such audio. */
export const bytesPerMs = 48;

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const pairs = Array.from(letters, (one) => Array.from(letters, (other) => one + other)).flat();

/** Letters and digits at random; ids are cut from here. */
const grain = randomOf(letters, 1);
/** The same with all of base64. All audio is cut from here, since it is most of a session and nobody listens to it. */
const noise = randomOf(`${letters}+/`, 2);

function randomOf(alphabet, seed) {
  const random = mulberry32(seed);
  return Array.from({ length: 1 << 16 }, () => alphabet[Math.floor(random() * alphabet.length)]).join("");
}

/** Ids as the service makes them: 21 characters, of which the last five count, so that no two are alike. */
function idsOf(random) {
  const start = between(random, 0, grain.length - 6);
  const session = grain.slice(start, start + 6);
  let made = 0;
  return (prefix) => {
    const high = Math.floor(++made / pairs.length);
    const at = Math.floor(random() * (grain.length - 10));
    return (
      prefix +
      session +
      grain.slice(at, at + 10) +
      letters[Math.floor(high / pairs.length) % letters.length] +
      pairs[high % pairs.length] +
      pairs[made % pairs.length]
    );
  };
}

/** Audio in base64, of `units` characters and up to twice as many: whole samples, without padding. */
export function sound({ random, units }) {
  const length = between(random, units >> 3, units >> 2) << 3;
  let audio = "";
  for (let left = length; left > 0; left -= noise.length / 2) {
    const at = between(random, 0, noise.length >> 4) << 3;
    audio += noise.slice(at, at + Math.min(left, noise.length / 2));
  }
  return audio;
}

/** What hides the length of a delta. */
export function obfuscation({ random }) {
  const at = between(random, 0, noise.length >> 1);
  return noise.slice(at, at + between(random, 2, 15));
}

/** What is said, piece by piece, so that the pieces joined are what was said: at most about `most` of them. */
export function piecesOf(said, most = 60) {
  const words = said.split(/(?= )/);
  if (words.length <= most) return said === "" ? [] : words;
  const each = Math.ceil(words.length / most);
  return Array.from({ length: Math.ceil(words.length / each) }, (_, at) =>
    words.slice(at * each, at * each + each).join(""),
  );
}

export const chance = (world, share) => world.random() < share;

/** An event of the service. */
export const served = (world, type, more) => ({ type, event_id: world.id("event_"), ...more });
/** An event of the client, which may give it an id of its own. */
export const sent = (world, type, more) =>
  chance(world, 0.2) ? { type, event_id: `client-${++world.wishes}`, ...more } : { type, ...more };
/** The same, with an id that an error can name. */
export const named = (world, type, more) => ({ type, event_id: `client-${++world.wishes}`, ...more });

export const refusal = (world, code, message, wish) =>
  served(world, "error", {
    error: { type: "invalid_request_error", code, message, param: null, event_id: wish?.event_id ?? null },
  });

/** What a stream yields that has to wait for something. */
export const wait = undefined;

/** The next event of a random one of `streams`; one that is over is taken out. */
function* step(random, streams) {
  const at = Math.floor(random() * streams.length);
  const next = streams[at].next();
  if (next.done) streams.splice(at, 1);
  else if (next.value !== wait) yield next.value;
}

/** Streams of events, of which a random one goes on, until all are over. Each keeps its own order. */
export function* mingled(random, streams) {
  while (streams.length > 0) yield* step(random, streams);
}

/** `events`, and between them whatever goes on in the background. */
export function* withBackground(world, events) {
  const { random, background } = world;
  for (const event of events) {
    yield event;
    while (background.length > 0 && random() < 0.3) yield* step(random, background);
  }
}

// the world

/** What the service knows of a session that begins. */
export function worldOf(random, sort) {
  const id = idsOf(random);
  return {
    random,
    id,
    units: 48,
    transport: "websocket",
    vad: true,
    transcription: "gpt-realtime-whisper",
    model: "gpt-realtime",
    azure: false,
    limits: "after it",
    ...sort,
    voice: pick(random, ["alloy", "cedar", "marin"]),
    session: id("sess_"),
    conversation: id("conv_"),
    instructions: text(random),
    tools: [],
    /** Whether the tools of the MCP server are known. */
    isListed: false,
    /** Wishes of the client so far; its ids count them. */
    wishes: 0,
    /** The last item of the conversation, and some of the last ones. */
    last: null,
    items: [],
    /** Audio so far in milliseconds, and what is being said. */
    clock: 0,
    spoken: null,
    started: 0,
    isHeard: false,
    /** Tokens of what was said so far. */
    context: { text: 40, audio: 0, image: 0 },
    /** What goes on beside the turns. */
    background: [],
  };
}

/** Whatever still goes on comes to its end. */
export const settled = (world) => mingled(world.random, world.background);
