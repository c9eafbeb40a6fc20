/**
 * All that is wrong with one record: first as mistakes, which need no text, then each at its place in the record's
 * text. Loaded when the first record is not clean.
 */
import {
  type Api,
  type Direction,
  type Event,
  loggerFields,
  type Remark,
  recorderFields,
  type Step,
} from "../event.ts";
import { below, parentOf, stepsOf } from "../pointer.ts";
import { printable, quoted, shorten } from "../text.ts";
import { eventOf, eventTypes } from "./catalogue.ts";
import { type Fault, isCutAudio } from "./fault.ts";
import { maxDepth, tooDeepAt } from "./keys.ts";
import { nearestType } from "./nearest.ts";
import { createSearch, type Range, type Repetition, type Search, type Where } from "./positions.ts";
import { syntaxFaultOf } from "./syntax.ts";
import { wordsFor } from "./words.ts";

/** What is wrong, safe to print, without a place in a file. */
export interface Mistake {
  rule: string;
  /** Into the record as captured. */
  pointer: string;
  /** Where, what was found, what was wanted. */
  message: string;
  got?: unknown;
  want?: unknown;
  suggestion?: string;
}

/** A mistake at its place in the record's text. */
export interface Diagnosis extends Range {
  mistake: Mistake;
}

/** Units of a pointer that a message shows. */
const shownPointer = 300;

/** Units of a string in `got` that are kept. */
const gotLength = 200;

/** `got` as it is kept: nothing secret, nothing long, nothing that steers a terminal. */
function bounded(got: unknown): unknown {
  if (typeof got === "string") return printable(shorten(got, gotLength));
  if (typeof got === "object" && got !== null) return Array.isArray(got) ? "array" : "object";
  return got;
}

function mistake(rule: string, pointer: string, words: string, more: Partial<Fault> = {}): Mistake {
  const safe = printable(pointer);
  return {
    rule,
    pointer: safe,
    message: safe === "" ? words : `at ${shorten(safe, shownPointer)}: ${words}`,
    ...(more.got === undefined ? {} : { got: bounded(more.got) }),
    ...(more.want === undefined ? {} : { want: more.want }),
    ...(more.suggestion === undefined ? {} : { suggestion: printable(more.suggestion) }),
  };
}

/** The pointer to where a path leads; texts on the way are entered as if they were objects. */
export function pointerTo(path: readonly Step[]): string {
  return path.reduce<string>((pointer, step) => (step === null ? pointer : below(pointer, step)), "");
}

/** The faults that are fields of a recorder beside an event's own. One field of a logger alone is more likely a slip. */
function recordersFaults(faults: readonly Fault[]): ReadonlySet<Fault> {
  const beside = faults.filter(({ rule, pointer }) => rule === "unknown-field" && parentOf(pointer) === "");
  const among = (names: readonly string[]): Fault[] => beside.filter(({ pointer }) => names.includes(pointer.slice(1)));
  const loggers = among(loggerFields);
  return new Set([...among(recorderFields), ...(loggers.length > 1 ? loggers : [])]);
}

function whereOf(fault: Fault): Where {
  if (fault.instead !== undefined) return { pointer: fault.instead, at: "key" };
  // what lacks a field is pointed at by its bracket, not as a whole
  const isAbsence = fault.rule.startsWith("missing-");
  return { pointer: fault.pointer, at: isAbsence ? "start" : fault.at };
}

const apiTitles: Readonly<Record<Api, string>> = { ga: "GA", beta: "the beta API", translation: "translation" };

/** What a type is that an API does not have. */
function strangeType(type: unknown, api: Api): string {
  const known = eventOf(type);
  if (!known) return api === "ga" ? "no Realtime event" : `no event of ${apiTitles[api]}`;
  const [home = "ga"] = Object.keys(known.schemas) as Api[];
  const twin = known.twins?.[api];
  const there = twin === undefined ? `${apiTitles[api]} has no such event` : `${apiTitles[api]} has ${quoted(twin)}`;
  return `the name of ${apiTitles[home]}; ${there} (--api ${home} for a capture of ${apiTitles[home]})`;
}

/** An event that its recorder says came from the other side. */
function wrongDirection(type: string, said: Direction, path: readonly Step[]): Mistake & { where: Where } {
  const wanted = said === "client" ? "server" : "client";
  const words = `got ${quoted(type)}, which only the ${wanted} sends, want an event of the ${said}`;
  const more = { got: wanted, want: said };
  return {
    ...mistake("wrong-direction", below(pointerTo(path), "type"), words, more),
    where: { pointer: "/type", at: "value" },
  };
}

/** What is wrong with a record that is JSON, by what it was taken for and the faults of its payload. */
export function mistakesOf(event: Event, faults: readonly Fault[]): (Mistake & { where: Where })[] {
  switch (event.kind) {
    case "foreign":
      return [];
    case "unknown-event-type": {
      const { type, path, api } = event;
      const known = eventOf(type);
      const suggestion = known ? known.twins?.[api] : nearestType(type, eventTypes(api));
      const more = { got: type, ...(suggestion === undefined ? {} : { suggestion }) };
      const words = `got ${quoted(type)}, which is ${strangeType(type, api)}`;
      return [
        {
          ...mistake(event.kind, below(pointerTo(path), "type"), words, more),
          where: { pointer: "/type", at: "value" },
        },
      ];
    }
    case "unrecognized-record": {
      const words = `got ${printable(event.got)}, want ${event.want}`;
      return [{ ...mistake(event.kind, "", words, event), where: { pointer: "", at: "start" } }];
    }
    case "checked": {
      const { wrongSender, path } = event;
      const stray = wrongSender === undefined ? [] : [wrongDirection(event.event, wrongSender, path)];
      const recorders = recordersFaults(faults);
      const wrong = faults
        .filter((fault) => !recorders.has(fault) && !isCutAudio(fault))
        .map((fault) => ({
          ...mistake(fault.rule, pointerTo(path) + fault.pointer, wordsFor(fault), fault),
          where: whereOf(fault),
        }));
      return [...stray, ...wrong];
    }
  }
}

function repetitionOf({ pointer, key }: Repetition): Diagnosis {
  const words = `the key ${quoted(stepsOf(pointer).at(-1))} stands twice in one object; the last one counts`;
  return { mistake: mistake("duplicate-key", pointer, words), ...key };
}

/** The mistakes of records of one kind, and what finds their places. */
interface Known {
  mistakes: readonly Mistake[];
  search: Search;
  /** How many such records there were, and of how many of them it was asked what is wrong, and what finds that. */
  times: number;
  asked: number;
  holes?: Search;
}

/** What is known by the faults, which are remembered themselves, and by the rest of what decides it. */
const known = new WeakMap<readonly Fault[], Map<string, Known>>();

/** Kinds of events that are remembered of the same faults, and units of the text of one. */
const mostKinds = 256;
const longestKind = 400;

/** All that mistakesOf() sees of an event. */
function kindOf(event: Event): string {
  if (event.kind === "checked" && event.wrongSender === undefined) return pointerTo(event.path);
  return JSON.stringify({ ...event, payload: undefined });
}

function knownOf(event: Event, faults: readonly Fault[]): Known {
  const kind = kindOf(event);
  let kinds = known.get(faults);
  const found = kinds?.get(kind);
  if (found) return found;
  const all = mistakesOf(event, faults);
  const search = createSearch(
    "path" in event ? event.path : [],
    all.map(({ where }) => where),
  );
  const made = { mistakes: all.map(({ where: _where, ...rest }) => rest), search, times: 0, asked: 0 };
  if (kind.length > longestKind) return made;
  if (!kinds) known.set(faults, (kinds = new Map()));
  if (kinds.size === mostKinds) kinds.clear();
  kinds.set(kind, made);
  return made;
}

/**
 * What is wrong with a record that is JSON, in the order of its text.
 * @param repetitions whether keys may stand twice in it.
 * @param remark what the record shows of its input.
 */
export function diagnose(
  text: string,
  event: Event,
  faults: readonly Fault[],
  repetitions: boolean,
  remark?: Remark,
): Diagnosis[] {
  const records = knownOf(event, faults);
  const { mistakes, search } = records;
  records.times++;
  const repeated: Repetition[] | undefined = repetitions ? [] : undefined;
  const ranges = search(text, repeated);
  const found = mistakes.map((one, at): Diagnosis => {
    const { from, to } = ranges[at] ?? { from: 0, to: 0 };
    return { mistake: one, from, to };
  });
  if (!repeated && !remark) return found.length < 2 ? found : found.toSorted(inOrder);
  return [...noted(remark), ...found, ...(repeated ?? []).map(repetitionOf)].toSorted(inOrder);
}

/** Records of a kind of which it is asked what makes them alike at most: if that changes from one to the next, none will come again. */
const mostAlike = 64;

/** The places of which a fault says that they are wrong; undefined where it stands for more than one mistake. */
function holesOf(fault: Fault): Where[] | undefined {
  if (fault.times !== undefined || fault.renamed || fault.beside) return undefined;
  if (fault.instead !== undefined) {
    return [
      { pointer: fault.instead, at: "key" },
      { pointer: fault.pointer, at: "start" },
    ];
  }
  return [whereOf(fault)];
}

/**
 * All places at which a record is wrong that is JSON, in the order of its text, from the second time on that one is wrong in that way. What
 * lacks something is wrong at its bracket, and what nobody knows at its key.
 */
export function holesIn(text: string, event: Event, faults: readonly Fault[]): Range[] | undefined {
  const records = knownOf(event, faults);
  if (records.times < 2 || records.asked++ >= mostAlike) return undefined;
  if (!records.holes) {
    const wanted = faults.map(holesOf);
    if (!wanted.every((places) => places !== undefined)) return undefined;
    records.holes = createSearch("path" in event ? event.path : [], wanted.flat());
  }
  const ranges = records.holes(text).toSorted(inOrder);
  return ranges.filter(({ from }, at) => from !== ranges[at - 1]?.from);
}

const inOrder = (one: Range, other: Range): number => one.from - other.from;

/** Where values lie in the text of a record. */
export function rangesIn(text: string, pointers: readonly string[]): Range[] {
  return createSearch(
    [],
    pointers.map((pointer) => ({ pointer, at: "value" })),
  )(text);
}

/** What is wrong with an event by what came before it. */
export interface Claim {
  rule: string;
  /** Below the event. */
  pointer: string;
  at: "value" | "key";
  words: string;
  got?: unknown;
  want?: unknown;
}

/** Claims at their places in the text of a record that carries an event along `path`. */
export function diagnoseClaims(text: string, path: readonly Step[], claims: readonly Claim[]): Diagnosis[] {
  const ranges = createSearch(
    path,
    claims.map(({ pointer, at }) => ({ pointer, at: pointer === "" ? "start" : at })),
  )(text);
  return claims.map((claim, index) => {
    const { from, to } = ranges[index] ?? { from: 0, to: 0 };
    return { mistake: mistakeOf(claim, path), from, to };
  });
}

/** A claim on an event that lies along `path` in its record; no path where the record cannot be looked up. */
export function mistakeOf({ rule, pointer, words, got, want }: Claim, path: readonly Step[] = []): Mistake {
  return mistake(rule, pointerTo(path) + pointer, words, { got, want });
}

/** What is said of the input as a whole, at the beginning of the record that shows it. */
export function noted(remark?: Remark): Diagnosis[] {
  return remark ? [{ mistake: mistake(remark.rule, "", remark.message), from: 0, to: 1 }] : [];
}

/** Bytes that are not UTF-8: the first of them, in the text that `toString` made of the record. */
export function diagnoseUtf8(bytes: Uint8Array, text: string): Diagnosis {
  let from = text.indexOf("\ufffd");
  let byte = 0;
  for (let counted = 0; from !== -1; from = text.indexOf("\ufffd", from + 1)) {
    byte += Buffer.byteLength(text.slice(counted, from));
    counted = from;
    const isGenuine = bytes[byte] === 0xef && bytes[byte + 1] === 0xbf && bytes[byte + 2] === 0xbd;
    if (!isGenuine) break;
  }
  const got = `0x${(bytes[byte] ?? 0).toString(16).padStart(2, "0")}`;
  const words = `byte ${got} is not UTF-8 (written as Latin-1 or Windows-1252, or cut inside a character?)`;
  const at = Math.max(0, from);
  return { mistake: mistake("invalid-utf8", "", words, { got }), from: at, to: at + 1 };
}

/** Nesting that nobody reads; undefined if the text is not too deep. */
export function diagnoseDepth(text: string): Diagnosis | undefined {
  const at = tooDeepAt(text);
  if (at === -1) return undefined;
  const words = `nested more than ${maxDepth} levels deep; the record was not looked into`;
  return { mistake: mistake("out-of-range", "", words, { want: { maxDepth } }), from: at, to: at + 1 };
}

/** Why `text` is not JSON. `atEnd`: it stops before its value does. */
export function diagnoseSyntax(text: string): Diagnosis & { atEnd: boolean } {
  const { at, reason, atEnd } = syntaxFaultOf(text);
  return { mistake: mistake("invalid-json", "", reason), from: at, to: Math.min(text.length, at + 1), atEnd };
}
