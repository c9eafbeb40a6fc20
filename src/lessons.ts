/**
 * Lessons: what was said of one record, to be said of others that are wrong in the same way. Who proves records tells these by their bytes:
 * whatever is wrong with them, and all keys, are the same, and what differs is right in each. So neither what they are taken for nor what
 * is said of them can be anything else, but for the few things that are asked here.
 */
import { type Sign, signsIn, tells } from "./dialect.ts";
import { sessionEvents } from "./dispatch.ts";
import { maySaySender } from "./envelope.ts";
import type { Event, Likeness, Step } from "./event.ts";
import { isObject } from "./json.ts";
import { below } from "./pointer.ts";
import type { Diagnosis } from "./schema/diagnose.ts";
import type { Range } from "./schema/positions.ts";

type Checked = Event & { kind: "checked" };

export interface Lesson {
  /** What such a record is, less its payload. */
  event: Checked;
  /** What is said of it, at the places where that was the last time. */
  found: readonly Diagnosis[];
  /** What might tell in one of them that the input speaks a dialect. */
  signs: readonly Sign[];
}

/** A lesson, and where it is in the text of the record that it is taught by. */
export interface Teaching {
  lesson: Lesson;
  /** All that is wrong with the record, in the order of its text. */
  holes: readonly Range[];
  /** What is to be found again in each such record: the mistakes, then the signs. */
  places: readonly Range[];
}

const pointerOf = (steps: readonly Step[]): string =>
  steps.reduce<string>((pointer, step) => below(pointer, step ?? ""), "");

/**
 * The event of records that are taken for nothing else whatever stands where they may differ; undefined where that cannot be said. A session
 * says of its input which API it speaks. Of what is around an event, whatever is looked at is the same in each.
 */
function teachable(event: Event): Checked | undefined {
  if (event.kind !== "checked" || event.event === "" || event.path.includes(null)) return undefined;
  const { payload, wrongSender, isReversed, remark } = event;
  if (wrongSender !== undefined || isReversed || remark || sessionEvents.has(event.event)) return undefined;
  if (!isObject(payload) || maySaySender(payload)) return undefined;
  const isNamed =
    payload["type"] === event.event || (payload["object"] === "realtime.response" && !("type" in payload));
  return isNamed ? event : undefined;
}

/** Looks for places in a text by their pointers. */
export type Look = (pointers: readonly string[]) => readonly Range[];

/**
 * The lesson of a record.
 * @param found all that is said of it.
 * @param holes all that is wrong with it.
 * @param look finds values in it.
 */
export function teachingOf(
  judged: Event,
  found: readonly Diagnosis[],
  holes: readonly Range[],
  look: Look,
  knowsDialects: boolean,
): Teaching | undefined {
  const event = teachable(judged);
  const signs = event && (knowsDialects ? signsIn(event.payload) : []);
  if (!signs) return undefined;
  const ranges = look(signs.map(({ steps }) => pointerOf([...event.path, ...steps])));
  // what is wrong is the same in each
  const isOpen = (_any: unknown, at: number): boolean => !holes.some(({ from }) => from === ranges[at]?.from);
  const lesson = {
    event: { ...event, payload: undefined },
    found: found.map((one) => ({ ...one })),
    signs: signs.filter(isOpen),
  };
  return { lesson, holes, places: [...found, ...ranges.filter(isOpen)] };
}

/**
 * What is to be said of a record that is wrong in the same way, which is good until the next; undefined where it might be one of a dialect.
 * @param bytes what has the record in it, from `record` on.
 */
export function taught(
  { found, signs }: Lesson,
  bytes: Buffer,
  record: number,
  { places, isAscii }: Likeness,
): readonly Diagnosis[] | undefined {
  const unitsTo = (place = 0): number => (isAscii ? place : bytes.toString("utf8", record, record + place).length);
  let at = 0;
  for (const one of found) {
    one.from = unitsTo(places[at++]);
    one.to = unitsTo(places[at++]);
  }
  for (const sign of signs) {
    const [from = 0, to = 0] = [places[at++], places[at++]];
    if (tells(sign, bytes.toString("utf8", record + from, record + to))) return undefined;
  }
  return found;
}
