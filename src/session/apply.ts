/** What an event changes in what is known of its session, after the rules have looked at it. */
import { isJson } from "../json.ts";
import type { Scene } from "./rule.ts";
import type { ItemImage, Seen } from "./seen.ts";
import {
  blur,
  createItem,
  createPart,
  createResponse,
  type Item,
  noParts,
  noStream,
  mostOutput,
  mostParts,
  type Part,
  type Response,
  type Session,
  type Stream,
} from "./state.ts";
import { answer, answered, answerWithResponse, ask, refuse } from "./requests.ts";
import { extend, openStream, streamOf, wholeIn } from "./streams.ts";
import { idOf, type Id, isSame } from "./text.ts";

const functionCall = idOf("function_call");
const assistant = idOf("assistant");
const user = idOf("user");
const inProgress = idOf("in_progress");

/** Whether only a response can have an item like this. */
export const isBeingWritten = ({ status, role, type }: ItemImage): boolean =>
  status === inProgress && (role === assistant || type === functionCall);

/** Whether an item is of the client, or done, so that no response can begin to write it. */
export const isOfAnother = (item: Item | undefined): boolean =>
  item !== undefined &&
  (item.settled > 0 || item.done > 0 || item.speech > 0 || item.committed > 0 || item.role === user);
const approvalRequest = idOf("mcp_approval_request");

/** The item of an id, which is known from here on. */
function itemOf({ session, place }: Scene, id: Id): Item {
  const known = session.items.get(id);
  if (known) return known;
  const item = createItem(id, place.line);
  session.items.set(id, item);
  return item;
}

/** Makes an item output of a response. Where its index does not count on, which was told, items may be missing. */
function place(item: Item, response: Response, index: number | undefined): void {
  const { items } = response;
  const isOdd = !response.isPartial && index !== items.length;
  response.isPartial ||= isOdd;
  item.response = response;
  item.outputIndex = isOdd ? undefined : index;
  if (index === undefined || index < 0 || items[index] === item) return;
  const at = items[index] ? items.length : index;
  if (at < mostOutput) items[at] = item;
}

/** Takes an id that nothing has for another name of what can only be meant, so that it is told but once. */
function alias({ items }: Session, id: Id | undefined, meant: Item | undefined): void {
  if (id !== undefined && meant && !items.get(id)) items.set(id, meant);
}

/** Takes what is referred to and was never seen for what it should be; it was told, or lies before the capture. */
function adopt(scene: Scene, isWithinItem: boolean): void {
  const { seen, session } = scene;
  const { line } = scene.place;
  if (!scene.response && seen.responseId !== undefined && scene.isServers) {
    blur(session);
    scene.response = createResponse(seen.responseId, scene.place);
    scene.response.isPartial = true;
    session.responses.set(seen.responseId, scene.response);
    answerWithResponse(session);
  }
  const { response } = scene;
  if (!isWithinItem) return;
  alias(session, seen.itemId, scene.item);
  if ((!scene.item || scene.item.added === 0) && seen.itemId !== undefined && response) {
    blur(session);
    const item = scene.item ?? itemOf(scene, seen.itemId);
    item.added = line;
    item.isPartial = true;
    place(item, response, seen.outputIndex);
    scene.item = item;
  }
  const { item } = scene;
  const index = seen.contentIndex;
  if (!item || scene.part || index === undefined || index < 0 || index >= mostParts) return;
  if (seen.kind !== "response.content_part.added" || index > item.parts.length) item.isPartial = true;
  if (item.parts === noParts) item.parts = [];
  scene.part = item.parts[index] ??= createPart(index);
  if (scene.part.added === 0) scene.part.added = line;
}

function learnCall({ calls }: Session, id: Id | undefined, line: number): void {
  if (id !== undefined && calls.get(id) === undefined) calls.set(id, line);
}

function learnItem(session: Session, item: Item, image: ItemImage, line: number): void {
  item.type = image.type ?? item.type;
  item.role = image.role ?? item.role;
  item.callId = image.callId ?? item.callId;
  if (image.type === functionCall) learnCall(session, image.callId, line);
  if (image.type === approvalRequest) session.approvals.set(item.id, line);
}

/** Whether nobody but the client can have asked for an item: it is no output, and no audio that was spoken. */
export const isAskedFor = (item: Item | undefined): boolean =>
  !item || (item.added === 0 && item.committed === 0 && item.speech === 0);

/**
 * Whether an item comes somewhere in the conversation, and not at its end, as a client may ask for. Where nobody knows what the client
 * asked for, the item is believed.
 */
export function isInserted({ session, seen, item }: Scene): boolean {
  const { previousItemId: previous } = seen;
  if (previous === undefined || isLast(session, previous) || !seen.item) return false;
  if (!isAskedFor(item) || isBeingWritten(seen.item)) return false;
  const isKnown = previous === null || session.items.get(previous) !== undefined;
  return answered(session, "conversation.item.create")?.saysWhere ?? isKnown;
}

/** Whether a conversation ends with the item of this id. */
export function isLast({ tail, items }: Session, id: Id | null): boolean {
  return id === tail || (id !== null && items.get(id) !== undefined && items.get(id) === items.get(tail));
}

/** Has an item come after another in the conversation; null is its beginning. */
function link(session: Session, before: Id | null | undefined, after: Id | undefined): void {
  const [one, other] = [session.items.get(before), session.items.get(after)];
  if (one) one.next = after;
  else if (before === null) session.head = after;
  if (other) other.previous = before;
}

const transcription = idOf("transcription");
const translation = idOf("translation");
const pcm: ReadonlySet<Id> = new Set(["audio/pcm", "pcm16"].map(idOf));

function configure({ session, seen, isServers }: Scene): void {
  const image = seen.session;
  if (!image) return;
  if (image.format !== undefined) session.isPcm = pcm.has(image.format);
  const transcribes = image.type === transcription || image.transcribes;
  if (transcribes !== undefined) session.transcribes = session.transcribes === true || transcribes;
  // what a client asks for may be refused
  if (isServers && image.type === translation) session.isTranslation = true;
  if (isServers && image.type === transcription) session.isTranscription = true;
}

function addDelta({ seen, item, part }: Scene): void {
  const stream = seen.delta && openStream(seen, item, part);
  if (stream && seen.delta) extend(stream, seen.delta);
}

function endStream({ seen, item, part, place: { line } }: Scene): void {
  const stream = openStream(seen, item, part);
  const whole = wholeIn(seen);
  if (!stream || stream.line > 0) return;
  stream.line = line;
  stream.whole = whole;
  stream.differs = whole !== undefined && stream.deltas > 0 && !isSame(stream.joined, whole);
}

function endArguments(scene: Scene): void {
  const { seen, item } = scene;
  endStream(scene);
  const { arguments: json } = seen.payload();
  if (item?.arguments.line === scene.place.line) item.arguments.isJson = typeof json === "string" && isJson(json);
}

/** The item that is being written and has yet to come into the conversation. */
const outputToEnter = ({ active }: Session): Item | undefined =>
  active?.items.find((item) => item?.inConversation === 0);

/** The item of the conversation that looks like an image of another id, and has yet to be done. */
function unsettledLike({ unsettled }: Session, { type, role }: ItemImage): Item | undefined {
  return unsettled.findLast((item) => item.type === type && item.role === role);
}

/** Whether an item was still to be done, it is no more. */
function settle({ unsettled }: Session, item: Item): void {
  const at = unsettled.indexOf(item);
  if (at >= 0) unsettled.splice(at, 1);
}

/** Forgets what an item says that is over: with that is compared nothing that may still come. */
function forgetContent(item: Item): void {
  item.image = undefined;
  item.parts = noParts;
  item.arguments = noStream;
}

/** Items that may wait to be done at once: the beta never says so. */
const mostUnsettled = 64;

function enterConversation(scene: Scene): void {
  const { session, seen, place: where } = scene;
  const image = seen.item;
  if (image?.id === undefined) return;
  if (isBeingWritten(image)) alias(session, image.id, outputToEnter(session));
  const isBetween = isInserted(scene);
  const isFirst = session.tail === undefined && !session.isWhole && !answered(session, "conversation.item.create");
  if (isAskedFor(scene.item) && !isBeingWritten(image)) answer(session, "conversation.item.create");
  const item = itemOf(scene, image.id);
  if (item.inConversation === 0) item.inConversation = where.line;
  // what was said of it before the capture is not here
  item.isPartial ||= isFirst && !isBeingWritten(image);
  session.beginsEmpty ??= seen.previousItemId === null;
  const { previousItemId: before } = seen;
  const after = before === null ? session.head : session.items.get(before)?.next;
  if (isBetween && after !== item.id) link(session, item.id, after);
  item.previous = before;
  if (before !== undefined) link(session, before, item.id);
  if (item.isDeleted) item.settled = 0;
  item.isDeleted = false;
  learnItem(session, item, image, where.line);
  if (session.awaited === item) session.awaited = undefined;
  const { unsettled } = session;
  if (unsettled.length < mostUnsettled && !unsettled.includes(item)) unsettled.push(item);
  if (!isBetween) session.tail = item.id;
}

const changes: Readonly<Record<string, (scene: Scene) => void>> = {
  "session.created": configure,
  "session.updated": (scene) => {
    configure(scene);
    answer(scene.session, "session.update");
  },
  "session.update": (scene) => {
    configure(scene);
    ask(scene);
  },
  "session.closed": ({ session, place: { line } }) => {
    session.closed = line;
  },
  error({ session, seen }) {
    refuse(session, seen);
  },

  "conversation.item.create": (scene) => {
    const { session, seen, place: where } = scene;
    ask(scene);
    // its output may follow before the server has said that the call is there
    if (seen.item?.type === functionCall) learnCall(session, seen.item.callId, where.line);
  },
  "response.create": ask,

  "response.created": (scene) => {
    const { session, seen, place: where } = scene;
    const image = seen.response;
    if (image?.id === undefined) return;
    const known = scene.response;
    const isReused = known !== undefined && known.created > 0 && known.done > 0;
    const response = known && !isReused ? known : createResponse(image.id, where);
    // which of the two is meant by what comes is not known for sure
    if (isReused) response.isPartial = true;
    if (response.created === 0) {
      response.created = where.line;
      response.place = where;
    }
    response.conversationId = image.conversationId;
    response.wantsAudio = image.wantsAudio;
    session.responses.set(image.id, response);
    answerWithResponse(session);
    for (const request of session.requests) request.isBefore = true;
    if (response.conversationId === null) return;
    // what goes on beside another is never waited for
    if (session.active && session.active.done === 0) session.active.isPartial = true;
    session.active = response;
    scene.response = response;
  },
  "response.done": (scene) => {
    const { session, seen, place: where } = scene;
    const id = seen.response?.id;
    if (id === undefined) return;
    const response = scene.response ?? createResponse(id, where);
    if (!scene.response) {
      blur(session);
      response.isPartial = true;
      session.responses.set(id, response);
    }
    if (response.done === 0) response.done = where.line;
    for (const { type, callId } of seen.response?.output ?? [])
      if (type === functionCall) learnCall(session, callId, where.line);
    if (session.active === response) session.active = undefined;
    for (const item of response.items) {
      if (!item) continue;
      // what comes of it now is late, which was told
      if (item.done === 0) item.isPartial = true;
      if (item.settled > 0) forgetContent(item);
    }
    for (const request of session.requests) if (request.isBefore) request.overtaken ||= where.line;
    session.completed++;
    if (response.created > session.lastCompleted.began)
      session.lastCompleted = { began: response.created, line: where.line };
  },

  "response.output_item.added": (scene) => {
    const { session, seen, response, place: where } = scene;
    const image = seen.item;
    if (image?.id === undefined) return;
    const item = itemOf(scene, image.id);
    if (item.added === 0) item.added = where.line;
    learnItem(session, item, image, where.line);
    if (response) place(item, response, seen.outputIndex);
  },
  "response.output_item.done": (scene) => {
    const { session, seen, response, place: where } = scene;
    const image = seen.item;
    if (image?.id === undefined) return;
    alias(session, image.id, scene.item);
    const item = itemOf(scene, image.id);
    if (item.added === 0) {
      item.added = where.line;
      item.isPartial = true;
    }
    if (response && !item.response) place(item, response, seen.outputIndex);
    item.done = where.line;
    item.image = scene.isDoubted ? undefined : image;
    learnItem(session, item, image, where.line);
  },
  "response.content_part.added": ({ seen, part, place: { line } }) => {
    if (!part) return;
    part.added = line;
    part.type = seen.part?.type;
  },
  "response.content_part.done": ({ part, place: { line } }) => {
    if (!part || part.done > 0) return;
    part.done = line;
  },
  "response.output_audio.delta": (scene) => {
    addDelta(scene);
    if (scene.part) scene.part.audio = scene.place.line;
  },
  "response.output_text.delta": addDelta,
  "response.output_audio_transcript.delta": addDelta,
  "response.function_call_arguments.delta": addDelta,
  "response.mcp_call_arguments.delta": addDelta,
  "response.output_text.done": endStream,
  "response.output_audio_transcript.done": endStream,
  "response.function_call_arguments.done": (scene) => {
    const { session, seen, place: where } = scene;
    endArguments(scene);
    learnCall(session, seen.callId, where.line);
  },
  "response.mcp_call_arguments.done": (scene) => {
    endArguments(scene);
    if (scene.item) scene.item.mcp = { ...scene.item.mcp, argued: scene.place.line };
  },
  "response.output_audio.done": ({ part, place: { line } }) => {
    if (part) part.audioDone = line;
  },

  "conversation.item.added": enterConversation,
  "conversation.item.done": (scene) => {
    const { session, seen, place: where } = scene;
    const image = seen.item;
    if (image?.id === undefined) return;
    const isExpected = (session.items.get(image.id)?.inConversation ?? 0) > 0;
    const meant = session.isWhole && !isExpected ? unsettledLike(session, image) : undefined;
    alias(session, image.id, meant);
    const item = itemOf(scene, image.id);
    if (item.inConversation === 0) {
      session.nameless = Math.max(0, session.nameless - 1);
      if (meant) settle(session, meant);
      if (isAskedFor(scene.item)) answer(session, "conversation.item.create");
      item.inConversation = where.line;
      item.isPartial = true;
      session.tail = item.id;
    }
    item.settled = where.line;
    settle(session, item);
    session.listings.delete(item.id);
    session.settles = true;
    item.image = scene.isDoubted ? undefined : image;
    learnItem(session, item, image, where.line);
    if (item.response?.done !== 0) forgetContent(item);
  },
  "conversation.item.deleted": ({ session, item }) => {
    if (!item) return;
    item.isDeleted = true;
    settle(session, item);
    if (session.tail === item.id) session.tail = item.previous;
    link(session, item.previous, item.next);
  },
  "conversation.item.truncated": ({ item }) => {
    if (item) item.isTruncated = true;
  },
  "conversation.item.truncate": ({ item }) => {
    if (item) item.isTruncated = true;
  },

  "input_audio_buffer.speech_started": (scene) => {
    const { seen } = scene;
    if (seen.itemId === undefined) return;
    const item = itemOf(scene, seen.itemId);
    item.speech = scene.place.line;
    item.speechOver = 0;
    item.speechStart = seen.startMs;
  },
  "input_audio_buffer.speech_stopped": (scene) => {
    const { session, seen } = scene;
    if (seen.itemId === undefined) return;
    const item = itemOf(scene, seen.itemId);
    item.speechOver = scene.place.line;
    // what was said of it before the capture is not here
    item.isPartial ||= !session.isWhole && item.speech === 0;
  },
  "input_audio_buffer.committed": (scene) => {
    const { session, seen } = scene;
    if (seen.itemId === undefined) return;
    // an item before it that was never seen was told of: it is the last one by another name, or lacks its event
    if (session.isWhole && seen.previousItemId != null && !session.items.get(seen.previousItemId)) {
      alias(session, seen.previousItemId, session.items.get(session.tail));
      session.tail = itemOf(scene, seen.previousItemId).id;
    }
    const item = itemOf(scene, seen.itemId);
    item.isPartial ||= !session.isWhole && item.speech === 0 && session.committed === 0;
    item.committed = session.committed = scene.place.line;
    session.awaited = item.inConversation === 0 ? item : undefined;
  },
  "conversation.item.input_audio_transcription.delta": (scene) => {
    hear(scene);
    addDelta(scene);
  },
  "conversation.item.input_audio_transcription.completed": (scene) => {
    hear(scene);
    endStream(scene);
  },
  "conversation.item.input_audio_transcription.segment": hear,
  "conversation.item.input_audio_transcription.failed": hear,

  "mcp_list_tools.in_progress": (scene) => {
    if (scene.seen.itemId === undefined) return;
    start(itemOf(scene, scene.seen.itemId), scene.place.line);
    scene.session.listings.add(scene.seen.itemId);
  },
  "mcp_list_tools.completed": endListing,
  "mcp_list_tools.failed": endListing,
  "response.mcp_call.in_progress": (scene) => {
    if (scene.seen.itemId === undefined) return;
    const item = itemOf(scene, scene.seen.itemId);
    start(item, scene.place.line);
    // that its arguments are not whole was told
    if (item.arguments.deltas > 0 && item.arguments.line === 0) item.isPartial = true;
  },
  "response.mcp_call.completed": endCall,
  "response.mcp_call.failed": endCall,

  "session.output_audio.delta": elapse,
  "session.output_transcript.delta": elapse,
  "session.input_transcript.delta": elapse,
};

/** An item that is spoken of is known from here on. */
function hear(scene: Scene): void {
  const { session, seen } = scene;
  if (seen.itemId === undefined) return;
  // what was said of it before the capture is not here
  const isCut = !session.isWhole && session.items.get(seen.itemId) === undefined;
  scene.item ??= itemOf(scene, seen.itemId);
  scene.item.isPartial ||= isCut;
}
function start(item: Item, line: number): void {
  item.mcp = { ...item.mcp, started: line, ended: 0 };
}
function end(item: Item, line: number): void {
  item.mcp = { ...item.mcp, ended: line };
}
function endListing(scene: Scene): void {
  if (scene.seen.itemId === undefined) return;
  end(itemOf(scene, scene.seen.itemId), scene.place.line);
  scene.session.listings.delete(scene.seen.itemId);
}
function endCall(scene: Scene): void {
  if (scene.seen.itemId !== undefined) end(itemOf(scene, scene.seen.itemId), scene.place.line);
}
function elapse({ session, seen, place: { line } }: Scene): void {
  if (seen.elapsedMs !== undefined) session.elapsed.set(seen.kind, { ms: seen.elapsedMs, line });
}

/** The change that events of a kind make, if they make one. */
export const changeOf = (kind: string): ((scene: Scene) => void) | undefined =>
  Object.hasOwn(changes, kind) ? changes[kind] : undefined;

/**
 * Whether an event of an item is where it belongs: everything that it names is there, agrees and is open. Most events are such, and no
 * rule has anything to say of them but those that say so.
 */
export function isInPlace({ seen, response, item, part }: Scene, isWithinItem: boolean): boolean {
  // a transcription is of an item that is known, and may come at any time
  if (!isWithinItem) return item?.id === seen.itemId;
  if (!response || !item || response.id !== seen.responseId || item.id !== seen.itemId) return false;
  if (item.response !== response || item.added === 0 || item.outputIndex !== seen.outputIndex) return false;
  if (part?.index !== seen.contentIndex || part?.added === 0) return false;
  return isOpen(response, item, part, isOfAudio(seen.kind), streamOf(seen, item, part));
}

const isOfAudio = (kind: string): boolean =>
  kind === "response.output_audio.delta" || kind === "response.output_audio.done";

/** Whether something may still come of a part, or of the arguments of an item: of its audio or of what comes in a stream, if of either. */
export function isOpen(
  response: Response,
  item: Item,
  part: Part | undefined,
  isAudio: boolean,
  stream: Stream | undefined,
): boolean {
  if (response.done > 0 || item.done > 0 || (part && part.done > 0)) return false;
  return isAudio ? part?.audioDone === 0 : (stream?.line ?? 0) === 0;
}

/** Changes what is known by an event that was looked at. @param isPlain it is in its place. */
export function apply(
  scene: Scene,
  change: ((scene: Scene) => void) | undefined,
  isWithinItem: boolean,
  isPlain: boolean,
): void {
  if (!isPlain) adopt(scene, isWithinItem);
  change?.(scene);
  const { session, seen, response, place: where } = scene;
  if (!response) return;
  session.hasBegun ||= seen.kind !== "response.done";
  countEvent(response, where.line);
}

/**
 * What an event tells that was told to be wrong and is not learnt from. One that adds an item under the id of another means an item that
 * is there from now on: the one that is being written, or one whose name nobody knows yet.
 */
export function surmise({ session, seen, item, place: { line } }: Scene): void {
  if (seen.kind !== "conversation.item.added" || !seen.item || seen.previousItemId === item?.previous) return;
  const output = isBeingWritten(seen.item) ? outputToEnter(session) : undefined;
  if (!output) {
    session.nameless++;
    return;
  }
  output.inConversation = line;
  session.tail = output.id;
}

/** Notes that an event of a response came. */
export function countEvent(response: Response, line: number): void {
  response.last = line;
  response.events++;
}

/** The part that an event speaks of; where it has a wrong index, the only one that is open. */
export function partOf(seen: Seen, item: Item | undefined): Part | undefined {
  if (!item || seen.contentIndex === undefined) return undefined;
  const part = item.parts[seen.contentIndex];
  if (part || seen.kind === "response.content_part.added") return part;
  const open = item.parts.filter((one) => one !== undefined && one.done === 0);
  return open.length === 1 ? open[0] : undefined;
}
