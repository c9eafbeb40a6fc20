/** The items of a conversation in their order: how they come, are done, and go. */
import {
  alias,
  forgetContent,
  functionCall,
  isAskedFor,
  isBeingWritten,
  itemOf,
  learnCall,
  learnItem,
} from "./items.ts";
import { answer, answered, ask } from "./requests.ts";
import type { Scene } from "./rule.ts";
import type { ItemImage, Seen } from "./seen.ts";
import type { Item, Session } from "./state.ts";
import { type Id, idOf } from "./text.ts";

/** What some say for the beginning of a conversation. Source: the reference of conversation.item.create. */
const root = idOf("root");

/** The item that an event has before its own: null at the beginning of the conversation, undefined where that is not told. */
export const previousIn = ({ previousItemId }: Seen): Id | null | undefined =>
  previousItemId === root ? null : previousItemId;

/**
 * Whether an item comes somewhere in the conversation, and not at its end, as a client may ask for. Where nobody knows what the client
 * asked for, the item is believed.
 */
export function isInserted({ session, seen, item }: Scene): boolean {
  const previous = previousIn(seen);
  if (previous === undefined || isLast(session, previous) || !seen.item) return false;
  if (!isAskedFor(item) || isBeingWritten(session, seen.item)) return false;
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

/** Items that may wait to be done at once: the beta never says so. */
const mostUnsettled = 64;

export function addItem(scene: Scene): void {
  const { session, seen, place: where } = scene;
  const image = seen.item;
  if (image?.id === undefined) return;
  const before = previousIn(seen);
  const isOutput = isBeingWritten(session, image);
  if (isOutput) alias(session, image.id, outputToEnter(session));
  const isBetween = isInserted(scene);
  const isFirst = session.tail === undefined && !session.isWhole && !answered(session, "conversation.item.create");
  // the item before it that nobody saw, which was told, may be the one that was asked for
  if (session.isWhole && before != null && !session.items.get(before)) answer(session, "conversation.item.create");
  if (isAskedFor(scene.item) && !isOutput) answer(session, "conversation.item.create");
  const item = itemOf(scene, image.id);
  if (item.inConversation === 0) item.inConversation = where.line;
  // what was said of it before the capture is not here
  item.isPartial ||= isFirst && !isOutput;
  session.beginsEmpty ??= before === null;
  const after = before === null ? session.head : session.items.get(before)?.next;
  if (isBetween && after !== item.id) link(session, item.id, after);
  item.previous = before;
  if (before !== undefined) link(session, before, item.id);
  if (item.isDeleted)
    Object.assign(item, { settled: 0, isDeleted: false, type: undefined, role: undefined, callId: undefined });
  learnItem(session, item, image, where.line);
  if (session.awaited === item) session.awaited = undefined;
  const { unsettled } = session;
  if (unsettled.length < mostUnsettled && !unsettled.includes(item)) unsettled.push(item);
  if (!isBetween) session.tail = item.id;
}

export function askForItem(scene: Scene): void {
  const { session, seen, place: where } = scene;
  ask(scene);
  // its output may follow before the server has said that the call is there
  if (seen.item?.type === functionCall) learnCall(session, seen.item.callId, where.line);
}

export function settleItem(scene: Scene): void {
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
}

export function deleteItem({ session, item }: Scene): void {
  if (!item) return;
  item.isDeleted = true;
  settle(session, item);
  if (session.tail === item.id) session.tail = item.previous;
  link(session, item.previous, item.next);
}

/**
 * What an event tells that was told to be wrong and is not learnt from. An item of a response that is over is there all the same. An event
 * that adds an item under the id of another means an item that is there from now on: the one that is being written, or one whose name
 * nobody knows yet.
 */
export function surmise(scene: Scene): void {
  const { session, seen, item, response, place } = scene;
  const { line } = place;
  if (seen.kind === "response.output_item.added" && seen.item?.id !== undefined && !item && response) {
    const late = itemOf(scene, seen.item.id);
    late.added = line;
    late.isPartial = true;
    late.response = response;
  }
  if (seen.kind !== "conversation.item.added" || !seen.item || seen.previousItemId === item?.previous) return;
  const output = isBeingWritten(session, seen.item) ? outputToEnter(session) : undefined;
  if (!output) {
    session.nameless++;
    return;
  }
  output.inConversation = line;
  session.tail = output.id;
}
