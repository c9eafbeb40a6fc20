/** Servers of tools: their listings, and calls of tools. */
import { itemOf } from "./items.ts";
import type { Scene } from "./rule.ts";
import type { Item } from "./state.ts";

function start(item: Item, line: number): void {
  item.mcp = { ...item.mcp, started: line, ended: 0 };
}
function end(item: Item, line: number): void {
  item.mcp = { ...item.mcp, ended: line };
}
export function endListing(scene: Scene): void {
  if (scene.seen.itemId === undefined) return;
  end(itemOf(scene, scene.seen.itemId), scene.place.line);
  scene.session.listings.delete(scene.seen.itemId);
}
export function endCall(scene: Scene): void {
  if (scene.seen.itemId !== undefined) end(itemOf(scene, scene.seen.itemId), scene.place.line);
}
export function beginListing(scene: Scene): void {
  if (scene.seen.itemId === undefined) return;
  start(itemOf(scene, scene.seen.itemId), scene.place.line);
  scene.session.listings.add(scene.seen.itemId);
}

export function runCall(scene: Scene): void {
  if (scene.seen.itemId === undefined) return;
  const item = itemOf(scene, scene.seen.itemId);
  start(item, scene.place.line);
  // that its arguments are not whole was told
  if (item.arguments.deltas > 0 && item.arguments.line === 0) item.isPartial = true;
}
