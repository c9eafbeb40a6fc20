/** What one event shows of its session: the few fields that rules look at. Texts are only there as their hashes. */
import { isObject } from "../json.ts";
import { type Id, idOf, type Text, textOf } from "./text.ts";

/** A part of a message's content. */
export interface ContentImage {
  type: Id | undefined;
  text: Text | undefined;
  transcript: Text | undefined;
  /** It carries audio itself. */
  hasAudio: boolean;
}

/** An item as an event shows it. */
export interface ItemImage {
  id: Id | undefined;
  type: Id | undefined;
  role: Id | undefined;
  status: Id | undefined;
  callId: Id | undefined;
  name: Id | undefined;
  approvalRequestId: Id | undefined;
  arguments: Text | undefined;
  content: ContentImage[];
}

/** Token counts of a response; undefined where one is not told. */
export interface Usage {
  total: number | undefined;
  input: number | undefined;
  output: number | undefined;
  inputText: number | undefined;
  inputAudio: number | undefined;
  inputImage: number | undefined;
  cached: number | undefined;
  cachedText: number | undefined;
  cachedAudio: number | undefined;
  cachedImage: number | undefined;
  outputText: number | undefined;
  outputAudio: number | undefined;
  reasoning: number | undefined;
}

export interface ResponseImage {
  id: Id | undefined;
  status: Id | undefined;
  /** Null where it is null, undefined where it is not told. */
  statusDetails: { type: Id | undefined; reason: Id | undefined; hasError: boolean } | null | undefined;
  conversationId: Id | null | undefined;
  /** Whether audio is among the output modalities. */
  wantsAudio: boolean | undefined;
  /** Undefined where it is no array. */
  output: ItemImage[] | undefined;
  usage: Usage | null | undefined;
}

/** A rate limit as an event shows it. */
export interface LimitImage {
  limit: number | undefined;
  remaining: number | undefined;
  /** It was reset in the past. */
  isPast: boolean;
}

/** What an event says of how its session is set. */
export interface SessionImage {
  id: Id | undefined;
  type: Id | undefined;
  /** Whether input is transcribed; undefined where it is not told. */
  transcribes: boolean | undefined;
  /** The format of output audio. */
  format: Id | undefined;
}

/** Counts that go on from event to event need no fields of their own in every one of them. */
export interface Seen {
  /** Type of the event, by its name in GA; see kinds.ts. */
  kind: string;
  eventId: Id | undefined;
  responseId: Id | undefined;
  itemId: Id | undefined;
  /** Null is the beginning of the conversation. */
  previousItemId: Id | null | undefined;
  callId: Id | undefined;
  outputIndex: number | undefined;
  contentIndex: number | undefined;
  delta: Text | undefined;
  text: Text | undefined;
  transcript: Text | undefined;
  arguments: Text | undefined;
  /** Characters of base64 in it, and whether these are a whole number of bytes of 16 bits; 0 if there is no audio. */
  audio: number;
  startMs: number | undefined;
  endMs: number | undefined;
  elapsedMs: number | undefined;
  response: ResponseImage | undefined;
  item: ItemImage | undefined;
  part: ContentImage | undefined;
  /** Of a transcription; that of a response is its own. */
  usage: Usage | null | undefined;
  limits: LimitImage[] | undefined;
  session: SessionImage | undefined;
  /** Of an error, the event of the client that it is about, and its code. */
  errorEventId: Id | undefined;
  errorCode: Id | undefined;
  /** The event as it was parsed, for what is rare. */
  payload(): Record<string, unknown>;
}

type Fields = Record<string, unknown>;

const numberIn = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);
const textIn = (value: unknown): Text | undefined => (typeof value === "string" ? textOf(value) : undefined);
const idIn = (value: unknown): Id | undefined => (typeof value === "string" ? idOf(value) : undefined);
const nullableId = (value: unknown): Id | null | undefined => (value === null ? null : idIn(value));
const fieldsIn = (value: unknown): Fields => (isObject(value) ? value : {});

function contentIn(value: unknown): ContentImage {
  const { type, text, transcript, audio } = fieldsIn(value);
  return { type: idIn(type), text: textIn(text), transcript: textIn(transcript), hasAudio: typeof audio === "string" };
}

function itemIn(value: unknown): ItemImage {
  const item = fieldsIn(value);
  return {
    id: idIn(item["id"]),
    type: idIn(item["type"]),
    role: idIn(item["role"]),
    status: idIn(item["status"]),
    callId: idIn(item["call_id"]),
    name: idIn(item["name"]),
    approvalRequestId: idIn(item["approval_request_id"]),
    arguments: textIn(item["arguments"]),
    content: Array.isArray(item["content"]) ? item["content"].map(contentIn) : [],
  };
}

function usageIn(value: unknown): Usage | null | undefined {
  if (!isObject(value)) return value === null ? null : undefined;
  const input = fieldsIn(value["input_token_details"]);
  const cached = fieldsIn(input["cached_tokens_details"]);
  const output = fieldsIn(value["output_token_details"]);
  return {
    total: numberIn(value["total_tokens"]),
    input: numberIn(value["input_tokens"]),
    output: numberIn(value["output_tokens"]),
    inputText: numberIn(input["text_tokens"]),
    inputAudio: numberIn(input["audio_tokens"]),
    inputImage: numberIn(input["image_tokens"]),
    cached: numberIn(input["cached_tokens"]),
    cachedText: numberIn(cached["text_tokens"]),
    cachedAudio: numberIn(cached["audio_tokens"]),
    cachedImage: numberIn(cached["image_tokens"]),
    outputText: numberIn(output["text_tokens"]),
    outputAudio: numberIn(output["audio_tokens"]),
    reasoning: numberIn(output["reasoning_tokens"]),
  };
}

function limitIn(value: unknown): LimitImage {
  const { limit, remaining, reset_seconds: reset } = fieldsIn(value);
  return {
    limit: numberIn(limit),
    remaining: numberIn(remaining),
    isPast: typeof reset === "number" && reset < 0,
  };
}

function responseIn(value: Fields): ResponseImage {
  const { status_details: details, output, output_modalities: modalities, modalities: betaModalities } = value;
  const wanted = modalities ?? betaModalities;
  return {
    id: idIn(value["id"]),
    status: idIn(value["status"]),
    statusDetails: isObject(details)
      ? { type: idIn(details["type"]), reason: idIn(details["reason"]), hasError: isObject(details["error"]) }
      : details === null
        ? null
        : undefined,
    conversationId: nullableId(value["conversation_id"]),
    wantsAudio: Array.isArray(wanted) ? wanted.includes("audio") : undefined,
    output: Array.isArray(output) ? output.map(itemIn) : undefined,
    usage: usageIn(value["usage"]),
  };
}

function sessionIn(value: Fields): SessionImage {
  const { audio, input_audio_transcription: betaTranscription, output_audio_format: betaFormat } = value;
  const { input, output } = fieldsIn(audio);
  const { transcription = betaTranscription } = fieldsIn(input);
  return {
    id: idIn(value["id"]),
    type: idIn(value["type"]),
    transcribes: transcription === undefined ? undefined : isObject(transcription),
    format: idIn(fieldsIn(fieldsIn(output)["format"])["type"]) ?? idIn(betaFormat),
  };
}

/** Whether the delta of an event of this kind is audio in base64, which nobody reads. */
export const isAudioKind = (kind: string): boolean => kind.endsWith("output_audio.delta");

/** What an event shows that was parsed. Whatever is of another type than it should be is not seen. */
export function seenIn(kind: string, payload: Fields): Seen {
  const { delta, audio, response, item, part, session, rate_limits: limits } = payload;
  const sound = isAudioKind(kind) ? delta : audio;
  const error = fieldsIn(payload["error"]);
  return {
    kind,
    eventId: idIn(payload["event_id"]),
    responseId: idIn(payload["response_id"]),
    itemId: idIn(payload["item_id"]),
    previousItemId: nullableId(payload["previous_item_id"]),
    callId: idIn(payload["call_id"]),
    outputIndex: numberIn(payload["output_index"]),
    contentIndex: numberIn(payload["content_index"]),
    delta: sound === delta ? undefined : textIn(delta),
    text: textIn(payload["text"]),
    transcript: textIn(payload["transcript"]),
    arguments: textIn(payload["arguments"]),
    audio: typeof sound === "string" ? sound.length : 0,
    startMs: numberIn(payload["audio_start_ms"]),
    endMs: numberIn(payload["audio_end_ms"]),
    elapsedMs: numberIn(payload["elapsed_ms"]),
    response: isObject(response) ? responseIn(response) : undefined,
    item: isObject(item) ? itemIn(item) : undefined,
    part: isObject(part) ? contentIn(part) : undefined,
    usage: usageIn(payload["usage"]),
    limits: Array.isArray(limits) ? limits.map(limitIn) : undefined,
    session: isObject(session) ? sessionIn(session) : undefined,
    errorEventId: idIn(error["event_id"]),
    errorCode: idIn(error["code"]),
    payload: () => payload,
  };
}
