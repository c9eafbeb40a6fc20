/** What the user says: speech, what is committed of it, and its transcription. */
import { alias, itemOf } from "./items.ts";
import { addDelta, endStream } from "./responses.ts";
import { answer } from "./requests.ts";
import type { Scene } from "./rule.ts";
import { isSameTrimmed } from "./text.ts";

export function beginSpeech(scene: Scene): void {
  const { seen } = scene;
  if (seen.itemId === undefined) return;
  const item = itemOf(scene, seen.itemId);
  item.speech = scene.place.line;
  item.speechOver = 0;
  item.speechStart = seen.startMs;
}

export function endSpeech(scene: Scene): void {
  const { session, seen } = scene;
  if (seen.itemId === undefined) return;
  const item = itemOf(scene, seen.itemId);
  item.speechOver = scene.place.line;
  // what was said of it before the capture is not here
  item.isPartial ||= !session.isWhole && item.speech === 0;
}

export function commit(scene: Scene): void {
  const { session, seen } = scene;
  if (seen.itemId === undefined) return;
  // an item before it that was never seen was told of: it is the last one by another name, or lacks its event
  if (session.isWhole && seen.previousItemId != null && !session.items.get(seen.previousItemId)) {
    alias(session, seen.previousItemId, session.items.get(session.tail));
    session.tail = itemOf(scene, seen.previousItemId).id;
    answer(session, "conversation.item.create");
  }
  const item = itemOf(scene, seen.itemId);
  item.isPartial ||= !session.isWhole && item.speech === 0 && session.committed === 0;
  item.committed = session.committed = scene.place.line;
  session.awaited = item.inConversation === 0 ? item : undefined;
}

/** An item that is spoken of is known from here on. */
export function hear(scene: Scene): void {
  const { session, seen } = scene;
  if (seen.itemId === undefined) return;
  // what was said of it before the capture is not here
  const isCut = !session.isWhole && session.items.get(seen.itemId) === undefined;
  scene.item ??= itemOf(scene, seen.itemId);
  scene.item.isPartial ||= isCut;
}
export function hearDelta(scene: Scene): void {
  hear(scene);
  addDelta(scene);
}

export function hearAll(scene: Scene): void {
  hear(scene);
  endStream(scene, isSameTrimmed);
}
