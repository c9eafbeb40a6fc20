/**
 * Mistakes that people make, each one change of an event that is as it should be: each has its one finding, and the words
 * that end the search. Where somebody was seen to make it, the row says where.
 */
import { createValidator } from "../src/index.ts";
import { everyWay } from "./support/every-way.ts";
import { isObject } from "../src/json.ts";
import { cleared, done, type Fields, message, response } from "./support/records.ts";

const place = { response_id: "resp_1", item_id: "item_1", output_index: 0, content_index: 0 };
const pcm = { type: "audio/pcm", rate: 24000 };
const server = (type: string, more: Fields): Fields => ({ type, event_id: "event_1", ...more });
const user = { type: "message", role: "user", content: [{ type: "input_text", text: "A table for two" }] };
const tool = { type: "function", name: "book", description: "Books a table", parameters: { type: "object" } };
const settings = {
  type: "realtime",
  output_modalities: ["audio"],
  instructions: "Book tables.",
  tools: [tool],
  tool_choice: "auto",
  audio: {
    input: {
      format: pcm,
      transcription: { model: "whisper-1" },
      turn_detection: { type: "server_vad", threshold: 0.5 },
    },
    output: { format: pcm, voice: "marin" },
  },
};

const bases: Record<string, Fields> = {
  done: done(),
  response: response(),
  created: server("session.created", { session: { id: "sess_1", object: "realtime.session", ...settings } }),
  update: { type: "session.update", session: settings },
  text: server("response.output_text.delta", { ...place, delta: "A" }),
  audio: server("response.output_audio.delta", { ...place, delta: "AAAA" }),
  arguments: server("response.function_call_arguments.done", {
    ...place,
    content_index: undefined,
    call_id: "call_1",
    name: "book",
    arguments: "{}",
  }),
  part: server("response.content_part.added", { ...place, part: { type: "audio", transcript: "" } }),
  item: server("conversation.item.added", { previous_item_id: null, item: message("Booked.") }),
  create: { type: "conversation.item.create", item: user },
  say: {
    type: "conversation.item.create",
    item: { type: "message", role: "assistant", content: [{ type: "output_text", text: "Hello" }] },
  },
  result: { type: "conversation.item.create", item: { type: "function_call_output", call_id: "call_1", output: "{}" } },
  respond: { type: "response.create", response: { instructions: "Be brief.", output_modalities: ["text"] } },
  append: { type: "input_audio_buffer.append", audio: "AAAA" },
  truncate: { type: "conversation.item.truncate", item_id: "item_1", content_index: 0, audio_end_ms: 700 },
  remove: { type: "conversation.item.delete", item_id: "item_1" },
  limits: server("rate_limits.updated", {
    rate_limits: [{ name: "tokens", limit: 100, remaining: 90, reset_seconds: 0.2 }],
  }),
  error: server("error", {
    error: { type: "invalid_request_error", code: null, message: "no", param: null, event_id: null },
  }),
  started: server("input_audio_buffer.speech_started", { audio_start_ms: 0, item_id: "item_1" }),
  committed: server("input_audio_buffer.committed", { previous_item_id: null, item_id: "item_1" }),
  heard: server("conversation.item.input_audio_transcription.completed", {
    item_id: "item_1",
    content_index: 0,
    transcript: "Yes",
    usage: { type: "duration", seconds: 1 },
  }),
  cleared: cleared(),
  listing: server("mcp_list_tools.completed", { item_id: "item_1" }),
  calling: server("response.mcp_call.in_progress", { output_index: 0, item_id: "item_1" }),
  playing: server("output_audio_buffer.started", { response_id: "resp_1" }),
  pressed: { type: "input_audio_buffer.dtmf_event_received", event: "7", received_at: 1795338000 },
  piece: server("conversation.item.input_audio_transcription.delta", {
    item_id: "item_1",
    content_index: 0,
    delta: "Y",
  }),
  failed: server("conversation.item.input_audio_transcription.failed", {
    item_id: "item_1",
    content_index: 0,
    error: { type: "server_error", code: null, message: "no", param: null },
  }),
  deleted: server("conversation.item.deleted", { item_id: "item_1" }),
  cut: server("conversation.item.truncated", { item_id: "item_1", content_index: 0, audio_end_ms: 700 }),
  ended: server("response.output_text.done", { ...place, text: "A table" }),
  itemDone: server("response.output_item.done", { response_id: "resp_1", output_index: 0, item: message("Booked.") }),
  transcription: {
    type: "session.update",
    session: { type: "transcription", audio: { input: { format: pcm, transcription: { model: "whisper-1" } } } },
  },
  cancel: { type: "response.cancel", response_id: "resp_1" },
  spoken: server("session.output_transcript.delta", { delta: "Ein Tisch" }),
  wrapped: { time: "2026-03-01T19:30:00.000Z", source: "server", event: cleared() },
  logged: { direction: "received", eventData: done() },
};

/** What stands for "leave it out". */
const gone = Symbol("gone");

/** A copy of `value` with what lies at a dotted path set. */
function withAt(value: unknown, [step = "", ...more]: string[], to: unknown): unknown {
  const set = (inner: unknown): unknown => (more.length === 0 ? to : withAt(inner, more, to));
  if (Array.isArray(value)) return value.map((inner: unknown, index) => (String(index) === step ? set(inner) : inner));
  const fields = isObject(value) ? value : {};
  const { [step]: inner, ...rest } = fields;
  const made = set(inner);
  return made === gone
    ? rest
    : Object.fromEntries([...Object.entries(fields).filter(([name]) => name !== step), [step, made]]);
}

type Row = [base: keyof typeof bases, path: string, value: unknown, finding: string, says: string];

const mistakes: Row[] = [
  // statuses, objects and kinds
  ["done", "response.status", "complete", "enum-mismatch /response/status", '"completed"'],
  ["done", "response.status", "canceled", "enum-mismatch /response/status", '"cancelled"'],
  ["done", "response.status", "Completed", "enum-mismatch /response/status", '"completed"'],
  ["done", "response.status", "done", "enum-mismatch /response/status", "want one of"],
  ["done", "response.status", 1, "wrong-type /response/status", "got number"],
  ["done", "response.object", "realtime.reponse", "enum-mismatch /response/object", '"realtime.response"'],
  ["done", "response.object", "response", "enum-mismatch /response/object", '"realtime.response"'],
  ["response", "object", "chat.completion", "enum-mismatch /object", '"realtime.response"'],
  ["response", "status", "succeeded", "enum-mismatch /status", "want one of"],
  ["response", "output", {}, "wrong-type /output", "want array"],
  ["response", "output", "Booked.", "wrong-type /output", "want array"],
  ["response", "output_modalities", "audio", "wrong-type /output_modalities", "want array"],
  ["response", "output_modalities.0", "voice", "enum-mismatch /output_modalities/0", '"audio"'],
  ["response", "max_output_tokens", "infinity", "enum-mismatch /max_output_tokens", '"inf"'],
  ["response", "max_output_tokens", "4096", "wrong-type /max_output_tokens", "without quotes"],
  ["response", "max_output_tokens", 12.5, "wrong-type /max_output_tokens", "12.5"],
  ["response", "metadata", { party: 2 }, "wrong-type /metadata/party", "want string"],
  ["response", "metadata", "party", "wrong-type /metadata", "want object"],
  ["response", "conversation_id", 7, "wrong-type /conversation_id", "got number"],
  ["response", "id", 7, "wrong-type /id", "want string"],
  ["response", "usage.total_tokens", "61", "wrong-type /usage/total_tokens", "without quotes"],
  ["response", "usage.prompt_tokens", 40, "unknown-field /usage/prompt_tokens", "unknown field"],
  ["response", "usage", [], "wrong-type /usage", "got array"],
  ["response", "status_details", "unimplemented", "wrong-type /status_details", "got string"],
  ["response", "status_details", { type: "canceled" }, "enum-mismatch /status_details/type", '"cancelled"'],
  [
    "response",
    "status_details",
    { type: "cancelled", reason: "turn_detection" },
    "enum-mismatch /status_details/reason",
    '"turn_detected"',
  ],
  ["response", "output.0.type", "mesage", "enum-mismatch /output/0/type", '"message"'],
  ["response", "output.0.role", "bot", "enum-mismatch /output/0/role", '"assistant"'],
  ["response", "output.0.status", "done", "enum-mismatch /output/0/status", "want one of"],
  ["response", "output.0.content", "Booked.", "wrong-type /output/0/content", "want array"],
  ["response", "output.0.content.0.type", "audio", "enum-mismatch /output/0/content/0/type", "the beta API"],
  ["response", "output.0.content.0.transcript", null, "wrong-type /output/0/content/0/transcript", "want string"],
  ["response", "audio.output.voice", 7, "wrong-type /audio/output/voice", "want"],
  ["response", "audio.output.format", "pcm16", "wrong-type /audio/output/format", "want object"],
  ["response", "audio.output.format.type", "pcm16", "enum-mismatch /audio/output/format/type", "audio/pcm"],
  // the beta's shapes in GA: TanStack/ai#586, mastra#16940, langwatch/scenario#602, openai-agents-js#466
  ["update", "session", { modalities: ["text"] }, "missing-field /session", '"modalities" is "output_modalities" here'],
  ["update", "session.modalities", ["text"], "unknown-field /session/modalities", '"output_modalities"'],
  ["update", "session.voice", "alloy", "unknown-field /session/voice", '"audio.output.voice"'],
  [
    "update",
    "session.input_audio_format",
    "pcm16",
    "unknown-field /session/input_audio_format",
    '"audio.input.format"',
  ],
  [
    "update",
    "session.output_audio_format",
    "pcm16",
    "unknown-field /session/output_audio_format",
    '"audio.output.format"',
  ],
  ["update", "session.turn_detection", null, "unknown-field /session/turn_detection", '"audio.input.turn_detection"'],
  [
    "update",
    "session.input_audio_transcription",
    {},
    "unknown-field /session/input_audio_transcription",
    '"audio.input.transcription"',
  ],
  ["update", "session.temperature", 0.8, "unknown-field /session/temperature", "is gone"],
  [
    "update",
    "session.max_response_output_tokens",
    9,
    "unknown-field /session/max_response_output_tokens",
    '"max_output_tokens"',
  ],
  ["respond", "response.modalities", ["text"], "unknown-field /response/modalities", '"output_modalities"'],
  ["done", "response.modalities", ["audio"], "unknown-field /response/modalities", '"output_modalities"'],
  // sessions
  ["update", "session.type", gone, "missing-field /session", '"type"'],
  ["update", "session.type", "conversation", "enum-mismatch /session/type", '"realtime"'], // CopilotKit/aimock
  ["update", "session", gone, "missing-field ", '"session"'],
  ["update", "session.audio.voice", "marin", "unknown-field /session/audio/voice", "unknown field"], // CopilotKit/aimock
  ["update", "session.audio.input.format", "pcm16", "wrong-type /session/audio/input/format", "want object"],
  ["update", "session.audio.input.format.rate", 16000, "enum-mismatch /session/audio/input/format/rate", "24000"],
  [
    "update",
    "session.audio.input.turn_detection.type",
    "vad",
    "enum-mismatch /session/audio/input/turn_detection/type",
    '"server_vad"',
  ],
  [
    "update",
    "session.audio.input.turn_detection.threshold",
    "0.5",
    "wrong-type /session/audio/input/turn_detection/threshold",
    "without quotes",
  ],
  [
    "update",
    "session.audio.input.turn_detection.create_response",
    "true",
    "wrong-type /session/audio/input/turn_detection/create_response",
    "want boolean (write it without quotes)",
  ],
  // one name in place of another that it does not resemble
  ["response", "audio.output.voice", { name: "marin" }, "missing-field /audio/output/voice", '"id", got "name"'],
  [
    "respond",
    "response.tool_choice",
    { type: "function", function: {} },
    "missing-field /response/tool_choice",
    '"name", got "function"',
  ],
  // JSON in a string
  ["done", "response", '{"object":"realtime.response"}', "wrong-type /response", "write the object itself"],
  ["response", "usage", '{"total_tokens":61}', "wrong-type /usage", "write the object itself"],
  ["response", "output", "[]", "wrong-type /output", "write the array itself"],
  ["response", "metadata", "null", "wrong-type /metadata", "without quotes"],
  ["update", "session.tools.0.parameters", '{"type":"object"}', "wrong-type /session/tools/0/parameters", "itself"],
  ["update", "session.tool_choice", '{"type":"mcp"}', "wrong-type /session/tool_choice", "write the object itself"],
  ["update", "session.audio.output.speed", 3, "out-of-range /session/audio/output/speed", "at most 1.5"],
  ["update", "session.tools.0.type", "func", "enum-mismatch /session/tools/0/type", '"function"'],
  ["update", "session.tools.0.meta", {}, "unknown-field /session/tools/0/meta", "unknown field"], // livekit#3871
  ["update", "session.tools", {}, "wrong-type /session/tools", "want array"],
  ["update", "session.tool_choice", "any", "enum-mismatch /session/tool_choice", '"auto"'], // aoai-realtime-audio-sdk#132
  ["created", "session.object", "realtime.sesion", "enum-mismatch /session/object", '"realtime.session"'],
  ["created", "session.expires_at", "1795338000", "wrong-type /session/expires_at", "without quotes"],
  ["created", "event_id", gone, "missing-field ", '"event_id"'],
  // items: openai-python#2126
  ["create", "item.content.0.type", "text", "enum-mismatch /item/content/0/type", "the beta API"],
  ["create", "item.content.0.type", "output_text", "enum-mismatch /item/content/0/type", "which belongs to"],
  ["say", "item.content.0.type", "input_text", "enum-mismatch /item/content/0/type", "user and system messages"],
  ["create", "item.content", "A table", "wrong-type /item/content", "want array"],
  ["create", "item.content.0", "A table", "wrong-type /item/content/0", "want object"],
  ["create", "item.role", "User", "enum-mismatch /item/role", '"user"'],
  ["create", "item.role", "developer", "enum-mismatch /item/role", "want"],
  ["create", "item.type", gone, "missing-field /item", '"type"'],
  ["create", "item", gone, "missing-field ", '"item"'],
  ["create", "item", [user], "wrong-type /item", "want object"],
  ["result", "item.output", { ok: true }, "wrong-type /item/output", "want string"],
  ["result", "item.call_id", gone, "missing-field /item", '"call_id"'],
  ["item", "item.status", "finished", "enum-mismatch /item/status", "want one of"],
  ["item", "item", gone, "missing-field ", '"item"'],
  ["item", "item.content.0.type", "text", "enum-mismatch /item/content/0/type", "beta"],
  ["part", "part.type", "output_audio", "enum-mismatch /part/type", "want"],
  // names of events: openai-openapi#518, swift-realtime-openai#55, openai-agents-python PR#2235
  ["text", "type", "response.text.delta", "unknown-event-type /type", '"response.output_text.delta"'],
  ["audio", "type", "response.audio.delta", "unknown-event-type /type", '"response.output_audio.delta"'],
  [
    "text",
    "type",
    "response.audio_transcript.delta",
    "unknown-event-type /type",
    '"response.output_audio_transcript.delta"',
  ],
  ["text", "type", "response.outputText.delta", "unknown-event-type /type", '"response.output_text.delta"'],
  ["done", "type", "response.cancelled", "unknown-event-type /type", "no Realtime event"],
  ["item", "type", "response.output_item.created", "unknown-event-type /type", "no Realtime event"],
  ["update", "type", "session.create", "unknown-event-type /type", '"session.created"'],
  ["update", "type", "transcription_session.update", "unknown-event-type /type", "beta"],
  [
    "started",
    "type",
    "input_audio_buffer.speech_start",
    "unknown-event-type /type",
    '"input_audio_buffer.speech_started"',
  ],
  // ids, indexes and deltas
  ["text", "response_id", gone, "missing-field ", '"response_id"'],
  ["text", "item_id", gone, "missing-field ", '"item_id"'],
  ["text", "output_index", "0", "wrong-type /output_index", "without quotes"],
  ["text", "content_index", -1, "out-of-range /content_index", "at least 0"],
  ["text", "content_index", gone, "missing-field ", '"content_index"'],
  ["text", "delta", null, "wrong-type /delta", "want string"],
  ["text", "delta", { text: "A" }, "wrong-type /delta", "want string"],
  ["text", "responseId", "resp_1", "unknown-field /responseId", "unknown field"],
  ["audio", "delta", "data:audio/wav;base64,AAAA", "bad-format /delta", "want base64"],
  ["audio", "delta", "AAAA\n", "bad-format /delta", "want base64"],
  ["append", "audio", "AA-_", "bad-format /audio", "want base64"],
  ["append", "audio", [0, 1], "wrong-type /audio", "want string"],
  ["append", "audio", gone, "missing-field ", '"audio"'],
  ["append", "data", "AAAA", "unknown-field /data", "unknown field"],
  ["arguments", "arguments", { table: 4 }, "wrong-type /arguments", "want string"],
  ["truncate", "audio_end_ms", 12.5, "wrong-type /audio_end_ms", "want integer"],
  ["truncate", "content_index", gone, "missing-field ", '"content_index"'],
  ["remove", "item_id", null, "wrong-type /item_id", "want string"],
  ["remove", "event_id", "x".repeat(513), "out-of-range /event_id", "at most 512"],
  ["cleared", "event_id", 7, "wrong-type /event_id", "want string"],
  // the rest
  ["limits", "rate_limits", { name: "tokens" }, "wrong-type /rate_limits", "want array"], // CopilotKit/aimock
  ["limits", "rate_limits.0.name", "token", "enum-mismatch /rate_limits/0/name", '"tokens"'],
  ["limits", "rate_limits.0.remaining", "90", "wrong-type /rate_limits/0/remaining", "without quotes"],
  ["error", "error", "no", "wrong-type /error", "want object"],
  ["error", "error.message", gone, "missing-field /error", '"message"'],
  ["error", "error.code", 400, "wrong-type /error/code", "want string or null"],
  ["started", "audio_start_ms", "0", "wrong-type /audio_start_ms", "without quotes"],
  ["started", "audio_start_ms", gone, "missing-field ", '"audio_start_ms"'],
  ["committed", "item_id", gone, "missing-field ", '"item_id"'],
  ["committed", "previous_item_id", 7, "wrong-type /previous_item_id", "want string or null"],
  ["heard", "transcript", null, "wrong-type /transcript", "want string"],
  ["heard", "usage.type", "time", "enum-mismatch /usage/type", "want"],
  ["heard", "usage.seconds", "1", "wrong-type /usage/seconds", "without quotes"],
  ["done", "response", "[Object]", "wrong-type /response", "JSON.stringify"],
  ["created", "session", "[object Object]", "wrong-type /session", "JSON.stringify"],
  ["item", "item", "[Object]", "wrong-type /item", "JSON.stringify"],
  ["done", "response", gone, "missing-field ", '"response"'],
  ["done", "response", null, "wrong-type /response", "want object"],
  ["done", "usage", { total_tokens: 61 }, "unknown-field /usage", "unknown field"],
  // calls, transcripts and the ends of things
  ["listing", "item_id", gone, "missing-field ", '"item_id"'],
  ["listing", "type", "mcp_list_tools.complete", "unknown-event-type /type", '"mcp_list_tools.completed"'],
  ["calling", "output_index", "0", "wrong-type /output_index", "without quotes"],
  ["calling", "item_id", 1, "wrong-type /item_id", "want string"],
  ["calling", "type", "response.mcp_call.started", "unknown-event-type /type", "no Realtime event"],
  ["playing", "response_id", gone, "missing-field ", '"response_id"'],
  ["playing", "type", "output_audio_buffer.start", "unknown-event-type /type", '"output_audio_buffer.started"'],
  ["playing", "event_id", null, "wrong-type /event_id", "want string"],
  ["pressed", "event", 7, "wrong-type /event", "want string"],
  ["pressed", "received_at", "now", "wrong-type /received_at", "want integer"],
  ["pressed", "type", "input_audio_buffer.dtmf", "unknown-event-type /type", "no Realtime event"],
  ["piece", "item_id", gone, "missing-field ", '"item_id"'],
  ["piece", "delta", 7, "wrong-type /delta", "want string"],
  ["piece", "content_index", 0.5, "wrong-type /content_index", "want integer"],
  ["failed", "error", "no", "wrong-type /error", "want object"],
  ["failed", "error.message", 7, "wrong-type /error/message", "want string"],
  ["failed", "error", gone, "missing-field ", '"error"'],
  ["deleted", "item_id", ["item_1"], "wrong-type /item_id", "got array"],
  ["deleted", "type", "conversation.item.removed", "unknown-event-type /type", "no Realtime event"],
  ["cut", "audio_end_ms", "700", "wrong-type /audio_end_ms", "without quotes"],
  ["cut", "item_id", null, "wrong-type /item_id", "want string"],
  ["ended", "text", gone, "missing-field ", '"text"'],
  ["ended", "text", null, "wrong-type /text", "want string"],
  ["ended", "delta", "A", "unknown-field /delta", "unknown field"],
  ["itemDone", "output_index", null, "wrong-type /output_index", "want integer"],
  ["itemDone", "item.role", "model", "enum-mismatch /item/role", '"assistant"'],
  ["itemDone", "item.type", "function", "enum-mismatch /item/type", '"function_call"'],
  ["itemDone", "item.content.0.text", 7, "wrong-type /item/content/0/text", "want string"],
  ["itemDone", "item", [], "wrong-type /item", "want object"],
  ["transcription", "session.type", "transcribe", "enum-mismatch /session/type", '"transcription"'],
  [
    "transcription",
    "session.audio.input.transcription",
    "whisper-1",
    "wrong-type /session/audio/input/transcription",
    "want object",
  ],
  [
    "transcription",
    "session.audio.input.transcription.model",
    1,
    "wrong-type /session/audio/input/transcription/model",
    "want string",
  ],
  [
    "transcription",
    "session.audio.input.noise_reduction",
    "near_field",
    "wrong-type /session/audio/input/noise_reduction",
    "want object",
  ],
  [
    "transcription",
    "session.audio.input.noise_reduction",
    { type: "near" },
    "enum-mismatch /session/audio/input/noise_reduction/type",
    '"near_field"',
  ],
  [
    "transcription",
    "session.include",
    "item.input_audio_transcription.logprobs",
    "wrong-type /session/include",
    "want array",
  ],
  [
    "transcription",
    "session.include",
    ["logprobs"],
    "enum-mismatch /session/include/0",
    "item.input_audio_transcription.logprobs",
  ],
  ["cancel", "response_id", null, "wrong-type /response_id", "want string"],
  ["cancel", "type", "response.cancelled", "unknown-event-type /type", "response.cancel"],
  ["cancel", "response", {}, "unknown-field /response", "unknown field"],
  ["spoken", "delta", null, "wrong-type /delta", "want string"],
  ["spoken", "type", "session.output_transcript.done", "unknown-event-type /type", "no Realtime event"],
  ["wrapped", "event.event_id", 7, "wrong-type /event/event_id", "want string"],
  ["wrapped", "event.type", "input_audio_buffer.clear", "wrong-direction /event/type", "only the client sends"],
  ["wrapped", "source", "client", "wrong-direction /event/type", "only the server sends"],
  ["wrapped", "event", "{", "unrecognized-record ", "cut off or broken"],
  ["logged", "direction", "sent", "wrong-direction /eventData/type", "only the server sends"],
  ["logged", "eventData.response.status", "complete", "enum-mismatch /eventData/response/status", '"completed"'],
  ["logged", "eventData.type", "response.dnoe", "unknown-event-type /eventData/type", '"response.done"'],
  // responses that are asked for
  ["respond", "response.conversation", null, "wrong-type /response/conversation", "want"],
  ["respond", "response.tool_choice", { type: "function" }, "missing-field /response/tool_choice", '"name"'],
  ["respond", "response.input", "Hello", "wrong-type /response/input", "want array"],
  ["respond", "response.output_modalities", ["speech"], "enum-mismatch /response/output_modalities/0", '"audio"'],
  ["respond", "response.max_output_tokens", "unlimited", "enum-mismatch /response/max_output_tokens", '"inf"'],
  ["respond", "response.metadata", { id: 7 }, "wrong-type /response/metadata/id", "want string"],
  ["respond", "response", "now", "wrong-type /response", "want object"],
  ["respond", "respond", {}, "unknown-field /respond", "unknown field"],
  // settings
  ["update", "session.audio.input", [], "wrong-type /session/audio/input", "want object"],
  ["update", "session.audio.output.speed", "1.2", "wrong-type /session/audio/output/speed", "without quotes"],
  ["update", "session.audio.output.speed", 0.1, "out-of-range /session/audio/output/speed", "at least 0.25"],
  ["update", "session.audio.input.format.type", "pcm16", "enum-mismatch /session/audio/input/format/type", "audio/pcm"],
  [
    "update",
    "session.audio.input.turn_detection.silence_ms",
    500,
    "unknown-field /session/audio/input/turn_detection/silence_ms",
    "unknown field",
  ],
  [
    "update",
    "session.audio.input.turn_detection",
    "server_vad",
    "wrong-type /session/audio/input/turn_detection",
    "want object",
  ],
  [
    "update",
    "session.audio.input.turn_detection",
    { type: "semantic_vad", eagerness: "fast" },
    "enum-mismatch /session/audio/input/turn_detection/eagerness",
    '"high"',
  ],
  ["update", "session.truncation", "off", "enum-mismatch /session/truncation", '"disabled"'],
  ["update", "session.tracing", "on", "enum-mismatch /session/tracing", '"auto"'],
  ["update", "session.tools.0.name", 7, "wrong-type /session/tools/0/name", "want string"],
  ["update", "session.tools.0.parameters", "{}", "wrong-type /session/tools/0/parameters", "want object"],
  ["update", "session.tools.0.strict", true, "unknown-field /session/tools/0/strict", "unknown field"],
  ["update", "session.instructions", ["Be brief."], "wrong-type /session/instructions", "want string"],
  ["update", "session.output_modalities", ["text", "voice"], "enum-mismatch /session/output_modalities/1", '"audio"'],
  ["update", "session.max_output_tokens", "inf ", "enum-mismatch /session/max_output_tokens", '"inf"'],
  ["created", "session.id", 7, "wrong-type /session/id", "want string"],
  ["created", "session.tool_choice", "allways", "enum-mismatch /session/tool_choice", "want"],
  ["created", "session.model", ["gpt-realtime"], "wrong-type /session/model", "want"],
  ["limits", "rate_limits.0.reset_seconds", "0.2", "wrong-type /rate_limits/0/reset_seconds", "without quotes"],
  ["limits", "rate_limits.0.limit", null, "wrong-type /rate_limits/0/limit", "want integer"],
  ["heard", "item_id", gone, "missing-field ", '"item_id"'],
  ["part", "part", gone, "missing-field ", '"part"'],
  ["created", "session.type", "realtme", "enum-mismatch /session/type", '"realtime"'],
];

const validate = createValidator();

test.each(Object.entries(bases))("%s is as it should be without a mistake", (_name, event) => {
  expect(validate(JSON.parse(JSON.stringify(event)))).toEqual([]);
});

test.each(mistakes)("%s: %s as %j", (base, path, value, finding, says) => {
  const found = validate(withAt(JSON.parse(JSON.stringify(bases[base])), path.split("."), value));
  expect(found.map(({ rule, pointer }) => `${rule} ${pointer}`)).toEqual([finding]);
  expect(`${found[0]?.message} (did you mean "${found[0]?.suggestion}"?)`).toContain(says);
});

test("what belongs in the object that is missing is one mistake with it", async () => {
  const item = { type: "conversation.item.create", role: "user", content: [], seats: 2 };
  const { findings } = await everyWay(`${JSON.stringify(item)}\n`.repeat(3));
  expect(findings.map((finding) => `${finding.line}:${finding.column} ${finding.message}`)).toEqual(
    [1, 2, 3].flatMap((line) => [
      `${line}:1 missing field "item", where "role", "content" belong`,
      `${line}:63 at /seats: unknown field "seats"`,
    ]),
  );
  const session = { object: "realtime.session", id: "sess_1", model: "m", tools: [] };
  expect(validate({ type: "session.created", event_id: "event_1", ...session })).toMatchObject([
    { message: 'missing field "session", where "object", "id", "model" and 1 more belong' },
  ]);
});

test("what belongs in an object beside it says so", () => {
  expect(validate({ ...done(), usage: null })).toMatchObject([
    { rule: "unknown-field", pointer: "/usage", suggestion: "response.usage" },
  ]);
});

test("a name in place of another is pointed at, and what a recorder wrote stands for nothing", async () => {
  const { findings } = await everyWay(
    '{"type":"input_audio_buffer.append","delta":"AAAA"}\n{"type":"input_audio_buffer.cleared","level":"info"}\n',
  );
  expect(findings).toMatchObject([
    { line: 1, column: 37, message: 'missing field "audio", got "delta"' },
    { line: 2, column: 1, message: 'missing field "event_id"' },
    { line: 2, column: 38, rule: "unknown-field" },
  ]);
});

test("there are enough of them, each another", () => {
  expect(mistakes.length).toBeGreaterThanOrEqual(200);
  expect(new Set(mistakes.map((row) => JSON.stringify(row))).size).toBe(mistakes.length);
});
