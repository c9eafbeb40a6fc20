/** Ids of events that are as alike as those that somebody counts up by hand. */
import { createEventIds } from "../src/session/event-ids.ts";
import { idOf } from "../src/session/text.ts";

it("knows ids again that differ in their last letter alone", () => {
  const ids = createEventIds();
  const all = Array.from({ length: 26 }, (_, at) => idOf(`event_${String.fromCodePoint(0x61 + at)}`));
  for (const [line, id] of all.entries()) ids.put(1, id, line + 1, line);
  expect(all.map((id) => ids.find(1, id, 100, -1)?.line)).toEqual(all.map((_id, at) => at + 1));
});
