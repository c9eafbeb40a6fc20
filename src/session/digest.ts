/**
 * What the prover tells of a record that it proved -> what the record shows of its session, the same as seenIn() makes of a record that
 * was parsed.
 */
import { counts, F } from "./lens.ts";
import type { ContentImage, ItemImage, LimitImage, ResponseImage, Seen, Usage } from "./seen.ts";
import { seenIn } from "./seen.ts";
import { type Id, idOf, type Text } from "./text.ts";

/** Words of a record that was digested, and of its entries, as prover/assembly/layout.ts has them. */
const headWords = 6;
const entryWords = 4;
/** A digest of an event that is like one before: a flag of its event, and the words before the entries that differ. */
const isAgain = 0x8000_0000;
const againWords = 8;
const fieldBits = 0x7fff;
const isText = 1;
const isNumber = 2;
const isOdd = 3;
const isNull = 4;
const isObject = 6;
const isArray = 7;
const isLength = 8;

const audio = idOf("audio");
const high = 0x1_0000_0000;

/** A record that was digested. Its bytes are those from `from` to `to`, blanks at the line's beginning are from `lineStart` on. */
export interface Digested {
  line: number;
  lineStart: number;
  from: number;
  to: number;
  seen: Seen;
  /** What says which session it is of. */
  key: Id | undefined;
}

const emptyContent = (): ContentImage => ({ type: undefined, text: undefined, transcript: undefined, hasAudio: false });

const emptyItem = (): ItemImage => ({
  id: undefined,
  type: undefined,
  role: undefined,
  status: undefined,
  callId: undefined,
  name: undefined,
  approvalRequestId: undefined,
  arguments: undefined,
  content: [],
});

const emptyResponse = (): ResponseImage => ({
  id: undefined,
  status: undefined,
  statusDetails: undefined,
  conversationId: undefined,
  wantsAudio: undefined,
  output: undefined,
  usage: undefined,
});

const emptyUsage = (): Usage => ({
  total: undefined,
  input: undefined,
  output: undefined,
  inputText: undefined,
  inputAudio: undefined,
  inputImage: undefined,
  cached: undefined,
  cachedText: undefined,
  cachedAudio: undefined,
  cachedImage: undefined,
  outputText: undefined,
  outputAudio: undefined,
  reasoning: undefined,
});

const emptySeen = (): Seen => ({
  kind: "",
  eventId: undefined,
  responseId: undefined,
  itemId: undefined,
  previousItemId: undefined,
  callId: undefined,
  outputIndex: undefined,
  contentIndex: undefined,
  delta: undefined,
  text: undefined,
  transcript: undefined,
  arguments: undefined,
  audio: 0,
  startMs: undefined,
  endMs: undefined,
  elapsedMs: undefined,
  response: undefined,
  item: undefined,
  part: undefined,
  usage: undefined,
  limits: undefined,
  session: undefined,
  errorEventId: undefined,
  errorCode: undefined,
  payload: () => ({}),
});

/** What an event has for itself that is otherwise like one before. */
export interface Variation {
  line: number;
  eventId: Id | undefined;
  delta: Text | undefined;
}

/** Reads digests, one after another; what it gives is good until the next. */
export interface DigestReader {
  /** The record at a word. @param base words before the first in the memory that addresses in them are of. */
  read(words: Uint32Array, at: number, base: number, kind: string): Digested;
  /** The same of one that is like another, which is not read again. */
  readVariation(words: Uint32Array, at: number): Variation;
}

/** The number of the event of the digest at a word. */
export const eventAt = (words: Uint32Array, start: number): number => (words[start + 1] ?? 0) & ~isAgain;

/** The word at which the digest begins that the one at a word is like; undefined where it stands for itself. */
export const originOf = (words: Uint32Array, start: number, base: number): number | undefined =>
  (words[start + 1] ?? 0) >= isAgain ? ((words[start + headWords] ?? 0) >>> 2) - base : undefined;

// what an entry has, by its kind

function idAt(words: Uint32Array, place: number, kind: number): Id | undefined {
  return kind === isText ? (words[place + 1] ?? 0) * 0x200000 + ((words[place + 2] ?? 0) >>> 11) : undefined;
}

function numberAt(words: Uint32Array, place: number, kind: number): number | undefined {
  if (kind !== isNumber) return undefined;
  const [low, upper] = [words[place + 1] ?? 0, words[place + 2] ?? 0];
  return upper === 0 ? low : upper * high + low;
}

function readText(words: Uint32Array, place: number, into: Text): Text {
  into.one = (words[place + 1] ?? 0) | 0;
  into.other = (words[place + 2] ?? 0) | 0;
  into.length = words[place + 3] ?? 0;
  return into;
}

const textAt = (words: Uint32Array, place: number, kind: number): Text | undefined =>
  kind === isText ? readText(words, place, { one: 0, other: 0, length: 0 }) : undefined;

/** @param payloadOf parses the event of a record that was digested. */
export function createDigestReader(payloadOf: (digested: Digested) => Record<string, unknown>): DigestReader {
  const delta: Text = { one: 0, other: 0, length: 0 };
  const variation: Variation = { line: 0, eventId: undefined, delta: undefined };
  const seen = emptySeen();
  const digested: Digested = { line: 0, lineStart: 0, from: 0, to: 0, seen, key: undefined };
  seen.payload = () => payloadOf(digested);

  function clear(): void {
    seen.eventId = undefined;
    seen.responseId = undefined;
    seen.itemId = undefined;
    seen.previousItemId = undefined;
    seen.callId = undefined;
    seen.outputIndex = undefined;
    seen.contentIndex = undefined;
    seen.delta = undefined;
    seen.text = undefined;
    seen.transcript = undefined;
    seen.arguments = undefined;
    seen.audio = 0;
    seen.startMs = undefined;
    seen.endMs = undefined;
    seen.elapsedMs = undefined;
    seen.response = undefined;
    seen.item = undefined;
    seen.part = undefined;
    seen.usage = undefined;
    seen.limits = undefined;
    seen.session = undefined;
    seen.errorEventId = undefined;
    seen.errorCode = undefined;
    digested.key = undefined;
  }

  function read(words: Uint32Array, start: number, base: number, eventKind: string): Digested {
    const word = (place: number): number => words[place] ?? 0;
    const origin = originOf(words, start, base);
    digested.line = word(start + 2);
    digested.lineStart = word(start + 3);
    digested.from = word(start + 4);
    digested.to = word(start + 5);
    clear();
    seen.kind = eventKind;
    let response: ResponseImage | undefined;
    let tokens: Usage | undefined;
    let item: ItemImage | undefined;
    let content: ContentImage | undefined;
    let limit: LimitImage | undefined;
    let hasOdd = false;
    // where it is like another, what it has for itself comes last
    let isRest = origin === undefined;
    let place = (origin ?? start) + headWords;
    let end = (origin ?? start) + word(origin ?? start);
    for (; place < end || !isRest; place += entryWords) {
      if (place >= end) {
        isRest = true;
        place = start + againWords;
        end = start + word(start);
      }
      const head = word(place);
      const kind = head >>> 16;
      const field = head & fieldBits;
      if (kind === isOdd && field !== F.reset) {
        hasOdd = true;
        continue;
      }
      switch (field) {
        case F.eventId:
          seen.eventId = idAt(words, place, kind);
          break;
        case F.responseId:
          seen.responseId = idAt(words, place, kind);
          break;
        case F.itemId:
          seen.itemId = idAt(words, place, kind);
          break;
        case F.previousItemId:
          seen.previousItemId = kind === isNull ? null : idAt(words, place, kind);
          break;
        case F.callId:
          seen.callId = idAt(words, place, kind);
          break;
        case F.outputIndex:
          seen.outputIndex = numberAt(words, place, kind);
          break;
        case F.contentIndex:
          seen.contentIndex = numberAt(words, place, kind);
          break;
        case F.delta:
          if (kind === isLength) seen.audio = word(place + 3);
          else if (kind === isText) seen.delta = readText(words, place, delta);
          break;
        case F.text:
          seen.text = textAt(words, place, kind);
          break;
        case F.transcript:
          seen.transcript = textAt(words, place, kind);
          break;
        case F.arguments:
          seen.arguments = textAt(words, place, kind);
          break;
        case F.audio:
          if (kind === isLength) seen.audio = word(place + 3);
          break;
        case F.startMs:
          seen.startMs = numberAt(words, place, kind);
          break;
        case F.endMs:
          seen.endMs = numberAt(words, place, kind);
          break;
        case F.elapsedMs:
          seen.elapsedMs = numberAt(words, place, kind);
          break;
        case F.response:
          if (kind === isObject) seen.response = response = emptyResponse();
          break;
        case F.ownId:
          if (response) response.id = idAt(words, place, kind);
          break;
        case F.status:
          if (response) response.status = idAt(words, place, kind);
          break;
        case F.details:
          if (response && kind === isNull) response.statusDetails = null;
          else if (response && kind === isObject)
            response.statusDetails = { type: undefined, reason: undefined, hasError: false };
          break;
        case F.detailsType:
          if (response?.statusDetails) response.statusDetails.type = idAt(words, place, kind);
          break;
        case F.detailsReason:
          if (response?.statusDetails) response.statusDetails.reason = idAt(words, place, kind);
          break;
        case F.detailsError:
          if (response?.statusDetails) response.statusDetails.hasError = kind === isObject;
          break;
        case F.conversationId:
          if (response) response.conversationId = kind === isNull ? null : idAt(words, place, kind);
          break;
        case F.modalities:
          if (response && kind === isArray) response.wantsAudio = false;
          break;
        case F.modality:
          if (response && idAt(words, place, kind) === audio) response.wantsAudio = true;
          break;
        case F.output:
          if (response && kind === isArray) response.output = [];
          break;
        case F.usage:
          tokens = kind === isObject ? emptyUsage() : undefined;
          if (kind === isObject || kind === isNull) (response ?? seen).usage = tokens ?? null;
          break;
        case F.item:
          item = emptyItem();
          content = undefined;
          if (response) response.output?.push(item);
          else if (kind === isObject) seen.item = item;
          break;
        case F.itemId_:
          if (item) item.id = idAt(words, place, kind);
          break;
        case F.itemType:
          if (item) item.type = idAt(words, place, kind);
          break;
        case F.itemRole:
          if (item) item.role = idAt(words, place, kind);
          break;
        case F.itemStatus:
          if (item) item.status = idAt(words, place, kind);
          break;
        case F.itemCallId:
          if (item) item.callId = idAt(words, place, kind);
          break;
        case F.itemName:
          if (item) item.name = idAt(words, place, kind);
          break;
        case F.itemApproval:
          if (item) item.approvalRequestId = idAt(words, place, kind);
          break;
        case F.itemArguments:
          if (item) item.arguments = textAt(words, place, kind);
          break;
        case F.content:
          content = emptyContent();
          item?.content.push(content);
          break;
        case F.part:
          content = emptyContent();
          if (kind === isObject) seen.part = content;
          break;
        case F.contentType:
          if (content) content.type = idAt(words, place, kind);
          break;
        case F.contentText:
          if (content) content.text = textAt(words, place, kind);
          break;
        case F.contentTranscript:
          if (content) content.transcript = textAt(words, place, kind);
          break;
        case F.contentAudio:
          if (content) content.hasAudio = kind === isLength;
          break;
        case F.sessionKey:
          digested.key =
            idAt(words, place, kind) ?? (kind === isNumber ? idOf(String(numberAt(words, place, kind))) : undefined);
          break;
        case F.session:
          if (kind === isObject)
            seen.session = { id: undefined, type: undefined, transcribes: undefined, format: undefined };
          break;
        case F.sessionId:
          if (seen.session) seen.session.id = idAt(words, place, kind);
          break;
        case F.sessionType:
          if (seen.session) seen.session.type = idAt(words, place, kind);
          break;
        case F.transcription:
          if (seen.session) seen.session.transcribes = kind === isObject;
          break;
        case F.betaTranscription:
          if (seen.session) seen.session.transcribes ??= kind === isObject;
          break;
        case F.format:
          if (seen.session) seen.session.format = idAt(words, place, kind) ?? seen.session.format;
          break;
        case F.betaFormat:
          if (seen.session) seen.session.format ??= idAt(words, place, kind);
          break;
        case F.errorEventId:
          seen.errorEventId = idAt(words, place, kind);
          break;
        case F.errorCode:
          seen.errorCode = idAt(words, place, kind);
          break;
        case F.limits:
          if (kind === isArray) seen.limits = [];
          break;
        case F.limit:
          limit = { limit: undefined, remaining: undefined, isPast: false };
          seen.limits?.push(limit);
          break;
        case F.limitOf:
          if (limit) limit.limit = numberAt(words, place, kind);
          break;
        case F.remaining:
          if (limit) limit.remaining = numberAt(words, place, kind);
          break;
        case F.reset:
          if (limit) limit.isPast = kind === isOdd && word(place + 1) === 1;
          break;
        default: {
          const name = counts[field - F.counts];
          if (tokens && name) tokens[name] = numberAt(words, place, kind);
        }
      }
    }
    // which session it is of may stand behind what is odd
    return hasOdd ? parsed() : digested;
  }

  function readVariation(words: Uint32Array, start: number): Variation {
    variation.line = words[start + 2] ?? 0;
    variation.eventId = undefined;
    variation.delta = undefined;
    const end = start + (words[start] ?? 0);
    for (let place = start + againWords; place < end; place += entryWords) {
      const head = words[place] ?? 0;
      if (head >>> 16 !== isText) continue;
      if ((head & fieldBits) === F.eventId) variation.eventId = idAt(words, place, isText);
      else variation.delta = readText(words, place, delta);
    }
    return variation;
  }

  /** What has a number in it that only parsing tells is parsed. */
  function parsed(): Digested {
    return { ...digested, seen: seenIn(seen.kind, payloadOf(digested)) };
  }
  return { read, readVariation };
}
