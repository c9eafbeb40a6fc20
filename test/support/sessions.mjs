/**
 * Whole sessions as a recorder of a voice agent writes them: events of both sides in one stream, seeded. Everything in them
 * belongs together: ids refer to what came before, deltas make up the texts, counts add up, each wish of the client has its answer.
 *
 * Each thing that happens is a generator of events, and `world` is what the service knows while it happens. Things at the same
 * time are generators that take turns, so that whatever is said of the order is said at the moment an event goes out.
 */
import { between, mulberry32, pick, text } from "./generate.mjs";

const pcm = { type: "audio/pcm", rate: 24000 };
/** Bytes of a millisecond of such audio. */
const bytesPerMs = 48;

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
function sound({ random, units }) {
  const length = between(random, units >> 3, units >> 2) << 3;
  let audio = "";
  for (let left = length; left > 0; left -= noise.length / 2) {
    const at = between(random, 0, noise.length >> 4) << 3;
    audio += noise.slice(at, at + Math.min(left, noise.length / 2));
  }
  return audio;
}

/** What is said, piece by piece, so that the pieces joined are what was said: at most about `most` of them. */
function piecesOf(said, most = 60) {
  const words = said.split(/(?= )/);
  if (words.length <= most) return said === "" ? [] : words;
  const each = Math.ceil(words.length / most);
  return Array.from({ length: Math.ceil(words.length / each) }, (_, at) =>
    words.slice(at * each, at * each + each).join(""),
  );
}

const chance = (world, share) => world.random() < share;

/** An event of the service. */
const served = (world, type, more) => ({ type, event_id: world.id("event_"), ...more });
/** An event of the client, which may give it an id of its own. */
const sent = (world, type, more) =>
  chance(world, 0.2) ? { type, event_id: `client-${++world.wishes}`, ...more } : { type, ...more };
/** The same, with an id that an error can name. */
const named = (world, type, more) => ({ type, event_id: `client-${++world.wishes}`, ...more });

const refusal = (world, code, message, wish) =>
  served(world, "error", {
    error: { type: "invalid_request_error", code, message, param: null, event_id: wish?.event_id ?? null },
  });

/** What a stream yields that has to wait for something. */
const wait = undefined;

/** The next event of a random one of `streams`; one that is over is taken out. */
function* step(random, streams) {
  const at = Math.floor(random() * streams.length);
  const next = streams[at].next();
  if (next.done) streams.splice(at, 1);
  else if (next.value !== wait) yield next.value;
}

/** Streams of events, of which a random one goes on, until all are over. Each keeps its own order. */
function* mingled(random, streams) {
  while (streams.length > 0) yield* step(random, streams);
}

/** `events`, and between them whatever goes on in the background. */
function* withBackground(world, events) {
  const { random, background } = world;
  for (const event of events) {
    yield event;
    while (background.length > 0 && random() < 0.3) yield* step(random, background);
  }
}

// the session

const tools = {
  get_forecast: { city: "string", days: "integer" },
  book_table: { place: "string", guests: "integer" },
};

const functionTools = Object.entries(tools).map(([name, fields]) => ({
  type: "function",
  name,
  description: `Runs ${name}.`,
  parameters: {
    type: "object",
    properties: Object.fromEntries(Object.entries(fields).map(([field, type]) => [field, { type }])),
    required: Object.keys(fields),
  },
}));

const mcpServer = { type: "mcp", server_label: "parcel-desk", server_url: "https://parcels.example/mcp" };

/** The session as the service describes it. */
const stateOf = (world, transcription = world.transcription) => ({
  type: "realtime",
  object: "realtime.session",
  id: world.session,
  model: world.model,
  output_modalities: ["audio"],
  instructions: world.instructions,
  tools: world.tools,
  tool_choice: "auto",
  max_output_tokens: "inf",
  tracing: null,
  truncation: "auto",
  prompt: null,
  expires_at: 1795338000,
  audio: {
    input: {
      format: pcm,
      transcription: transcription && { model: transcription, language: null, prompt: null },
      noise_reduction: null,
      turn_detection: world.vad
        ? {
            type: "server_vad",
            threshold: 0.5,
            prefix_padding_ms: 300,
            silence_duration_ms: 500,
            idle_timeout_ms: null,
            create_response: true,
            interrupt_response: true,
          }
        : null,
    },
    output: { format: pcm, voice: world.voice, speed: 1 },
  },
  include: null,
});

/** A wish of the client for the session, and its answer. */
function* updated(world, more) {
  yield sent(world, "session.update", { session: { type: "realtime", instructions: world.instructions, ...more } });
  yield served(world, "session.updated", { session: stateOf(world) });
}

function* opened(world) {
  yield served(world, "session.created", { session: stateOf(world, null) });
  world.instructions = text(world.random);
  const input = {
    format: pcm,
    transcription: world.transcription && { model: world.transcription },
    turn_detection: world.vad ? { type: "server_vad", create_response: true, interrupt_response: true } : null,
  };
  world.tools = functionTools;
  yield* updated(world, {
    output_modalities: ["audio"],
    audio: { input, output: { format: pcm } },
    tools: functionTools,
  });
}

// items of the conversation

/** An item that is whole when it joins the conversation. */
function* joined(world, item) {
  const previous_item_id = world.last;
  world.last = item.id;
  yield served(world, "conversation.item.added", { previous_item_id, item });
  yield served(world, "conversation.item.done", { previous_item_id, item });
}

/** Keeps an item as one that the client may still speak of; only of the last few, as nobody looks back for long. */
function remember(world, item) {
  world.items.push(item);
  if (world.items.length > 12) world.items.shift();
}

/** A wish of the client for an item, and, later or at once, its answer. */
const wished = (world, item) => {
  const own = chance(world, 0.2) ? { id: `turn-${++world.wishes}` } : {};
  return sent(world, "conversation.item.create", { item: { ...own, ...item } });
};

function* granted(world, { item }) {
  const { id = world.id("item_"), type, ...rest } = item;
  const whole = type === "message" ? { id, type, status: "completed", ...rest } : { id, type, ...rest };
  yield* joined(world, whole);
  remember(world, whole);
}

function* created(world, item) {
  const wish = wished(world, item);
  yield wish;
  yield* granted(world, wish);
}

const written = (world) => ({
  type: "message",
  role: "user",
  content: [{ type: "input_text", text: text(world.random) }],
});

function seen({ random, context }) {
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

function transcribe(world, item_id, way = pick(world.random, transcriptionNames)) {
  if (world.transcription === null) return;
  if (world.transcription.endsWith("-diarize")) way = "segments";
  world.background.push(transcriptions[way](world, { item_id, content_index: 0 }));
}

/** Audio of the user. Where it goes over WebRTC or SIP, the recorder sees none of it, but time goes on. */
function* appended(world, pieces) {
  for (let left = pieces; left > 0; left--) {
    const audio = sound(world);
    world.clock += Math.floor((audio.length * 3) / 4 / bytesPerMs);
    if (world.transport === "websocket") yield sent(world, "input_audio_buffer.append", { audio });
  }
}

/** What was in the buffer becomes an item. */
function* committed(world, item_id) {
  yield served(world, "input_audio_buffer.committed", { previous_item_id: world.last, item_id });
  const content = [{ type: "input_audio", transcript: null }];
  yield* joined(world, { id: item_id, type: "message", status: "completed", role: "user", content });
}

/** The service hears speech begin; `item_id` is what it will be. The padding before it may reach into what was said before. */
function* speechStarted(world, item_id) {
  world.spoken = item_id;
  world.started = Math.max(0, world.clock - between(world.random, 0, 300));
  // of some models the transcript begins before there is an item
  world.isHeard = world.transcription === "gpt-realtime-whisper" && chance(world, 0.2);
  if (world.isHeard) transcribe(world, item_id, "pieces");
  yield served(world, "input_audio_buffer.speech_started", { audio_start_ms: world.started, item_id });
}

/** What the user says, up to the item that it becomes. Speech may have begun already, into the words of the model. */
function* spoken(world) {
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

// what the model answers

function obfuscation({ random }) {
  const at = between(random, 0, noise.length >> 1);
  return noise.slice(at, at + between(random, 2, 15));
}

const countsOf = (text_tokens, audio_tokens, image_tokens) => ({ text_tokens, audio_tokens, image_tokens });

/** Tokens of a response; the context grows with each, up to where the service truncates it. */
function usageOf(world, run) {
  const { random, context } = world;
  if (run.next === 0) return usage(countsOf(0, 0, 0), countsOf(0, 0, 0), 0, 0);
  const inputs = countsOf(context.text, context.audio, context.image);
  const cached = countsOf(
    Math.floor((inputs.text_tokens * random()) / 64) * 64,
    Math.floor((inputs.audio_tokens * random()) / 64) * 64,
    0,
  );
  const reasoning = world.model === "gpt-realtime-2.1" ? between(random, 0, run.text) : undefined;
  context.text = (context.text + run.text) % 20_000;
  context.audio = (context.audio + run.audio + between(random, 10, 90)) % 20_000;
  return usage(inputs, cached, run.text, run.audio, reasoning);
}

const sum = ({ text_tokens, audio_tokens, image_tokens }) => text_tokens + audio_tokens + image_tokens;

const usage = (inputs, cached, text_tokens, audio_tokens, reasoning_tokens) => ({
  total_tokens: sum(inputs) + text_tokens + audio_tokens,
  input_tokens: sum(inputs),
  output_tokens: text_tokens + audio_tokens,
  input_token_details: { ...inputs, cached_tokens: sum(cached), cached_tokens_details: cached },
  output_token_details: {
    text_tokens,
    audio_tokens,
    ...(reasoning_tokens !== undefined && { reasoning_tokens }),
  },
});

/** What goes on in a response; `left` counts the deltas until it is cut. */
function* cutIn(run) {
  const { cutting } = run;
  run.cutting = undefined;
  if (cutting) yield* cutting();
}

/** An item of the response begins, in the conversation also, unless the response stands outside. */
function* begun(run, item) {
  const { world } = run;
  const place = { response_id: run.id, output_index: run.next++ };
  yield served(world, "response.output_item.added", { ...place, item });
  const previous_item_id = world.last;
  if (!run.aside) {
    world.last = item.id;
    yield served(world, "conversation.item.added", { previous_item_id, item });
  }
  return { ...place, previous_item_id };
}

function* ended(run, { response_id, output_index, previous_item_id }, item) {
  const { world } = run;
  // the service often forgets it on messages of the model
  const previous = chance(world, 0.25) ? null : previous_item_id;
  if (!run.aside) yield served(world, "conversation.item.done", { previous_item_id: previous, item });
  yield served(world, "response.output_item.done", { response_id, output_index, item });
  run.output[output_index] = item;
  if (!run.aside) remember(world, item);
}

const isOver = (run) => run.left <= 0;
/** A cut item is incomplete; of some cancelled responses it is completed all the same. */
const statusOf = (run) =>
  !isOver(run) || (run.status === "cancelled" && chance(run.world, 0.2)) ? "completed" : "incomplete";

const audioType = "response.output_audio.delta";

/** A message of as many parts as there are texts. */
const message = (...texts) =>
  function* (run) {
    if (isOver(run)) return;
    const { world, isSpoken } = run;
    const { random } = world;
    const said = isSpoken ? "response.output_audio_transcript" : "response.output_text";
    const deltaType = `${said}.delta`;
    const [kind, field] = isSpoken ? ["audio", "transcript"] : ["text", "text"];
    const phase = world.model === "gpt-realtime-2.1" ? { phase: pick(random, ["commentary", "final_answer"]) } : {};
    const item = {
      id: world.id("item_"),
      type: "message",
      status: "in_progress",
      role: "assistant",
      content: [],
      ...phase,
    };
    const begin = yield* begun(run, item);
    const content = [];
    const part = (type, whole, place) => {
      const made = { type: kind, [field]: whole };
      return served(world, type, { ...place, part: made, ...(world.azure && { content: made }) });
    };
    for (const whole of texts) {
      if (isOver(run)) break;
      const place = {
        response_id: run.id,
        item_id: item.id,
        output_index: begin.output_index,
        content_index: content.length,
      };
      yield part("response.content_part.added", "", place);
      if (isSpoken && world.transport !== "websocket" && !run.isPlaying) {
        run.isPlaying = true;
        yield played(world, "started", run.id);
      }
      let heard = "";
      for (const delta of piecesOf(whole)) {
        if (run.left-- <= 0) {
          yield* cutIn(run);
          break;
        }
        heard += delta;
        run.text++;
        yield { type: deltaType, event_id: world.id("event_"), ...place, delta, obfuscation: obfuscation(world) };
        if (!isSpoken || random() < 0.5) continue;
        run.audio += 4;
        if (world.transport === "websocket")
          yield { type: audioType, event_id: world.id("event_"), ...place, delta: sound(world) };
      }
      if (isSpoken) yield served(world, "response.output_audio.done", place);
      yield served(world, `${said}.done`, { ...place, [field]: heard });
      yield part("response.content_part.done", heard, place);
      content.push({ type: isSpoken ? "output_audio" : "output_text", [field]: heard });
    }
    yield* ended(run, begin, { ...item, status: statusOf(run), content });
  };

/** Events of what a phone or a browser plays have ids of another make. */
const played = (world, what, response_id) => ({
  type: `output_audio_buffer.${what}`,
  event_id: `event_${Array.from({ length: 16 }, () => between(world.random, 0, 15).toString(16)).join("")}`,
  response_id,
});

const values = {
  string: (random) => text(random).slice(0, 40),
  integer: (random) => between(random, 1, 9),
};

function argumentsOf(random, name) {
  const fields = Object.entries(tools[name]).map(([field, type]) => [field, values[type](random)]);
  return JSON.stringify(Object.fromEntries(fields), null, random() < 0.5 ? 2 : 0);
}

/** Arguments as they come, up to where the response is cut; answers with what came of them. */
function* argued(run, type, place, whole) {
  const { world } = run;
  let made = "";
  for (const delta of whole.split(/(?<=[{}":,])/)) {
    if (run.left-- <= 0) {
      yield* cutIn(run);
      break;
    }
    made += delta;
    run.text++;
    yield served(world, `${type}.delta`, { ...place, delta, obfuscation: obfuscation(world) });
  }
  return made;
}

/** A call of a function of the client, which learns of it by `calls`. */
const call = (calls) =>
  function* (run) {
    if (isOver(run)) return;
    const { world } = run;
    const name = pick(world.random, Object.keys(tools));
    const call_id = world.id("call_").slice(0, 21);
    const item = { id: world.id("item_"), type: "function_call", status: "in_progress", name, call_id, arguments: "" };
    const begin = yield* begun(run, item);
    const place = { response_id: run.id, item_id: item.id, output_index: begin.output_index, call_id };
    const type = "response.function_call_arguments";
    const made = yield* argued(run, type, place, argumentsOf(world.random, name));
    yield served(world, `${type}.done`, { ...place, name, arguments: made });
    if (!isOver(run)) calls.push(call_id);
    yield* ended(run, begin, { ...item, status: statusOf(run), arguments: made });
  };

const parcelArguments = (random) => JSON.stringify({ parcel: between(random, 1000, 9999) });

/** A call that the service makes itself. */
const mcpCall = (approval_request_id) =>
  function* (run) {
    const { world } = run;
    const { random } = world;
    const item = {
      id: world.id("mcp_"),
      type: "mcp_call",
      server_label: mcpServer.server_label,
      name: "track_parcel",
      arguments: "",
      approval_request_id,
      output: null,
      error: null,
    };
    const begin = yield* begun(run, item);
    const { output_index } = begin;
    const place = { response_id: run.id, item_id: item.id, output_index };
    const made = yield* argued(run, "response.mcp_call_arguments", place, parcelArguments(random));
    yield served(world, "response.mcp_call_arguments.done", { ...place, arguments: made });
    yield served(world, "response.mcp_call.in_progress", { output_index, item_id: item.id });
    const isFailed = chance(world, 0.2);
    yield served(world, `response.mcp_call.${isFailed ? "failed" : "completed"}`, { output_index, item_id: item.id });
    const result = isFailed
      ? { error: { type: "tool_execution_error", message: "The parcel is not known." } }
      : { output: text(random) };
    yield* ended(run, begin, { ...item, arguments: made, ...result });
  };

/** The service asks whether it may call; `requests` gets the id. */
const approvalRequest = (requests) =>
  function* (run) {
    const { world } = run;
    const item = {
      id: world.id("mcpr_"),
      type: "mcp_approval_request",
      server_label: mcpServer.server_label,
      name: "track_parcel",
      arguments: parcelArguments(world.random),
    };
    requests.push(item.id);
    yield* ended(run, yield* begun(run, item), item);
  };

const failure = { type: "server_error", code: "inference_not_available", message: "The model did not answer." };
const detailsOf = (status, reason) =>
  status === "completed" ? null : status === "failed" ? { type: status, error: failure } : { type: status, reason };

/**
 * A response with `outputs`, one after another or at once. One that is not to be completed is cut after `cut` deltas; what the
 * client or the user does then are the events of `cutting`.
 */
function* response(world, outputs, plan = {}) {
  const { random } = world;
  const {
    status = "completed",
    reason,
    cut = Infinity,
    cutting,
    aside = false,
    atOnce = false,
    metadata = null,
  } = plan;
  const { modality = "audio" } = plan;
  const isSpoken = modality === "audio";
  const run = {
    world,
    id: world.id("resp_"),
    status,
    cutting,
    aside,
    isSpoken,
    left: cut,
    next: 0,
    output: [],
    text: 0,
    audio: 0,
  };
  const state = (now, status_details, output, counts) => ({
    object: "realtime.response",
    id: run.id,
    status: now,
    status_details,
    output,
    conversation_id: aside ? null : world.conversation,
    output_modalities: [modality],
    max_output_tokens: "inf",
    audio: { output: { format: pcm, voice: world.voice } },
    usage: counts,
    metadata,
  });
  yield served(world, "response.created", { response: state("in_progress", null, [], null) });
  if (world.limits === "while it runs") yield limited(world);
  if (atOnce)
    yield* mingled(
      random,
      outputs.map((output) => output(run)),
    );
  else for (const output of outputs) yield* output(run);
  yield* cutIn(run);
  const isCleared = run.isPlaying && status === "cancelled";
  if (isCleared) yield played(world, "cleared", run.id);
  const counts = usageOf(world, run);
  yield served(world, "response.done", { response: state(status, detailsOf(status, reason), run.output, counts) });
  if (world.limits === "after it") yield limited(world);
  if (isCleared) yield truncated(world, run.output.at(-1).id);
  else if (run.isPlaying) yield played(world, "stopped", run.id);
}

function limited(world) {
  const { random } = world;
  const tokens = { name: "tokens", limit: 40_000, remaining: between(random, 0, 40_000), reset_seconds: random() };
  return served(world, "rate_limits.updated", { rate_limits: chance(world, 0.05) ? [] : [tokens] });
}

const truncated = (world, item_id, audio_end_ms = chance(world, 0.2) ? 0 : between(world.random, 20, 900)) =>
  served(world, "conversation.item.truncated", { item_id, content_index: 0, audio_end_ms });

/** The client asks for a response and gets it. */
function* asked(world, outputs, plan = {}) {
  const { modality, aside, metadata } = plan;
  const settings = {
    ...(modality && { output_modalities: [modality] }),
    ...(aside && { conversation: "none" }),
    ...(metadata && { metadata }),
  };
  yield sent(world, "response.create", Object.keys(settings).length > 0 ? { response: settings } : {});
  yield* response(world, outputs, plan);
}

const answer = (world) => message(text(world.random));
/** Text or speech, as the client asks for it. */
const modalityOf = (world) => pick(world.random, ["text", "audio"]);
const someCut = (world) => (chance(world, 0.2) ? 0 : between(world.random, 1, 12));

/** How turns may go, how often, and whether they need the service to hear when the user speaks. */
const turns = {
  voice: {
    weight: 70,
    needsVad: true,
    *events(world) {
      yield* spoken(world);
      yield* response(world, [answer(world)]);
    },
  },
  /** The client says when the user has spoken. */
  manual: {
    weight: 3,
    *events(world) {
      yield* appended(world, between(world.random, 2, 6));
      yield sent(world, "input_audio_buffer.commit");
      const item_id = world.id("item_");
      yield* committed(world, item_id);
      transcribe(world, item_id);
      yield* asked(world, [answer(world)]);
    },
  },
  text: {
    weight: 3,
    *events(world) {
      yield* created(world, chance(world, 0.1) ? seen(world) : written(world));
      yield* asked(world, [answer(world)], { modality: modalityOf(world) });
    },
  },
  /** What was said before is told at once, and then answered. */
  history: {
    weight: 0.5,
    *events(world) {
      const content = [{ type: "output_text", text: text(world.random) }];
      const wishes = [written(world), { type: "message", role: "assistant", content }, written(world)].map((item) =>
        wished(world, item),
      );
      yield* wishes;
      for (const wish of wishes) yield* granted(world, wish);
      yield* asked(world, [answer(world)], { modality: modalityOf(world) });
    },
  },
  /** Functions are called, and their results told, while the response still runs or after it. */
  call: {
    weight: 3,
    *events(world) {
      const calls = [];
      yield* created(world, written(world));
      const outputs = Array.from({ length: pick(world.random, [1, 1, 2]) }, () => call(calls));
      const wishes = [];
      const tell = () => {
        for (const call_id of calls.splice(0))
          wishes.push(wished(world, { type: "function_call_output", call_id, output: text(world.random) }));
        return wishes;
      };
      const early = function* () {
        yield* tell();
      };
      const isEarly = chance(world, 0.4);
      yield* asked(world, outputs, { modality: "text", ...(isEarly && { cutting: early }) });
      if (!isEarly) yield* tell();
      for (const wish of wishes) yield* granted(world, wish);
      yield* asked(world, [answer(world)], { modality: modalityOf(world) });
    },
  },
  /** Items of one response come at once, one of several parts among them. */
  several: {
    weight: 1,
    *events(world) {
      yield* created(world, written(world));
      const calls = [];
      const outputs = [answer(world), message(text(world.random), text(world.random)), call(calls)];
      yield* asked(world, outputs, { modality: modalityOf(world), atOnce: chance(world, 0.7) });
      for (const call_id of calls) yield* created(world, { type: "function_call_output", call_id, output: "{}" });
    },
  },
  /** The user speaks while the model does; what is said is for the next turn, or this one where that is another. */
  interrupted: {
    weight: 4,
    needsVad: true,
    *events(world) {
      yield* spoken(world);
      const cutting = () => speechStarted(world, world.id("item_"));
      yield* response(world, [answer(world)], {
        status: "cancelled",
        reason: "turn_detected",
        cut: someCut(world),
        cutting,
      });
      yield* spoken(world);
      yield* response(world, [answer(world)]);
    },
  },
  cancelled: {
    weight: 1,
    *events(world) {
      yield* created(world, written(world));
      const modality = modalityOf(world);
      const cutting = function* () {
        yield sent(world, "response.cancel");
        if (world.transport !== "websocket" && modality === "audio") yield sent(world, "output_audio_buffer.clear");
      };
      const plan = { status: "cancelled", reason: "client_cancelled", cut: someCut(world), cutting, modality };
      yield* asked(world, [pick(world.random, [answer(world), call([])])], plan);
    },
  },
  incomplete: {
    weight: 1,
    *events(world) {
      yield* created(world, written(world));
      const reason = pick(world.random, ["max_output_tokens", "content_filter"]);
      const plan = { status: "incomplete", reason, cut: between(world.random, 1, 6), modality: modalityOf(world) };
      const long = message(`${text(world.random)} And there is more, which nobody will read to its end.`);
      yield* asked(world, [pick(world.random, [long, call([])])], plan);
    },
  },
  failed: {
    weight: 0.5,
    *events(world) {
      yield* created(world, written(world));
      yield* asked(world, [], { status: "failed" });
    },
  },
  /** A response outside of the conversation, while others go on. */
  aside: {
    weight: 1,
    *events(world) {
      const plan = { aside: true, modality: "text", metadata: { topic: "summary" } };
      world.background.push(asked(world, [answer(world)], plan));
      yield* turns.text.events(world);
    },
  },
  /** The client cuts what was not heard, looks at an item, takes one back. */
  edit: {
    weight: 1,
    *events(world) {
      yield* created(world, written(world));
      yield* asked(world, [message(`Well, ${text(world.random)}`)], { modality: "audio" });
      const audible = world.items.findLast(({ content }) => content?.[0]?.type === "output_audio");
      const audio_end_ms = between(world.random, 0, 400);
      yield sent(world, "conversation.item.truncate", { item_id: audible.id, content_index: 0, audio_end_ms });
      yield truncated(world, audible.id, audio_end_ms);
      const item = pick(world.random, world.items);
      yield sent(world, "conversation.item.retrieve", { item_id: item.id });
      yield served(world, "conversation.item.retrieved", { item });
      const at = world.items.findIndex(({ id, content }) => id !== world.last && content?.[0]?.type === "input_text");
      const [taken] = world.items.splice(at, 1);
      yield sent(world, "conversation.item.delete", { item_id: taken.id });
      yield served(world, "conversation.item.deleted", { item_id: taken.id });
    },
  },
  /** Nobody speaks, and the service says so itself, by an item that nobody sent. */
  idle: {
    weight: 0.5,
    needsVad: true,
    *events(world) {
      yield* appended(world, 2);
      const item_id = world.id("item_");
      const audio_start_ms = world.clock;
      world.clock += 5000;
      const triggered = { audio_start_ms, audio_end_ms: world.clock, item_id };
      yield served(world, "input_audio_buffer.timeout_triggered", triggered);
      const content = [{ type: "input_text", text: "The user has said nothing for a while." }];
      yield* joined(world, { id: world.id("item_"), type: "message", status: "completed", role: "system", content });
      yield* committed(world, item_id);
      transcribe(world, item_id, "nothing");
      yield* response(world, [answer(world)]);
    },
  },
  /** The service calls a tool of another server, which it has to list first, and may have to ask for. */
  mcp: {
    weight: 0.7,
    *events(world) {
      if (!world.isListed) yield* listed(world);
      yield* created(world, written(world));
      const requests = [];
      if (world.isListed && chance(world, 0.6)) yield* asked(world, [approvalRequest(requests)], { modality: "text" });
      const [approval_request_id = null] = requests;
      const approve = chance(world, 0.8);
      if (approval_request_id !== null) {
        const id = `approval-${++world.wishes}`;
        yield* created(world, { id, type: "mcp_approval_response", approval_request_id, approve });
      }
      const isCalled = world.isListed && (approval_request_id === null || approve);
      const called = isCalled ? [mcpCall(approval_request_id)] : [];
      yield* asked(world, [...called, answer(world)], { modality: "text" });
    },
  },
  update: {
    weight: 10,
    *events(world) {
      world.instructions = text(world.random);
      yield* updated(world, { output_modalities: ["audio"] });
    },
  },
  clear: {
    weight: 3,
    *events(world) {
      yield* appended(world, 1);
      yield sent(world, "input_audio_buffer.clear");
      yield served(world, "input_audio_buffer.cleared");
    },
  },
  /** Wishes that cannot be. */
  refused: {
    weight: 2,
    *events(world) {
      yield sent(world, "response.cancel");
      yield refusal(world, "response_cancel_not_active", "Cancellation failed: no active response found");
      const wish = named(world, "conversation.item.create", { previous_item_id: "turn-0", item: written(world) });
      yield wish;
      yield refusal(world, "item_create_invalid_previous", "There is no item to stand after.", wish);
      const late = named(world, "response.create", {});
      const cutting = function* () {
        yield late;
        yield refusal(world, "conversation_already_has_active_response", "One response is enough.", late);
      };
      yield* asked(world, [answer(world)], { cutting, modality: modalityOf(world) });
    },
  },
  /** A key of the phone. */
  tone: {
    weight: 0,
    *events(world) {
      const received_at = 1795330000 + Math.floor(world.clock / 1000);
      yield { type: "input_audio_buffer.dtmf_event_received", event: pick(world.random, ["1", "#", "9"]), received_at };
    },
  },
};

/** The tools of an MCP server become known. */
function* listed(world) {
  world.tools = [...functionTools, mcpServer];
  yield* updated(world, { tools: world.tools });
  const item_id = world.id("mcpl_");
  const item = { id: item_id, type: "mcp_list_tools", server_label: mcpServer.server_label, tools: [] };
  const previous_item_id = world.last;
  world.last = item_id;
  yield served(world, "conversation.item.added", { previous_item_id, item });
  yield served(world, "mcp_list_tools.in_progress", { item_id });
  world.isListed = chance(world, 0.85);
  const input_schema = { type: "object", properties: { parcel: { type: "integer" } } };
  const found = world.isListed ? [{ name: "track_parcel", input_schema }] : [];
  yield served(world, "conversation.item.done", { previous_item_id, item: { ...item, tools: found } });
  yield served(world, `mcp_list_tools.${world.isListed ? "completed" : "failed"}`, { item_id });
}

/** Kinds of turns that there are. */
export const kinds = Object.keys(turns);

// sessions

/** What the service knows of a session that begins. */
function worldOf(random, sort) {
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

function turnOf(world, names, made) {
  if (names) return turns[names[made % names.length]];
  const { random, vad, transport } = world;
  const possible = Object.entries(turns).filter(([, { needsVad }]) => vad || !needsVad);
  const weight = ([name, turn]) => (name === "tone" && transport === "sip" ? 10 : turn.weight);
  let left = random() * possible.reduce((all, turn) => all + weight(turn), 0);
  return (possible.find((turn) => (left -= weight(turn)) < 0) ?? possible[0])[1];
}

/** Whatever still goes on comes to its end. */
const settled = (world) => mingled(world.random, world.background);

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
