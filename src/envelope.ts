/**
 * Record -> event. A record is an event, a response, or an envelope that a recorder put around one.
 * One table says where envelopes keep what they carry.
 */
import { type Content, type Direction, type Step, recorderFields } from "./event.ts";
import { foreignKind } from "./foreign.ts";
import { isObject, typeOf } from "./json.ts";
import { stepsOf } from "./pointer.ts";

/**
 * Where recorders put the event, as an object or as a string of JSON.
 * Sources: openai-realtime-api-beta lib/client.js (event), openai-realtime-agents types.ts (eventData),
 * Asterisk-AI-Voice-Agent logging guide (event_data), openai-agents-python model_events.py and HAR (data),
 * Chrome DevTools Protocol Network.webSocketFrameReceived (params.response.payloadData),
 * livekit agents realtime_model.py (lk.pii.event), Blau transcripts (text), mitmproxy WebSocketMessage (content), Docker's
 * json-file (log), systemd's journal (MESSAGE), Google Cloud logging (textPayload, jsonPayload).
 */
const payloads: readonly (readonly string[])[] = [
  ["event"],
  ["data"],
  ["eventData"],
  ["event_data"],
  ["message"],
  ["payload"],
  ["msg"],
  ["lk.pii.event"],
  ["extra", "lk.pii.event"],
  ["text"],
  ["content"],
  ["params"],
  ["response", "payloadData"],
  ["log"],
  ["MESSAGE"],
  ["textPayload"],
  ["jsonPayload"],
];

/** Envelopes in envelopes: openai-agents-python has two around an event; nobody is known to have more than three. */
const maxWrappings = 4;

/** Fields of a RealtimeResponse that few other objects have; one is enough to be taken for one. */
const telling = new Set([
  "object",
  "status",
  "status_details",
  "output",
  "output_modalities",
  "conversation_id",
  "max_output_tokens",
]);
/** The others; they count together with one of the above or with each other. */
const common = new Set(["id", "usage", "audio", "metadata"]);

type Properties = Record<string, unknown>;

/** Tells whether a type is one of an event. */
export type Knows = (type: string) => boolean;

/** Who sent what an envelope carries, by the words that recorders have for it; `sent` is what the client sent. */
const senders: Readonly<Record<string, Direction>> = {
  client: "client",
  "c>s": "client",
  sent: "client",
  framesent: "client",
  send: "client",
  out: "client",
  outgoing: "client",
  outbound: "client",
  ">": "client",
  ">>>": "client",
  ">>": "client",
  "→": "client",
  server: "server",
  "s>c": "server",
  received: "server",
  framereceived: "server",
  receive: "server",
  recv: "server",
  in: "server",
  incoming: "server",
  inbound: "server",
  "<": "server",
  "<<<": "server",
  "<<": "server",
  "←": "server",
};

const longestSender = Math.max(...Object.keys(senders).map((word) => word.length));

/**
 * Where recorders say who sent an event. Sources: openai-realtime-api-beta lib/client.js (source), openai-realtime-agents
 * types.ts and pydantic-ai ws_cassettes.py (direction), Blau transcripts (from), HAR (type), Playwright (event), mitmproxy WebSocketMessage
 * (from_client), livekit agents realtime_model.py (message), Chrome DevTools Protocol (method).
 */
const senderFields = ["direction", "source", "from", "type", "message", "msg", "event"];

/** Keys whose values decide what a record is taken for, where it or what is around it has them. */
export const lookedAt: ReadonlySet<string> = new Set([
  ...payloads.flat(),
  ...senderFields,
  "object",
  "from_client",
  "method",
]);

/** Whether a record has a field that might say who sent it, beside its type. */
export function maySaySender(record: object): boolean {
  return [...senderFields, "from_client", "method"].some((name) => name !== "type" && Object.hasOwn(record, name));
}

const frames: Readonly<Record<string, Direction>> = {
  "Network.webSocketFrameSent": "client",
  "Network.webSocketFrameReceived": "server",
};

/** Who sent it, by one word of a recorder. */
export function senderBy(word: unknown): Direction | undefined {
  if (typeof word !== "string" || word.length > longestSender) return undefined;
  const key = word.toLowerCase();
  return Object.hasOwn(senders, key) ? senders[key] : undefined;
}

function senderOf(record: Properties): Direction | undefined {
  const { from_client: fromClient, method } = record;
  if (typeof fromClient === "boolean") return fromClient ? "client" : "server";
  if (typeof method === "string" && Object.hasOwn(frames, method)) return frames[method];
  for (const name of senderFields) {
    const sender = Object.hasOwn(record, name) ? senderBy(record[name]) : undefined;
    if (sender) return sender;
  }
  return undefined;
}

/**
 * Where recorders say to which connection a record belongs. Sources: Chrome DevTools Protocol Network.webSocketFrameReceived (requestId);
 * the others are what loggers and proxies call it.
 */
const sessionFields = [
  "session_id",
  "sessionId",
  "connection_id",
  "connectionId",
  "conn_id",
  "connId",
  "call_id",
  "callId",
  "stream_id",
  "streamId",
  "requestId",
];

const isKey = (value: unknown): value is string | number => typeof value === "string" || typeof value === "number";

/** The keys to the field of an envelope that says to which session the event along `path` in it belongs; undefined where none does. */
export function sessionKeyAt(record: unknown, path: readonly Step[]): string[] | undefined {
  let around = record;
  const way: string[] = [];
  for (const step of path) {
    if (step === null || !isObject(around)) return undefined;
    const fields = around;
    const name = sessionFields.find((field) => isKey(fields[field]));
    if (name !== undefined) return [...way, name];
    way.push(step);
    around = around[step];
  }
  return undefined;
}

/**
 * What a record says of the session that the event along `path` in it belongs to: what lies at `pointer` in the record, or else in the
 * first field around the event that recorders are known to have for it. Undefined where nothing says it.
 */
export function sessionKeyIn(record: unknown, path: readonly Step[], pointer?: string): string | undefined {
  const steps = pointer === undefined ? sessionKeyAt(record, path) : stepsOf(pointer);
  const found = steps?.reduce<unknown>(
    (value, step) => (Array.isArray(value) || isObject(value) ? (value as Properties)[step] : undefined),
    record,
  );
  return isKey(found) ? String(found) : undefined;
}

/** An event with its sender, if `record`, itself or an envelope around it, says who that is. */
function withSender(event: Content & { kind: "event" }, record: Properties): Content {
  const sender = senderOf(record);
  if (sender) event.sender = sender;
  return event;
}

function recognised(value: Properties, path: Step[], knows: Knows): Content | undefined {
  const { type, object } = value;
  if (typeof type === "string" && knows(type)) {
    return withSender({ kind: "event", type, payload: value, path }, value);
  }
  return object === "realtime.response" ? { kind: "response", payload: value, path } : undefined;
}

const tellingFields = (value: Properties): number => Object.keys(value).filter((name) => telling.has(name)).length;

function resembles(value: Properties, path: Step[]): Content | undefined {
  if (value["type"] != null) return undefined;
  const fields = Object.keys(value);
  const tells = tellingFields(value);
  const others = fields.filter((name) => common.has(name)).length;
  const onlyTelling = tells === 1 && fields.every((name) => telling.has(name) || recorderFields.includes(name));
  const isNamed = fields.some((name) => value[name] === "realtime.response");
  const enough = isNamed || tells + others >= 2 || onlyTelling;
  return enough ? { kind: "response", payload: value, path } : undefined;
}

/** A `type` that no event has; in an envelope only of a value that nothing else is known of. */
function unknownType(value: Properties, path: Step[]): Content | undefined {
  const { type } = value;
  return type == null ? undefined : { kind: "unknown-type", type, path };
}

type Judge = (value: Properties, path: Step[]) => Content | undefined;

function parsed(text: string): unknown {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Looks for what `judge` knows in the envelope `value`, and in envelopes within it, `depth` of which are around it. */
function unwrap(value: Properties, path: Step[], judge: Judge, depth = 0): Content | undefined {
  if (depth === maxWrappings) return undefined;
  for (const keys of payloads) {
    let carried = carriedAt(value, keys);
    const way: Step[] = [...path, ...keys];
    if (typeof carried === "string") {
      carried = parsed(carried);
      way.push(null);
    }
    if (!isObject(carried)) continue;
    const content = judge(carried, way) ?? unwrap(carried, way, judge, depth + 1);
    if (!content) continue;
    return content.kind === "event" && !content.sender ? withSender(content, value) : content;
  }
  return undefined;
}

/** Something that a recorder wrote: no type, fields of a recorder's own, or a type that no event could have. */
const isRecorded = ({ type, ...more }: Properties): boolean =>
  typeof type !== "string" || !type.includes(".") || recorderFields.some((name) => Object.hasOwn(more, name));

/** Fields of a response that are so many that nothing else can be meant. */
const certainlyResponse = 3;

/** What lies in `record` along `keys`. */
function carriedAt(record: Properties, keys: readonly string[]): unknown {
  let carried: unknown = record;
  for (const key of keys) carried = isObject(carried) && Object.hasOwn(carried, key) ? carried[key] : undefined;
  return carried;
}

/** Where a payload lies that is a string and should be JSON, and is cut off or broken. */
function brokenPayload(record: Properties): string | undefined {
  for (const keys of payloads) {
    const carried = carriedAt(record, keys);
    if (typeof carried === "string" && /^\s*\{/.test(carried) && parsed(carried) === undefined) return keys.join(".");
    const inner = isObject(carried) ? brokenPayload(carried) : undefined;
    if (inner !== undefined) return `${keys.join(".")}.${inner}`;
  }
  return undefined;
}

/** What a record carries, by what it says of itself: README, "What a record is taken for". */
export function contentOf(record: unknown, knows: Knows): Content {
  if (!isObject(record)) return { kind: "unrecognized", got: noObject(record) };
  const known: Judge = (value, path) => recognised(value, path, knows);
  const guessed: Judge = (value, path) => resembles(value, path) ?? unknownType(value, path);
  const sure =
    known(record, []) ??
    (tellingFields(record) >= certainlyResponse ? resembles(record, []) : undefined) ??
    unwrap(record, [], known);
  if (sure) return sure;
  const what = foreignKind(record);
  if (what !== undefined) return { kind: "foreign", what };
  return (
    resembles(record, []) ?? (isRecorded(record) ? unwrap(record, [], guessed) : undefined) ?? unrecognized(record)
  );
}

/** What is no object, and how its records are got out if there are some in it. */
function noObject(record: unknown): string {
  const type = typeOf(record);
  if (typeof record === "string" && parsed(record) !== undefined)
    return `${type} with JSON in it (jq -r . takes it out)`;
  if (Array.isArray(record) && isObject(record[0])) return `${type} (jq -c '.[]' takes its elements out)`;
  return type;
}

/** HTTP Archive 1.2, as browsers save it. */
const isHar = ({ log }: Properties): boolean => isObject(log) && Array.isArray(log["entries"]);

function unrecognized(record: Properties): Content {
  if (isHar(record)) {
    return {
      kind: "unrecognized",
      got: "a HAR archive (jq -c '.log.entries[]._webSocketMessages[]?' takes its messages out)",
    };
  }
  const broken = brokenPayload(record);
  if (broken !== undefined && isRecorded(record)) {
    return { kind: "unrecognized", got: `JSON that is cut off or broken in "${broken}"` };
  }
  return unknownType(record, []) ?? { kind: "unrecognized", got: fieldsOf(record) };
}

/**
 * The same where every record is to be a RealtimeResponse, wrapped or not; an event is not one, nor is an object without
 * any field of one.
 */
export function responseIn(record: unknown, knows: Knows): Content {
  const content = contentOf(record, knows);
  if (content.kind === "response" || content.kind === "foreign") return content;
  if (content.kind === "event") return { kind: "unrecognized", got: `the event ${content.type}` };
  if (!isObject(record)) return { kind: "unrecognized", got: noObject(record) };
  const fields = Object.keys(record);
  const isOne = fields.length === 0 || fields.some((name) => telling.has(name) || common.has(name));
  return isOne ? { kind: "response", payload: record, path: [] } : { kind: "unrecognized", got: fieldsOf(record) };
}

function fieldsOf(record: Properties): string {
  const fields = Object.keys(record);
  if (fields.length === 0) return "an empty object";
  const shown = fields.slice(0, 5).map((name) => JSON.stringify(name));
  const lack = record["type"] == null ? ' without "type",' : "";
  return `an object${lack} with ${shown.join(", ")}${fields.length > shown.length ? ", …" : ""}`;
}
