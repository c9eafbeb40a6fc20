/** Responses and what they are made of: items, parts, and texts that come in deltas. */
import { isJson } from "../json.ts";
import { alias, forgetContent, itemOf, learnCall, learnItem, learnWhatIsAnswered } from "./items.ts";
import { answerWithResponse } from "./requests.ts";
import type { Scene } from "./rule.ts";
import type { Seen } from "./seen.ts";
import {
  blur,
  createPart,
  createResponse,
  type Item,
  mostOutput,
  mostParts,
  noParts,
  type Part,
  type Response,
  type Stream,
} from "./state.ts";
import { extend, openStream, streamOf, wholeIn } from "./streams.ts";
import { isSame } from "./text.ts";

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

/** Takes what is referred to and was never seen for what it should be; it was told, or lies before the capture. */
export function adopt(scene: Scene, isWithinItem: boolean): void {
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

export function beginResponse(scene: Scene): void {
  const { session, seen, place: where } = scene;
  const image = seen.response;
  if (image?.id === undefined) return;
  const known = scene.response;
  const isReused = known !== undefined && known.created > 0 && known.done > 0;
  const response = known && !isReused ? known : createResponse(image.id, where);
  // which of the two is meant by what comes is not known for sure, and it may be the first one again, items and all
  if (isReused) {
    response.isPartial = true;
    for (const item of known.items) if (item) item.isPartial = true;
  }
  if (response.created === 0) {
    response.created = where.line;
    response.place = where;
  }
  response.conversationId = image.conversationId;
  session.conversation ??= image.conversationId ?? undefined;
  response.wantsAudio = image.wantsAudio;
  session.responses.set(image.id, response);
  answerWithResponse(session);
  for (const request of session.requests) request.isBefore = true;
  if (response.conversationId === null) return;
  // what goes on beside another is never waited for
  if (session.active && session.active.done === 0) session.active.isPartial = true;
  session.active = response;
  scene.response = response;
}

export function endResponse(scene: Scene): void {
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
  // it is early, as what it has in its output told
  if (scene.isDoubted && response.items.length === 0) response.isPartial = true;
  for (const image of seen.response?.output ?? []) learnWhatIsAnswered(session, image, where.line);
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
}

export function beginOutput(scene: Scene): void {
  const { session, seen, response, place: where } = scene;
  const image = seen.item;
  if (image?.id === undefined) return;
  const item = itemOf(scene, image.id);
  if (item.added === 0) item.added = where.line;
  learnItem(session, item, image, where.line);
  if (response) place(item, response, seen.outputIndex);
}

export function endOutput(scene: Scene): void {
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
}

export function beginPart({ seen, part, place: { line } }: Scene): void {
  if (!part) return;
  part.added = line;
  part.type = seen.part?.type;
}

export function endPart({ part, place: { line } }: Scene): void {
  if (!part || part.done > 0) return;
  part.done = line;
}

export function addDelta({ seen, item, part }: Scene): void {
  const stream = seen.delta && openStream(seen, item, part);
  if (stream && seen.delta) extend(stream, seen.delta);
}

export function endStream({ seen, item, part, place: { line } }: Scene, isLike: typeof isSame = isSame): void {
  const stream = openStream(seen, item, part);
  const whole = wholeIn(seen);
  if (!stream || stream.line > 0) return;
  stream.line = line;
  stream.whole = whole;
  stream.differs = whole !== undefined && stream.deltas > 0 && !isLike(stream.joined, whole);
}

function endArguments(scene: Scene): void {
  const { seen, item, place: where } = scene;
  endStream(scene);
  if (item?.arguments.line !== where.line) return;
  const { arguments: json } = seen.payload();
  item.arguments.isJson = typeof json === "string" && isJson(json);
}

export function addAudio(scene: Scene): void {
  addDelta(scene);
  if (scene.part) scene.part.audio = scene.place.line;
}

export function endAudio({ part, place: { line } }: Scene): void {
  if (part) part.audioDone = line;
}

export function endCallArguments(scene: Scene): void {
  const { session, seen, place: where } = scene;
  endArguments(scene);
  learnCall(session, seen.callId, where.line);
}

export function endMcpArguments(scene: Scene): void {
  endArguments(scene);
  if (scene.item) scene.item.mcp = { ...scene.item.mcp, argued: scene.place.line };
}

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
