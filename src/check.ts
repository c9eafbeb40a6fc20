/**
 * The core: one input from its bytes to its findings, the one file that knows every stage. Nothing of an
 * input is kept but the block at hand, so memory does not grow with it.
 */
import { isAscii, isUtf8 } from "node:buffer";
import { type Classifier, foreign } from "./dispatch.ts";
import { isLogNote } from "./log.ts";
import type { Block, Cut, Event, Remark, Source, Span } from "./event.ts";
import type { Finding, Level, Summary } from "./finding.ts";
import { blocksOf } from "./frame/index.ts";
import { type Fault, isCutAudio } from "./schema/fault.ts";
import type { Checker } from "./schema/checker.ts";
import type { Diagnosis } from "./schema/diagnose.ts";
import { keysOf, keyTokens, tooDeepAt } from "./schema/keys.ts";
import { createDialectWatch } from "./dialect.ts";
import { fold, type Folded } from "./fold.ts";
import { createProving, type ProvingPlan } from "./proving.ts";
import { eventOf } from "./schema/catalogue.ts";
import { createTeller, type Told } from "./tell.ts";

/** How records are judged. */
export interface Plan {
  /** Tells what the records of one input are, in order. */
  classifier(): Classifier;
  /** Who judges it. */
  checker(schema: string): Checker;
  level: (rule: string) => Level;
  /** Bytes that one record may have. */
  maxRecord: number;
  /** Which records are handed on as they came. */
  passthrough?: "valid" | "invalid" | "all";
  /** Services that speak the protocol loosely are told from the one that is judged. */
  knowsDialects: boolean;
  /** Every record is explained, for rules that a clean one can break. */
  thorough: boolean;
  /** What proves records clean without parsing them; not there where every record is to be looked at. */
  proving?: ProvingPlan;
  /** Told of each record what it turned out to be, if it could be read at all, and whether it is valid. */
  observe?: (event: Event | undefined, valid: boolean) => void;
}

/** A record that was parsed, and what it turned out to be. */
interface Recognised {
  text: string;
  record: unknown;
  event: Event;
  isClean: boolean;
}

/** What comes out of a check while it runs. */
export type Step =
  | ({ kind: "finding" } & Folded)
  /** A record as it came. The bytes are only good until the next step is asked for. */
  | { kind: "record"; bytes: Buffer }
  /** So many bytes were read; whoever waits for findings has had all of them so far. */
  | { kind: "progress"; read: number };

export function emptySummary(): Summary {
  return {
    files: 0,
    records: 0,
    valid: 0,
    invalid: 0,
    errors: 0,
    warnings: 0,
    notes: 0,
    unchecked: 0,
    proved: 0,
    bytes: 0,
    byRule: {},
    byEvent: {},
  };
}

/** JSON in strings on the way to the payload. */
function textsAlong(record: unknown, event: Event): string[] {
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

/** A record with the line of a log around it. */
function wholeOf({ bytes }: Block, { from, to, whole = [from, to] }: Span): Buffer {
  return bytes.subarray(...whole);
}

/** What a record carries. */
function payloadIn(record: unknown, event: Event): unknown {
  if (event.kind === "checked") return event.payload;
  let value = record;
  for (const step of "path" in event ? event.path : []) {
    value = step === null ? JSON.parse(String(value)) : (value as Record<string, unknown>)[step];
  }
  return value;
}

/** Whether no object of a text can have a key twice, and none is nested too deeply. */
function isPlain(json: string): boolean {
  const bytes = Buffer.from(json);
  return keysOf(JSON.parse(json)) === keyTokens(bytes)(0, bytes.length);
}

/** The rule of what the cutter found, and its words. */
const cuts: Readonly<Record<Cut, readonly [rule: string, words: string]>> = {
  "too-long": ["out-of-range", "longer than MAX bytes (--max-record); the record was not looked into"],
  unclosed: ["truncated-record", "the input ends in the middle of this record"],
  spread: ["invalid-json", "this record goes over several lines; a .jsonl file has one record a line"],
  "no-comma": ["invalid-json", 'want "," before this record'],
  "extra-comma": ["invalid-json", "a comma too many between records"],
  "trailing-comma": ["invalid-json", "a comma before the closing bracket"],
  "extra-bracket": ["invalid-json", "a closing bracket too many"],
};

const cutAudio: Remark = {
  rule: "cut-audio",
  message: "the recorder left out audio; what it put in its place was not checked",
};

const endless = { rule: "truncated-record", pointer: "", message: cuts.unclosed[1] };

/** Where the last character of UTF-8 text begins. */
function lastCharacter(bytes: Uint8Array): number {
  let at = bytes.length - 1;
  while (at > 0 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at--;
  return at;
}

/** Units of a record from which on its nesting is looked at before it is parsed: brackets alone can take gigabytes. */
const large = 1024 * 1024;

/** Findings at most of an input that speaks a dialect, less the note that names it. */
const mostOfDialect = 11;

/** Findings by kind and event, and where these are too many by kind alone, in the order of their first places. */
function foldedKinds(groups: ReadonlyMap<string, Folded>): Folded[] {
  if (groups.size <= mostOfDialect) return [...groups.values()];
  const kinds = new Map<string, Folded>();
  for (const one of groups.values()) fold(kinds, one.finding.rule, one);
  return [...kinds.values()];
}

const kindOf = ({ rule, event }: Finding): string => JSON.stringify([rule, event]);

/** Bytes of a record that is not looked into, for the snippet. */
const shownOfCut = 64 * 1024;

/**
 * Checks one input. `summary` is counted up as it goes.
 * @throws InputError where the input cannot be read on; what was found before has been given by then.
 */
export async function* check(source: Source, plan: Plan, summary: Summary): AsyncGenerator<Step> {
  const { tell, count, countEvent } = createTeller(source.name, plan.level, summary);
  const classifier = plan.classifier();
  const { classify } = classifier;
  const proving = plan.proving && createProving(plan.proving, classifier, () => plan.classifier());
  const watch = createDialectWatch();
  /** The dialect that the input speaks, once that is clear, and what it does differently. */
  let dialect: string | undefined;
  const differences = new Map<string, Folded>();
  /** Remarks that this input has had. */
  const remarked = new Set<string>();
  /** A record that stops in the middle: only what follows tells if it is the input's last. */
  let held: ((isLast: boolean) => Step[]) | undefined;
  let diagnoses: typeof import("./schema/diagnose.ts") | undefined;

  /** What is given of a record: its findings, and if it is asked for the record itself. */
  function given(told: readonly Told[], bytes: Buffer, event?: Event): Step[] {
    const valid = count(told, event);
    plan.observe?.(event, valid);
    const passes = plan.passthrough === "all" || plan.passthrough === (valid ? "valid" : "invalid");
    const isFolded = dialect !== undefined;
    const findings = told.flatMap((one): Step[] => {
      if (!isFolded || one.finding.severity === "note") return [{ kind: "finding", ...one }];
      fold(differences, kindOf(one.finding), one);
      return [];
    });
    return passes ? [...findings, { kind: "record", bytes }] : findings;
  }

  /** Everything about a record that the quick way did not settle. */
  async function explained(block: Block, span: Span, known?: Recognised): Promise<Step[]> {
    diagnoses ??= await import("./schema/diagnose.ts");
    const bytes = block.bytes.subarray(span.from, span.to);
    const text = known?.text ?? bytes.toString("utf8");
    const settle = (found: Diagnosis[], event?: Event): Step[] =>
      given(tell(block, span, text, found, event), wholeOf(block, span), event);

    /** Keeps a record back until it is known whether it is the last. */
    const hold = (asLast: Diagnosis, otherwise: Diagnosis): Step[] => {
      const copy = Buffer.from(wholeOf(block, span));
      held = (isLast) => given(tell(block, span, text, [isLast ? asLast : otherwise]), copy);
      return [];
    };

    if (!known && !isUtf8(bytes)) {
      const fault = diagnoses.diagnoseUtf8(bytes, text);
      if (!isUtf8(bytes.subarray(0, lastCharacter(bytes)))) return settle([fault]);
      return hold({ ...endless, from: text.length - 1, to: text.length }, fault);
    }
    // a record that was recognised has been looked at for its depth and its keys
    const tooDeep = known ? undefined : diagnoses.diagnoseDepth(text);
    if (tooDeep) return settle([tooDeep]);
    let record: unknown;
    try {
      record = known ? known.record : JSON.parse(text);
    } catch {
      if (plan.knowsDialects && isLogNote(text)) {
        const event = foreign("lines of a log");
        const remark = newRemark(event);
        if (remark) remarked.add(remark.message);
        return settle(diagnoses.noted(remark), event);
      }
      const { atEnd, ...fault } = diagnoses.diagnoseSyntax(text);
      return atEnd ? hold({ ...fault, ...endless }, fault) : settle([fault]);
    }
    const event = known?.event ?? classify(record, span.sender);
    countEvent(event);
    const texts = textsAlong(record, event);
    const buried = texts.flatMap((json) => diagnoses?.diagnoseDepth(json) ?? []);
    if (buried.length > 0)
      return settle(
        buried.map((diagnosis) => ({ ...diagnosis, from: 0, to: 1 })),
        event,
      );
    const repetitions = !(known ? texts : [text, ...texts]).every(isPlain);
    if (plan.knowsDialects) dialect ??= watch(payloadIn(record, event));
    const { judged, faults: all } = await leastWrong(event, record);
    const faults = all.filter((fault) => !isCutAudio(fault));
    const remark = faults.length < all.length ? unsaid(cutAudio) : newRemark(judged);
    if (remark) remarked.add(remark.message);
    return settle(diagnoses.diagnose(text, judged, faults, repetitions, remark), judged);
  }

  /**
   * What is wrong with an event. A dialect mixes the generations of the API, so there each event is taken for the one that
   * it fits best.
   */
  async function leastWrong(event: Event, record: unknown): Promise<{ judged: Event; faults: Fault[] }> {
    const errorsIn = (list: readonly Fault[]): number => list.filter(({ rule }) => plan.level(rule) === "error").length;
    let judged = event;
    let faults = event.kind === "checked" ? await plan.checker(event.schema).explain(event.payload) : undefined;
    const type = event.kind === "checked" ? event.event : event.kind === "unknown-event-type" ? event.type : undefined;
    const schemas = dialect === undefined ? {} : (eventOf(type)?.schemas ?? {});
    for (const schema of Object.values(schemas)) {
      const payload = payloadIn(record, event);
      const other = await plan.checker(schema).explain(payload);
      if (faults && errorsIn(faults) <= errorsIn(other)) continue;
      const path = "path" in event ? event.path : [];
      judged = { kind: "checked", event: String(type), schema, payload, path };
      faults = other;
    }
    return { judged, faults: faults ?? [] };
  }

  /** What an event says of its input and no other has said before. */
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

  /** What the cutter found. Only what is too long or unclosed is a record, and what is too long is not here as a whole. */
  function cutOff(block: Block, span: Span, cut: Cut): Step[] {
    const isEmpty = span.from === span.to;
    const isUnclosed = cut === "unclosed";
    const [rule, words] = cuts[cut];
    const message =
      isUnclosed && isEmpty
        ? "the input ends before the array is closed"
        : words.replace("MAX", String(plan.maxRecord));
    const shown = isUnclosed ? span.to : Math.min(span.to, span.from + shownOfCut);
    const text = block.bytes.toString("utf8", span.from, shown);
    const from = isUnclosed ? text.length : 0;
    const more = cut === "too-long" ? { want: { maxBytes: plan.maxRecord } } : {};
    const told = tell(block, span, text, [{ rule, pointer: "", message, ...more, from, to: from + 1 }]);
    const isRecord = !isEmpty && (isUnclosed || cut === "too-long");
    if (isRecord) summary.records++;
    const steps = isRecord
      ? given(told, block.bytes.subarray(span.from, span.to))
      : told.map((one): Step => ({ kind: "finding", ...one }));
    return cut === "too-long" ? steps.filter(({ kind }) => kind !== "record") : steps;
  }

  /** Whether nothing is to be said of a record. */
  function isClean(record: unknown, event: Event): boolean {
    if (newRemark(event)) return false;
    if (event.kind === "foreign") return true;
    if (event.kind !== "checked" || event.wrongSender !== undefined) return false;
    return plan.checker(event.schema).accepts(event.payload) && textsAlong(record, event).every(isPlain);
  }

  function* release(isLast: boolean): Generator<Step> {
    const steps = held?.(isLast) ?? [];
    held = undefined;
    yield* steps;
  }
  /** Counts what was proved since the last time. */
  function* skimmed(): Generator<Step> {
    const { proved, said } = proving?.take() ?? { proved: 0, said: 0 };
    if (proved === 0) return;
    classifier.agree(said);
    summary.records += proved;
    summary.valid += proved;
    summary.proved += proved;
    yield* release(false);
  }

  for await (const block of blocksOf(source, plan.maxRecord, proving?.skimming)) {
    const { records, bytes } = block;
    summary.bytes += block.read;
    const listed = Array.isArray(records) ? (records as readonly Span[]) : [];
    const end = Math.max(0, listed.at(-1)?.to ?? 0);
    const ascii = end > 0 && isAscii(bytes.subarray(0, end)) ? bytes.toString("latin1", 0, end) : undefined;
    const isText = ascii !== undefined || (end > 0 && isUtf8(bytes.subarray(0, end)));
    const tokensOf = keyTokens(bytes);

    /** The quick way: what a record is, and whether it is surely clean; undefined where it takes a closer look. */
    const recognised = (span: Span): Recognised | undefined => {
      if (!isText && !isUtf8(bytes.subarray(span.from, span.to))) return undefined;
      const text = ascii?.slice(span.from, span.to) ?? bytes.toString("utf8", span.from, span.to);
      if (text.length > large && tooDeepAt(text) !== -1) return undefined;
      let record: unknown;
      try {
        record = JSON.parse(text);
      } catch {
        return undefined;
      }
      // first, since it also tells whether the record is too deep for what follows
      if (keysOf(record) !== tokensOf(span.from, span.to)) return undefined;
      const event = classify(record, span.sender);
      return { text, record, event, isClean: !plan.thorough && isClean(record, event) };
    };

    for (const span of records) {
      yield* skimmed();
      if (span.isProved) {
        yield { kind: "record", bytes: wholeOf(block, span) };
        continue;
      }
      yield* release(false);
      if (span.cut) {
        yield* cutOff(block, span, span.cut);
        continue;
      }
      summary.records++;
      const known = recognised(span);
      if (!known?.isClean) {
        yield* await explained(block, span, known);
        proving?.follow();
        continue;
      }
      const { event } = known;
      proving?.learn(known.record, event, block, span);
      countEvent(event);
      count([], event);
      plan.observe?.(event, true);
      if (plan.passthrough === "valid" || plan.passthrough === "all") {
        yield { kind: "record", bytes: wholeOf(block, span) };
      }
    }
    yield* skimmed();
    if (block.last) {
      yield* release(true);
      for (const one of foldedKinds(differences)) yield { kind: "finding", ...one };
      for (const [name, amount] of proving?.events() ?? [])
        summary.byEvent[name] = (summary.byEvent[name] ?? 0) + amount;
    }
    yield { kind: "progress", read: block.read };
  }
}
