/** What the model answers: responses, and the items in them. */
import { between, pick, text } from "../generate.mjs";
import { chance, mingled, obfuscation, pcm, piecesOf, sent, served, sound } from "./world.mjs";
import { mcpServer, tools } from "./session.mjs";
import { remember } from "./conversation.mjs";

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
export const message = (...texts) =>
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
export const call = (calls) =>
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
export const mcpCall = (approval_request_id) =>
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
export const approvalRequest = (requests) =>
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
export function* response(world, outputs, plan = {}) {
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

export const truncated = (world, item_id, audio_end_ms = chance(world, 0.2) ? 0 : between(world.random, 20, 900)) =>
  served(world, "conversation.item.truncated", { item_id, content_index: 0, audio_end_ms });

/** The client asks for a response and gets it. */
export function* asked(world, outputs, plan = {}) {
  const { modality, aside, metadata } = plan;
  const settings = {
    ...(modality && { output_modalities: [modality] }),
    ...(aside && { conversation: "none" }),
    ...(metadata && { metadata }),
  };
  yield sent(world, "response.create", Object.keys(settings).length > 0 ? { response: settings } : {});
  yield* response(world, outputs, plan);
}
