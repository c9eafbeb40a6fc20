/** What a record shows by each of its fields: a table of readers, by the numbers that lens.ts gives. */
import {
  idAt,
  isArray,
  isNegativeAt,
  isNull,
  isObject,
  isText,
  lengthAt,
  nullableIdAt,
  numberAt,
  readText,
  textAt,
} from "./entry.ts";
import { emptyContent, emptyItem, emptyLimit, emptyResponse, emptySeen, emptySession, emptyUsage } from "./images.ts";
import { counts, F } from "./lens.ts";
import type { ContentImage, ItemImage, LimitImage, ResponseImage, Seen, SessionImage, Usage } from "./seen.ts";
import { type Id, idOf, type Text } from "./text.ts";

/** What a record shows so far. Fields follow the object that they are in, which is the last of its kind. */
export interface Shown {
  seen: Seen;
  response: ResponseImage;
  details: NonNullable<ResponseImage["statusDetails"]>;
  usage: Usage;
  item: ItemImage;
  content: ContentImage;
  session: SessionImage;
  limit: LimitImage;
  /** What says which session it is of. */
  key: Id | undefined;
  /** Where the text of a delta is read into. */
  delta: Text;
}

const emptyDetails = (): Shown["details"] => ({ type: undefined, reason: undefined, hasError: false });

export const nothingShown = (): Shown => ({
  seen: emptySeen("", () => ({})),
  response: emptyResponse(),
  details: emptyDetails(),
  usage: emptyUsage(),
  item: emptyItem(),
  content: emptyContent(),
  session: emptySession(),
  limit: emptyLimit(),
  key: undefined,
  delta: { one: 0, other: 0, length: 0 },
});

/** Reads the entry at a place, which is of a kind. */
type Read = (shown: Shown, kind: number, words: Uint32Array, place: number) => void;

const audio = idOf("audio");

function readDelta({ seen, delta }: Shown, kind: number, words: Uint32Array, place: number): void {
  seen.audio = lengthAt(kind, words, place) ?? seen.audio;
  if (kind === isText) seen.delta = readText(words, place, delta);
}

function readResponse(shown: Shown, kind: number): void {
  if (kind === isObject) shown.seen.response = shown.response = emptyResponse();
}

function readDetails(shown: Shown, kind: number): void {
  if (kind === isObject) shown.response.statusDetails = shown.details = emptyDetails();
  else if (kind === isNull) shown.response.statusDetails = null;
}

function readUsage(shown: Shown, kind: number): void {
  const { seen } = shown;
  const owner = seen.response ?? seen;
  if (kind === isObject) owner.usage = shown.usage = emptyUsage();
  else if (kind === isNull) owner.usage = null;
}

function readItem(shown: Shown, kind: number): void {
  const { seen } = shown;
  const item = emptyItem();
  shown.item = item;
  if (seen.response) seen.response.output?.push(item);
  else if (kind === isObject) seen.item = item;
}

function readContent(shown: Shown): void {
  const content = emptyContent();
  shown.content = content;
  shown.item.content.push(content);
}

function readPart(shown: Shown, kind: number): void {
  shown.content = emptyContent();
  if (kind === isObject) shown.seen.part = shown.content;
}

function readKey(shown: Shown, kind: number, words: Uint32Array, place: number): void {
  const number = numberAt(kind, words, place);
  shown.key = number === undefined ? idAt(kind, words, place) : idOf(String(number));
}

function readSession(shown: Shown, kind: number): void {
  if (kind === isObject) shown.seen.session = shown.session = emptySession();
}

function readLimit(shown: Shown): void {
  const limit = emptyLimit();
  shown.limit = limit;
  shown.seen.limits?.push(limit);
}

const table: Readonly<Record<number, Read>> = {
  [F.eventId]: ({ seen }, kind, words, place) => (seen.eventId = idAt(kind, words, place)),
  [F.responseId]: ({ seen }, kind, words, place) => (seen.responseId = idAt(kind, words, place)),
  [F.itemId]: ({ seen }, kind, words, place) => (seen.itemId = idAt(kind, words, place)),
  [F.previousItemId]: ({ seen }, kind, words, place) => (seen.previousItemId = nullableIdAt(kind, words, place)),
  [F.callId]: ({ seen }, kind, words, place) => (seen.callId = idAt(kind, words, place)),
  [F.outputIndex]: ({ seen }, kind, words, place) => (seen.outputIndex = numberAt(kind, words, place)),
  [F.contentIndex]: ({ seen }, kind, words, place) => (seen.contentIndex = numberAt(kind, words, place)),
  [F.delta]: readDelta,
  [F.text]: ({ seen }, kind, words, place) => (seen.text = textAt(kind, words, place)),
  [F.transcript]: ({ seen }, kind, words, place) => (seen.transcript = textAt(kind, words, place)),
  [F.arguments]: ({ seen }, kind, words, place) => (seen.arguments = textAt(kind, words, place)),
  [F.audio]: ({ seen }, kind, words, place) => (seen.audio = lengthAt(kind, words, place) ?? seen.audio),
  [F.startMs]: ({ seen }, kind, words, place) => (seen.startMs = numberAt(kind, words, place)),
  [F.endMs]: ({ seen }, kind, words, place) => (seen.endMs = numberAt(kind, words, place)),
  [F.elapsedMs]: ({ seen }, kind, words, place) => (seen.elapsedMs = numberAt(kind, words, place)),
  [F.errorEventId]: ({ seen }, kind, words, place) => (seen.errorEventId = idAt(kind, words, place)),
  [F.errorCode]: ({ seen }, kind, words, place) => (seen.errorCode = idAt(kind, words, place)),
  [F.sessionKey]: readKey,

  [F.response]: readResponse,
  [F.ownId]: ({ response }, kind, words, place) => (response.id = idAt(kind, words, place)),
  [F.status]: ({ response }, kind, words, place) => (response.status = idAt(kind, words, place)),
  [F.details]: readDetails,
  [F.detailsType]: ({ details }, kind, words, place) => (details.type = idAt(kind, words, place)),
  [F.detailsReason]: ({ details }, kind, words, place) => (details.reason = idAt(kind, words, place)),
  [F.detailsError]: ({ details }, kind) => (details.hasError = kind === isObject),
  [F.conversationId]: ({ response }, kind, words, place) =>
    (response.conversationId = nullableIdAt(kind, words, place)),
  [F.modalities]: ({ response }, kind) => (response.wantsAudio = kind === isArray ? false : response.wantsAudio),
  [F.modality]: ({ response }, kind, words, place) => (response.wantsAudio ||= idAt(kind, words, place) === audio),
  [F.output]: ({ response }, kind) => (response.output = kind === isArray ? [] : response.output),
  [F.usage]: readUsage,

  [F.item]: readItem,
  [F.itemId_]: ({ item }, kind, words, place) => (item.id = idAt(kind, words, place)),
  [F.itemType]: ({ item }, kind, words, place) => (item.type = idAt(kind, words, place)),
  [F.itemRole]: ({ item }, kind, words, place) => (item.role = idAt(kind, words, place)),
  [F.itemStatus]: ({ item }, kind, words, place) => (item.status = idAt(kind, words, place)),
  [F.itemCallId]: ({ item }, kind, words, place) => (item.callId = idAt(kind, words, place)),
  [F.itemName]: ({ item }, kind, words, place) => (item.name = idAt(kind, words, place)),
  [F.itemApproval]: ({ item }, kind, words, place) => (item.approvalRequestId = idAt(kind, words, place)),
  [F.itemArguments]: ({ item }, kind, words, place) => (item.arguments = textAt(kind, words, place)),

  [F.content]: readContent,
  [F.part]: readPart,
  [F.contentType]: ({ content }, kind, words, place) => (content.type = idAt(kind, words, place)),
  [F.contentText]: ({ content }, kind, words, place) => (content.text = textAt(kind, words, place)),
  [F.contentTranscript]: ({ content }, kind, words, place) => (content.transcript = textAt(kind, words, place)),
  [F.contentAudio]: ({ content }, kind, words, place) =>
    (content.hasAudio = lengthAt(kind, words, place) !== undefined),

  [F.session]: readSession,
  [F.sessionId]: ({ session }, kind, words, place) => (session.id = idAt(kind, words, place)),
  [F.sessionType]: ({ session }, kind, words, place) => (session.type = idAt(kind, words, place)),
  [F.transcription]: ({ session }, kind) => (session.transcribes = kind === isObject),
  [F.betaTranscription]: ({ session }, kind) => (session.transcribes ??= kind === isObject),
  [F.format]: ({ session }, kind, words, place) => (session.format = idAt(kind, words, place) ?? session.format),
  [F.betaFormat]: ({ session }, kind, words, place) => (session.format ??= idAt(kind, words, place)),

  [F.limits]: ({ seen }, kind) => (seen.limits = kind === isArray ? [] : seen.limits),
  [F.limit]: readLimit,
  [F.limitOf]: ({ limit }, kind, words, place) => (limit.limit = numberAt(kind, words, place)),
  [F.remaining]: ({ limit }, kind, words, place) => (limit.remaining = numberAt(kind, words, place)),
  [F.reset]: ({ limit }, kind, words, place) => (limit.isPast = isNegativeAt(kind, words, place)),
};

const counters: Readonly<Record<keyof Usage, Read>> = {
  total: ({ usage }, kind, words, place) => (usage.total = numberAt(kind, words, place)),
  input: ({ usage }, kind, words, place) => (usage.input = numberAt(kind, words, place)),
  output: ({ usage }, kind, words, place) => (usage.output = numberAt(kind, words, place)),
  inputText: ({ usage }, kind, words, place) => (usage.inputText = numberAt(kind, words, place)),
  inputAudio: ({ usage }, kind, words, place) => (usage.inputAudio = numberAt(kind, words, place)),
  inputImage: ({ usage }, kind, words, place) => (usage.inputImage = numberAt(kind, words, place)),
  cached: ({ usage }, kind, words, place) => (usage.cached = numberAt(kind, words, place)),
  cachedText: ({ usage }, kind, words, place) => (usage.cachedText = numberAt(kind, words, place)),
  cachedAudio: ({ usage }, kind, words, place) => (usage.cachedAudio = numberAt(kind, words, place)),
  cachedImage: ({ usage }, kind, words, place) => (usage.cachedImage = numberAt(kind, words, place)),
  outputText: ({ usage }, kind, words, place) => (usage.outputText = numberAt(kind, words, place)),
  outputAudio: ({ usage }, kind, words, place) => (usage.outputAudio = numberAt(kind, words, place)),
  reasoning: ({ usage }, kind, words, place) => (usage.reasoning = numberAt(kind, words, place)),
};

/** By the numbers of fields; undefined for none. */
export const readers: readonly (Read | undefined)[] = Array.from({ length: F.counts + counts.length }, (_, field) => {
  const name = counts[field - F.counts];
  return name ? counters[name] : table[field];
});
