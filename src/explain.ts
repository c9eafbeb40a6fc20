/** What is to be said of a record that the quick way did not settle, without its place in the file. */
import { isUtf8 } from "node:buffer";
import { createDialectWatch } from "./dialect.ts";
import { type Classifier, foreign } from "./dispatch.ts";
import type { Block, Cut, Event, Likeness, Remark, Span, Step } from "./event.ts";
import type { Level } from "./finding.ts";
import { type Lesson, taught, type Teaching, teachingOf } from "./lessons.ts";
import { isLogNote } from "./log.ts";
import { eventOf } from "./schema/catalogue.ts";
import type { Diagnosis, Mistake } from "./schema/diagnose.ts";
import { type Fault, isCutAudio } from "./schema/fault.ts";
import type { Judge } from "./schema/judge.ts";
import { keysOf, keyTokens } from "./schema/keys.ts";
import type { Range } from "./schema/positions.ts";
import type { Complaint } from "./session/watch.ts";
import type { Remote, Tellable } from "./tell.ts";

/** Who judges records, and how strictly. */
export interface Judging {
  judge: Judge;
  level: (rule: string) => Level;
  /** Services that speak the protocol loosely are told from the one that is judged. */
  knowsDialects: boolean;
}

/** A record that was parsed, and what it turned out to be. */
export interface Recognised {
  text: string;
  record: unknown;
  event: Event;
  isClean: boolean;
}

/** What was found in a record, in the order of its text. */
export interface Explanation {
  text: string;
  found: readonly Diagnosis[];
  /** What is to be said instead if the record turns out to be the last of its input. */
  ifLast?: readonly Diagnosis[];
  /** The record as it was parsed, if it could be. */
  record?: unknown;
  /** What the record was taken for, and as what it was judged. */
  event?: Event;
  judged?: Event;
  /** What it teaches of others, if there is anything to be learnt; not there where the record says more than what is wrong with it. */
  teaching?: () => Teaching | undefined;
}

export interface Explain {
  /** @param known the record, if it has been looked at for its depth and its keys. */
  record(block: Block, span: Span, known?: Recognised): Explanation;
  /** Complaints of an event that lies along `path` in the record of a text, at their places in it. */
  complaints(text: string, path: readonly Step[], complaints: readonly Complaint[]): Tellable[];
  /** Those of records that have gone by. */
  remote(complaints: readonly Complaint[]): Remote[];
}

/** Explains the records of one input, in order. */
export interface Explainer {
  /** Loads what explains, which no run needs in which all is well. */
  load(): Promise<Explain>;
  /** What an event says of its input and no other has said before. */
  newRemark(event: Event): Remark | undefined;
  /** The dialect that the input speaks, once that is clear. */
  readonly dialect: string | undefined;
  /**
   * What is said of a record that is wrong as another was; undefined where it has to be explained itself.
   * @param bytes what has it in it, from `record` on.
   */
  taught(lesson: Lesson, bytes: Buffer, record: number, like: Likeness): readonly Diagnosis[] | undefined;
}

/** JSON in strings on the way to the payload. */
export function textsAlong(record: unknown, event: Event): string[] {
  if (!("path" in event) || !event.path.includes(null)) return [];
  const texts: string[] = [];
  let value = record;
  for (const step of event.path) {
    if (step !== null) value = (value as Record<string, unknown>)[step];
    else if (typeof value === "string") {
      texts.push(value);
      value = JSON.parse(value);
    }
  }
  return texts;
}

/** What a record carries. */
export function payloadIn(record: unknown, event: Event): unknown {
  if (event.kind === "checked" && event.payload !== undefined) return event.payload;
  let value = record;
  for (const step of "path" in event ? event.path : []) {
    value = step === null ? JSON.parse(String(value)) : (value as Record<string, unknown>)[step];
  }
  return value;
}

/** Whether no object of a text can have a key twice, and none is nested too deeply. */
export function isPlain(json: string): boolean {
  const bytes = Buffer.from(json);
  return keysOf(JSON.parse(json)) === keyTokens(bytes)(0, bytes.length);
}

/** The rule of what the cutter found, and its words. */
const cuts: Readonly<Record<Cut, readonly [rule: string, words: string]>> = {
  "too-long": ["out-of-range", "longer than MAX bytes (--max-record); the record was not looked into"],
  unclosed: ["truncated-record", "the input ends in the middle of this record"],
  spread: [
    "invalid-json",
    "laid out like a .json file, as an array or over several lines; a .jsonl file has one record a line",
  ],
  "no-comma": ["invalid-json", 'want "," before this record'],
  "extra-comma": ["invalid-json", "a comma too many between records"],
  "trailing-comma": ["invalid-json", "a comma before the closing bracket"],
  "extra-bracket": ["invalid-json", "a closing bracket too many"],
};

const cutAudio: Remark = {
  rule: "cut-audio",
  message: "the recorder left out audio; what it put in its place was not checked",
};

const endless: Mistake = { rule: "truncated-record", pointer: "", message: cuts.unclosed[1] };

/** Bytes of a record that is not looked into, for the snippet. */
const shownOfCut = 64 * 1024;

/** What the cutter found. */
export function explainCut({ bytes }: Block, { from: begin, to }: Span, cut: Cut, maxRecord: number): Explanation {
  const isUnclosed = cut === "unclosed";
  const [rule, words] = cuts[cut];
  const message =
    isUnclosed && begin === to ? "the input ends before the array is closed" : words.replace("MAX", String(maxRecord));
  const text = bytes.toString("utf8", begin, isUnclosed ? to : Math.min(to, begin + shownOfCut));
  const from = isUnclosed ? text.length : 0;
  const more = cut === "too-long" ? { want: { maxBytes: maxRecord } } : {};
  return { text, found: [{ mistake: { rule, pointer: "", message, ...more }, from, to: from + 1 }] };
}

/** Where the last character of UTF-8 text begins. */
function lastCharacter(bytes: Uint8Array): number {
  let at = bytes.length - 1;
  while (at > 0 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at--;
  return at;
}

const none: readonly Fault[] = [];

export function createExplainer(plan: Judging, { classify }: Classifier): Explainer {
  const watch = createDialectWatch();
  let dialect: string | undefined;
  /** Remarks that this input has had. */
  const remarked = new Set<string>();

  function newRemark(event: Event): Remark | undefined {
    const own = "remark" in event ? event.remark : undefined;
    const remark =
      dialect === undefined || own?.rule === "foreign-record"
        ? own
        : {
            rule: "dialect",
            message: `this looks like ${dialect}, which is not the OpenAI Realtime API; what it does differently is told once for each kind of event`,
          };
    return unsaid(remark);
  }
  function unsaid(remark: Remark | undefined): Remark | undefined {
    return remark && !remarked.has(remark.message) ? remark : undefined;
  }

  async function load(): Promise<Explain> {
    const [diagnoses, faultsOf] = await Promise.all([import("./schema/diagnose.ts"), plan.judge.explaining()]);

    /**
     * What is wrong with an event, by its own schema and by that of what it is best taken for. A dialect mixes the generations of the API, so
     * there each event is taken for the one that it fits best.
     */
    function leastWrong(
      event: Event,
      record: unknown,
      own: readonly Fault[] | undefined,
    ): { judged: Event; faults: readonly Fault[] } {
      const errorsIn = (list: readonly Fault[]): number =>
        list.filter(({ rule }) => plan.level(rule) === "error").length;
      let judged = event;
      let faults = own;
      if (dialect === undefined) return { judged, faults: faults ?? none };
      const type =
        event.kind === "checked" ? event.event : event.kind === "unknown-event-type" ? event.type : undefined;
      for (const schema of Object.values(eventOf(type)?.schemas ?? {})) {
        const payload = payloadIn(record, event);
        const other = faultsOf(schema, payload);
        if (faults && errorsIn(faults) <= errorsIn(other)) continue;
        const path = "path" in event ? event.path : [];
        judged = { kind: "checked", event: String(type), schema, payload, path };
        faults = other;
      }
      return { judged, faults: faults ?? none };
    }

    function record(block: Block, span: Span, known?: Recognised): Explanation {
      const bytes = block.bytes.subarray(span.from, span.to);
      const text = known?.text ?? bytes.toString("utf8");
      if (!known && !isUtf8(bytes)) {
        const found = [diagnoses.diagnoseUtf8(bytes, text)];
        if (!isUtf8(bytes.subarray(0, lastCharacter(bytes)))) return { text, found };
        return { text, found, ifLast: [{ mistake: endless, from: text.length - 1, to: text.length }] };
      }
      const tooDeep = known ? undefined : diagnoses.diagnoseDepth(text);
      if (tooDeep) return { text, found: [tooDeep] };
      let value: unknown;
      try {
        value = known ? known.record : JSON.parse(text);
      } catch {
        if (plan.knowsDialects && isLogNote(text)) {
          const judged = foreign("lines of a log");
          const remark = newRemark(judged);
          if (remark) remarked.add(remark.message);
          return { text, found: diagnoses.noted(remark), judged };
        }
        const { atEnd, ...fault } = diagnoses.diagnoseSyntax(text);
        return { text, found: [fault], ...(atEnd && { ifLast: [{ ...fault, mistake: endless }] }) };
      }
      const event = known?.event ?? classify(value, span.sender);
      const texts = textsAlong(value, event);
      const buried = texts.flatMap((json) => diagnoses.diagnoseDepth(json) ?? []);
      if (buried.length > 0) {
        return { text, found: buried.map((diagnosis) => ({ ...diagnosis, from: 0, to: 1 })), event, judged: event };
      }
      const repetitions = !(known ? texts : [text, ...texts]).every(isPlain);
      const own = event.kind === "checked" ? faultsOf(event.schema, event.payload) : undefined;
      const isClean = own?.length === 0 && !repetitions && !("wrongSender" in event) && !("remark" in event);
      // by what is clean nothing is told, since not all of that comes here
      if (plan.knowsDialects && !isClean) dialect ??= watch(payloadIn(value, event));
      const { judged, faults: all } = leastWrong(event, value, own);
      const faults = all.some(isCutAudio) ? all.filter((fault) => !isCutAudio(fault)) : all;
      const remark = faults.length < all.length ? unsaid(cutAudio) : newRemark(judged);
      if (remark) remarked.add(remark.message);
      const found = diagnoses.diagnose(text, judged, faults, repetitions, remark);
      const isAlone = repetitions || remark !== undefined || faults.length < all.length || dialect !== undefined;
      const explanation = { text, found, record: value, event, judged };
      if (isAlone) return explanation;
      const teaching = (): Teaching | undefined => {
        const holes = diagnoses.holesIn(text, judged, faults);
        const look = (pointers: readonly string[]): Range[] => diagnoses.rangesIn(text, pointers);
        return holes && teachingOf(judged, found, holes, look, plan.knowsDialects);
      };
      return { ...explanation, teaching };
    }

    return {
      record,
      complaints(text, path, complaints) {
        const before = diagnoses.pointerTo(path);
        return diagnoses.diagnoseClaims(text, path, complaints).map((diagnosis, at) => {
          const { severity, related } = complaints[at] ?? {};
          const places = related?.map((one) => ({ ...one, pointer: before + one.pointer }));
          return { ...diagnosis, ...(severity && { severity }), ...(places && { related: places }) };
        });
      },
      remote: (complaints) =>
        complaints.flatMap(({ place, severity, related, ...claim }) =>
          place ? [{ mistake: diagnoses.mistakeOf(claim), place, severity, ...(related && { related }) }] : [],
        ),
    };
  }

  return {
    load,
    newRemark,
    // a dialect is judged in its own way
    taught: (...likened) => (dialect === undefined ? taught(...likened) : undefined),
    get dialect() {
      return dialect;
    },
  };
}
