/** Items, whatever they are part of: how they become known, and what is learnt of one from an event that shows it. */
import { answered } from "./requests.ts";
import type { Scene } from "./rule.ts";
import type { ItemImage } from "./seen.ts";
import { createItem, type Item, noParts, noStream, type Session } from "./state.ts";
import { type Id, idOf } from "./text.ts";

export const functionCall: Id = idOf("function_call");
const assistant = idOf("assistant");
const user = idOf("user");
const inProgress = idOf("in_progress");
const approvalRequest = idOf("mcp_approval_request");

/** Whether only a response can have an item like this, unless the client has asked for one. */
export function isBeingWritten(session: Session, { status, role, type }: ItemImage): boolean {
  if (status !== inProgress || (role !== assistant && type !== functionCall)) return false;
  const wish = answered(session, "conversation.item.create")?.item;
  return wish?.type !== type || wish?.role !== role;
}

/** Whether an item is of the client, or done, so that no response can begin to write it. */
export const isOfAnother = (item: Item | undefined): boolean =>
  item !== undefined &&
  (item.settled > 0 || item.done > 0 || item.speech > 0 || item.committed > 0 || item.role === user);

/** The item of an id, which is known from here on. */
export function itemOf({ session, place }: Scene, id: Id): Item {
  const known = session.items.get(id);
  if (known) return known;
  const item = createItem(id, place.line);
  session.items.set(id, item);
  return item;
}

/** Takes an id that nothing has for another name of what can only be meant, so that it is told but once. */
export function alias({ items }: Session, id: Id | undefined, meant: Item | undefined): void {
  if (id !== undefined && meant && !items.get(id)) items.set(id, meant);
}

export function learnCall({ calls }: Session, id: Id | undefined, line: number): void {
  if (id !== undefined && calls.get(id) === undefined) calls.set(id, line);
}

/** Notes an item that the client answers, by the id that the answer names. */
export function learnWhatIsAnswered(session: Session, { id, type, callId }: ItemImage, line: number): void {
  if (type === functionCall) learnCall(session, callId, line);
  if (type === approvalRequest && id !== undefined) session.approvals.set(id, line);
}

export function learnItem(session: Session, item: Item, image: ItemImage, line: number): void {
  item.type ??= image.type;
  item.role ??= image.role;
  item.callId ??= image.callId;
  learnWhatIsAnswered(session, image, line);
}

/** Whether nobody but the client can have asked for an item: it is no output, and no audio that was spoken. */
export const isAskedFor = (item: Item | undefined): boolean =>
  !item || (item.added === 0 && item.committed === 0 && item.speech === 0);

/** Forgets what an item says that is over: with that is compared nothing that may still come. */
export function forgetContent(item: Item): void {
  item.image = undefined;
  item.parts = noParts;
  item.arguments = noStream;
}
