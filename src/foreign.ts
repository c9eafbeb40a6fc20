/** Records that stand between events in a capture and are none: what recorders note, and media streams of phone services. */
import { isObject } from "./json.ts";

type Properties = Record<string, unknown>;

interface Foreign {
  /** What it is, as a note says it. */
  what: string;
  matches: (record: Properties) => boolean;
}

const has = (record: Properties, ...names: string[]): boolean => names.every((name) => Object.hasOwn(record, name));

const streamEvents = new Set(
  "connected start media mark stop dtmf clear error playAudio clearAudio checkpoint playedStream clearedAudio".split(
    " ",
  ),
);
const streamFields = [
  "streamSid",
  "stream_sid",
  "stream_id",
  "streamId",
  "start",
  "media",
  "mark",
  "dtmf",
  "protocol",
  "version",
];

/** What `record` says under one of `names`. */
const said = (record: Properties, ...names: string[]): string =>
  names.flatMap((name) => (typeof record[name] === "string" ? [record[name]] : [])).join(" ");

/**
 * One row a kind. Sources: twilio.com/docs/voice/media-streams/websocket-messages, developers.telnyx.com (media streaming),
 * Plivo audio streams, Vonage websockets, Genesys AudioHook, Azure Communication Services; Blau transcripts; Asterisk-AI-Voice-Agent logging guide; pydantic-ai tests/realtime/ws_cassettes.py;
 * openai-agents-python src/agents/realtime/events.py; HAR of Chrome (opcodes of RFC 6455, 5.2); openai-realtime-agents EventContext.tsx.
 */
const kinds: readonly Foreign[] = [
  {
    what: "media messages of a phone service",
    matches: (record) =>
      (streamEvents.has(said(record, "event")) && streamFields.some((name) => has(record, name))) ||
      said(record, "event").startsWith("websocket:") ||
      /^(Audio(Data|Metadata)|StopAudio|DtmfData)$/.test(said(record, "kind")) ||
      has(record, "version", "seq", "parameters"),
  },
  {
    what: "notes on the connection",
    matches: (record) =>
      /^(connection|websocket|socket)[._:]|^(session\.update_sent|connected|disconnected|(dis)?connect|open(ed)?|closed?)$/i.test(
        said(record, "event_type", "eventType", "kind", "eventName"),
      ) ||
      /^Network\.(?!webSocketFrame(Sent|Received)$)/.test(said(record, "method")) ||
      (/^(open|close)$/.test(said(record, "type")) && (has(record, "direction") || has(record, "requestId"))) ||
      (has(record, "at") && (typeof record["connect"] === "string" || isObject(record["close"]))),
  },
  {
    what: "events of an SDK, made of those of the service",
    matches: (record) =>
      /^(agent_(start|end)|handoff|tool_(start|end)|history_(updated|added)|audio_(end|interrupted)|guardrail_tripped)$/.test(
        said(record, "type"),
      ) && !has(record, "event_id"),
  },
  {
    what: "requests over HTTP, with their answers",
    matches: ({ request, response }) =>
      isObject(request) && isObject(response) && has(request, "method") && !has(response, "payloadData"),
  },
  {
    what: "notes of the recorder",
    matches: (record) =>
      isObject(record["meta"]) && Object.keys(record).every((name) => name === "meta" || name === "at"),
  },
  {
    what: "frames that carry no text",
    matches: (record) =>
      (typeof record["opcode"] === "number" && record["opcode"] !== 1 && has(record, "data")) ||
      (has(record, "at", "binary") && !has(record, "event")),
  },
];

/** What a record is that is no Realtime traffic; undefined where it should be. */
export function foreignKind(record: Properties): string | undefined {
  return kinds.find(({ matches }) => matches(record))?.what;
}
