/**
 * Record -> event. A record is an event, a response, or an envelope that a recorder put around one.
 * One table says where envelopes keep what they carry.
 */
import { type Event, type Step, recorderFields } from "./event.ts";
import { isObject, typeOf } from "./json.ts";

/**
 * Where recorders put the event, as an object or as a string of JSON.
 * Sources: openai-realtime-api-beta lib/client.js (event), openai-realtime-agents types.ts (eventData),
 * Asterisk-AI-Voice-Agent logging guide (event_data), openai-agents-python model_events.py and HAR (data),
 * Chrome DevTools Protocol Network.webSocketFrameReceived (params.response.payloadData),
 * livekit agents realtime_model.py (lk.pii.event), Blau transcripts (text), mitmproxy WebSocketMessage (content).
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

/** Tells which types are known and which of them have a schema. */
export interface Names {
  /** Whether events of this type are checked; undefined where the type is not known. */
  checked(type: string): boolean | undefined;
}

function recognised(value: Properties, path: Step[], names: Names): Event | undefined {
  const { type, object } = value as { type?: unknown; object?: unknown };
  const checked = typeof type === "string" ? names.checked(type) : undefined;
  if (typeof type === "string" && checked !== undefined) {
    return checked
      ? { kind: "checked", event: type, schema: type, payload: value, path }
      : { kind: "unchecked", event: type, path };
  }
  return object === "realtime.response" ? asResponse(value, path) : undefined;
}

function asResponse(payload: unknown, path: Step[]): Event {
  return { kind: "checked", event: "realtime.response", schema: "response", payload, path };
}

function resembles(value: Properties, path: Step[]): Event | undefined {
  if (value["type"] != null) return undefined;
  const fields = Object.keys(value);
  const tells = fields.filter((name) => telling.has(name)).length;
  const others = fields.filter((name) => common.has(name)).length;
  const onlyTelling = tells === 1 && fields.every((name) => telling.has(name) || recorderFields.includes(name));
  const isNamed = fields.some((name) => value[name] === "realtime.response");
  const enough = isNamed || tells + others >= 2 || onlyTelling;
  return enough ? asResponse(value, path) : undefined;
}

/** A `type` that no event has; in an envelope only of a value that nothing else is known of. */
function unknownType(value: Properties, path: Step[]): Event | undefined {
  const { type } = value as { type?: unknown };
  return type == null ? undefined : { kind: "unknown-event-type", type, path };
}

type Judge = (value: Properties, path: Step[]) => Event | undefined;

function parsed(text: string): unknown {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Looks for what `judge` knows in the envelope `value`, and in envelopes within it, `depth` of which are around it. */
function unwrap(value: Properties, path: Step[], judge: Judge, depth = 0): Event | undefined {
  if (depth === maxWrappings) return undefined;
  for (const keys of payloads) {
    let carried = carriedAt(value, keys);
    const way: Step[] = [...path, ...keys];
    if (typeof carried === "string") {
      carried = parsed(carried);
      way.push(null);
    }
    if (!isObject(carried)) continue;
    const event = judge(carried, way) ?? unwrap(carried, way, judge, depth + 1);
    if (event) return event;
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

/** What a record is, by what it says of itself: README, "What a record is taken for". */
export function classify(record: unknown, names: Names): Event {
  const want = "a Realtime event or a RealtimeResponse";
  if (!isObject(record)) {
    return { kind: "unrecognized-record", got: typeOf(record), want };
  }
  const known: Judge = (value, path) => recognised(value, path, names);
  const guessed: Judge = (value, path) => resembles(value, path) ?? unknownType(value, path);
  const fields = Object.keys(record).filter((name) => telling.has(name)).length;
  return (
    known(record, []) ??
    (fields >= certainlyResponse ? resembles(record, []) : undefined) ??
    unwrap(record, [], known) ??
    resembles(record, []) ??
    (isRecorded(record) ? unwrap(record, [], guessed) : undefined) ??
    unrecognized(record, want)
  );
}

function unrecognized(record: Properties, want: string): Event {
  const broken = brokenPayload(record);
  if (broken !== undefined && isRecorded(record)) {
    return { kind: "unrecognized-record", got: `JSON that is cut off or broken in "${broken}"`, want };
  }
  return unknownType(record, []) ?? { kind: "unrecognized-record", got: fieldsOf(record), want };
}

/** Every record as a RealtimeResponse, wrapped or not; an event is not one, nor is an object without any field of one. */
export function classifyAsResponse(record: unknown, names: Names): Event {
  const event = classify(record, names);
  if (event.kind === "checked" && event.schema === "response") return event;
  const want = "a RealtimeResponse";
  if (event.kind === "checked" || event.kind === "unchecked") {
    return { kind: "unrecognized-record", got: `the event ${event.event}`, want };
  }
  if (!isObject(record)) return { kind: "unrecognized-record", got: typeOf(record), want };
  const fields = Object.keys(record);
  const isOne = fields.length === 0 || fields.some((name) => telling.has(name) || common.has(name));
  return isOne ? asResponse(record, []) : { kind: "unrecognized-record", got: fieldsOf(record), want };
}

function fieldsOf(record: Properties): string {
  const fields = Object.keys(record);
  if (fields.length === 0) return "an empty object";
  const shown = fields.slice(0, 5).map((name) => JSON.stringify(name));
  const lack = record["type"] == null ? ' without "type",' : "";
  return `an object${lack} with ${shown.join(", ")}${fields.length > shown.length ? ", …" : ""}`;
}
