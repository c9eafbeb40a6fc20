/**
 * The core: one input from its bytes to its findings, the one file that knows every stage. Nothing of an
 * input is kept but the block at hand, so memory does not grow with it.
 */
import { isAscii, isUtf8 } from "node:buffer";
import type { Classifier } from "./dispatch.ts";
import { type Block, type Cut, type Event, type Likeness, type Place, type Source, type Span } from "./event.ts";
import {
  createExplainer,
  type Explain,
  explainCut,
  isPlain,
  type Judging,
  payloadIn,
  type Recognised,
  textsAlong,
} from "./explain.ts";
import { settledPlaces, type Summary } from "./finding.ts";
import { blocksOf } from "./frame/index.ts";
import { foldedKinds, foldKind, type Told } from "./fold.ts";
import { createProving, type ProvingPlan, type Taken } from "./proving.ts";
import { eventOf } from "./schema/catalogue.ts";
import { keysOf, keyTokens, tooDeepAt } from "./schema/keys.ts";
import type { Complaint } from "./session/watch.ts";
import { createTeller } from "./tell.ts";
import type { Sessions } from "./sessions.ts";
import type { Suspect, Watched, Watching } from "./watching.ts";

/** How records are judged. */
export interface Plan extends Judging {
  /** Tells what the records of one input are, in order. */
  classifier(): Classifier;
  /** Bytes that one record may have. */
  maxRecord: number;
  /** Which records are handed on as they came. */
  passthrough?: "valid" | "invalid" | "all";
  /** Every record is explained, for rules that a clean one can break. */
  thorough: boolean;
  /** What proves records clean without parsing them; not there where every record is to be looked at. */
  proving?: ProvingPlan;
  /** Loads the rules that go by the order of events; not there where nobody wants them. */
  sessions?: () => Promise<Sessions>;
  /** Told of each record what it turned out to be, if it could be read at all, whether it is valid, and where it is. */
  observe?: (event: Event | undefined, valid: boolean, origin: { file: string; line: number }, record: unknown) => void;
}

/** What comes out of a check while it runs. */
export type Step =
  /** Its snippet can be had until the next steps are asked for. */
  | ({ kind: "finding" } & Told)
  /** A record as it came. The bytes are only good until the next steps are asked for. */
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

/** A record with the line of a log around it. */
function wholeOf({ bytes }: Block, { from, to, whole = [from, to] }: Span): Buffer {
  return bytes.subarray(...whole);
}

/** Where a record begins in its input. */
function placeOf({ offset }: Block, { from, line, indent, placeOf: elsewhere }: Span): Place {
  return elsewhere?.("", false) ?? { line, column: indent + 1, offset: offset + from };
}

const isWrong = (told: readonly Told[]): boolean => told.some(({ finding }) => finding.severity === "error");

const noSuspects: readonly Suspect[] = [];
const noComplaints: readonly Complaint[] = [];

/** Units of a record from which on its nesting is looked at before it is parsed: brackets alone can take gigabytes. */
const large = 1024 * 1024;

/** Findings at most of an input that speaks a dialect, less the note that names it. */
const mostOfDialect = 11;

/** Steps that are given at once at most, or a few more. */
const manySteps = 64;

/**
 * Checks one input, and gives what comes out of it several steps at a time. `summary` is counted up as it goes.
 * @throws InputError where the input cannot be read on; what was found before has been given by then.
 */
export async function* check(source: Source, plan: Plan, summary: Summary): AsyncGenerator<readonly Step[]> {
  const { tell, tellLine, tellRemote, count, countEvent } = createTeller(source.name, plan.level, summary);
  const classifier = plan.classifier();
  const { classify } = classifier;
  const proving = plan.proving && createProving(plan.proving, classifier, () => plan.classifier());
  const explainer = createExplainer(plan, classifier);
  const watched: Watched = {
    eventOf: (text) => classifier.recall(JSON.parse(text)),
    // other services have an order of their own
    isOff: () => explainer.dialect !== undefined,
  };
  let watching: Watching | undefined;
  let explain: Explain | undefined;
  /** Schemas by which something was said of the last record: the next is explained at once, and not judged twice. */
  const suspects = new Set<string>();
  /** What an input in a dialect does differently. */
  const differences = new Map<string, Told>();
  /** A record that stops in the middle: only what follows tells if it is the input's last. */
  let held: ((isLast: boolean) => void) | undefined;
  /** What is to be given next. */
  let steps: Step[] = [];

  function give({ finding, snippet }: Told): void {
    steps.push({ kind: "finding", finding, snippet });
  }
  /** Gives what was found in a record. Whether the record itself is asked for, too. */
  function settle(line: number, told: readonly Told[], event?: Event, record?: unknown): boolean {
    const valid = count(told, event);
    plan.observe?.(event, valid, { file: source.name, line }, record);
    for (const one of told) {
      if (explainer.dialect === undefined || one.finding.severity === "note") give(one);
      else foldKind(differences, one);
    }
    return plan.passthrough === "all" || plan.passthrough === (valid ? "valid" : "invalid");
  }

  function passOn(bytes: Buffer): void {
    steps.push({ kind: "record", bytes });
  }
  /** Notes by which schema something was said, or nothing. */
  function doubt(schema: string, told: readonly Told[]): void {
    suspects[told.length > 0 ? "add" : "delete"](schema);
  }
  /** Settles a record that is to be explained. One that stops in the middle waits for what follows. */
  function settleExplained(explaining: Explain, block: Block, span: Span, known?: Recognised): void {
    const { text, found, ifLast, record, event, judged, teaching } = explaining.record(block, span, known);
    proving?.follow();
    // what observes has to see every record, and what is around one in a line of a log may say more of it
    if (teaching && !plan.observe && !span.whole) proving?.teach(teaching, text, block, span);
    if (event) countEvent(event);
    if (!ifLast) {
      const told = tell(block, span, text, found, judged);
      const complaints = watching?.see(record, judged, placeOf(block, span), isWrong(told)) ?? noComplaints;
      if (complaints.length > 0) told.push(...complained(explaining, block, span, text, judged, complaints, told));
      if (event?.kind === "checked") doubt(event.schema, told);
      if (settle(span.line, told, judged, record)) passOn(wholeOf(block, span));
      return;
    }
    const copy = Buffer.from(wholeOf(block, span));
    watching?.miss();
    held = (isLast) => {
      if (settle(span.line, tell(block, span, text, isLast ? ifLast : found))) passOn(copy);
    };
  }

  /** Settles a record that is wrong as one before it. False where it has to be explained itself. */
  function settleLike(explaining: Explain, block: Block, span: Span, like: Likeness): boolean {
    const lesson = proving?.lessonOf(like.lesson);
    const found = lesson && explainer.taught(lesson, block.bytes, span.from, like);
    if (!found) return false;
    const { event } = lesson;
    if (event.sender !== undefined) classifier.agree(1);
    countEvent(event);
    const textOf = (): string => block.bytes.toString("utf8", span.from, span.to);
    const told = tellLine(placeOf(block, span), textOf, found, event);
    const complaints = heardLike(block, span, textOf, event, told, like);
    if (complaints.length > 0) told.push(...complained(explaining, block, span, textOf(), event, complaints, told));
    doubt(event.schema, told);
    if (settle(span.line, told, event)) passOn(wholeOf(block, span));
    return true;
  }

  /** What the rules of sessions have to say of a record that is wrong as one before it. */
  function heardLike(
    block: Block,
    span: Span,
    textOf: () => string,
    event: Event & { kind: "checked" },
    told: readonly Told[],
    { telling }: Likeness,
  ): readonly Complaint[] {
    if (!watching) return noComplaints;
    const place = placeOf(block, span);
    if (telling) return watching.seeDigest(telling, block, place, isWrong(told));
    const record: unknown = JSON.parse(textOf());
    return watching.see(record, { ...event, payload: payloadIn(record, event) }, place, isWrong(told));
  }

  /**
   * What is told of a record of whose session there are complaints, but of places of which enough was told before; what they
   * say of others is given.
   */
  function complained(
    explaining: Explain,
    block: Block,
    span: Span,
    text: string,
    event: Event | undefined,
    complaints: readonly Complaint[],
    before: readonly Told[] = [],
  ): Told[] {
    tellRemote(explaining.remote(complaints)).forEach(give);
    const path = event && "path" in event ? event.path : [];
    const here = explaining.complaints(
      text,
      path,
      complaints.filter(({ place }) => !place),
    );
    const settled = settledPlaces(before.map(({ finding }) => finding));
    return tell(
      block,
      span,
      text,
      here.filter(({ mistake }) => !settled.has(mistake.pointer)).toSorted((one, other) => one.from - other.from),
      event,
    );
  }

  /** Settles a record that was proved, and is wrong all the same. */
  function settleSuspect(explaining: Explain, { text, event, complaints, line, bytes, before, offset }: Suspect): void {
    const block: Block = { bytes, offset, records: [], read: 0, last: false };
    const to = before + Buffer.byteLength(text);
    const around = bytes.toString("utf8", 0, before);
    const span: Span = { from: before, to, line, indent: around.length };
    // a line of a log is handed on as a whole
    if (around.trim() !== "") span.whole = [around.length - around.trimStart().length, to];
    // it is counted anew, by what is wrong with it
    summary.valid--;
    const told = complained(explaining, block, span, text, event, complaints);
    if (settle(span.line, told, event)) passOn(wholeOf(block, span));
  }

  /** What the cutter found. Only what is too long or unclosed is a record, and what is too long is not here as a whole. */
  function settleCut(block: Block, span: Span, cut: Cut): void {
    const { text, found } = explainCut(block, span, cut, plan.maxRecord);
    const told = tell(block, span, text, found);
    const isRecord = span.from < span.to && (cut === "unclosed" || cut === "too-long");
    if (!isRecord) {
      told.forEach(give);
      return;
    }
    summary.records++;
    watching?.miss();
    if (settle(span.line, told) && cut !== "too-long") passOn(block.bytes.subarray(span.from, span.to));
  }

  /** Whether nothing is to be said of a record. */
  function isClean(record: unknown, event: Event): boolean {
    if (explainer.newRemark(event)) return false;
    if (event.kind === "foreign") return true;
    if (event.kind !== "checked" || event.wrongSender !== undefined || suspects.has(event.schema)) return false;
    return plan.judge.accepts(event.schema, event.payload) && textsAlong(record, event).every(isPlain);
  }

  function release(isLast: boolean): void {
    held?.(isLast);
    held = undefined;
  }

  /** Begins to watch sessions. Before the first event there is nothing to be seen, and nothing to be missed. */
  async function listen(): Promise<void> {
    watching ??= (await plan.sessions?.())?.watch(watched);
  }
  /** Loads what a record may need of which there is something to be said. */
  async function ready(): Promise<Explain> {
    await listen();
    return explainer.load();
  }

  /** Settles what was proved since the last time: it is counted, and the rules look at it. Gives what is wrong with its sessions. */
  async function settleProved(block: Block, { proved, said }: Taken): Promise<readonly Suspect[]> {
    await listen();
    classifier.agree(said);
    summary.records += proved;
    summary.valid += proved;
    summary.proved += proved;
    release(false);
    const wrong: Suspect[] = [];
    proving?.told((telling, file) => {
      if (watching) wrong.push(...watching.skim(telling, file ?? block));
    });
    for (const suspect of wrong) {
      explain ??= await ready();
      settleSuspect(explain, suspect);
    }
    return wrong;
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
      const text = ascii?.slice(span.from, span.to) ?? bytes.toString("utf8", span.from, span.to);
      // what is no UTF-8 becomes this character, which may also have been there
      if (!isText && text.includes("\ufffd") && !isUtf8(bytes.subarray(span.from, span.to))) return undefined;
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
      if (steps.length >= manySteps) {
        yield steps;
        steps = [];
      }
      const taken = proving?.take();
      const wrong = taken ? await settleProved(block, taken) : noSuspects;
      if (span.isPause) continue;
      if (span.isProved) {
        // what is wrong was settled as a suspect, and handed on if it is to be
        if (!wrong.some(({ from }) => from === span.from)) passOn(wholeOf(block, span));
        continue;
      }
      release(false);
      if (span.cut) {
        settleCut(block, span, span.cut);
        continue;
      }
      summary.records++;
      if (span.like) {
        explain ??= await ready();
        if (settleLike(explain, block, span, span.like)) continue;
      }
      const known = recognised(span);
      if (!known?.isClean) {
        explain ??= await ready();
        settleExplained(explain, block, span, known);
        continue;
      }
      const { event } = known;
      if (!watching && event.kind === "checked" && eventOf(event.event)) await listen();
      const complaints = watching?.see(known.record, event, placeOf(block, span), false) ?? noComplaints;
      proving?.learn(known.record, event, block, span);
      countEvent(event);
      let told: Told[] = [];
      if (complaints.length > 0) {
        explain ??= await ready();
        told = complained(explain, block, span, known.text, event, complaints);
      }
      if (settle(span.line, told, event, known.record)) passOn(wholeOf(block, span));
    }
    const taken = proving?.take();
    if (taken) await settleProved(block, taken);
    if (block.last) {
      release(true);
      const atEnd = watching?.end() ?? noComplaints;
      if (atEnd.length > 0) {
        explain ??= await ready();
        tellRemote(explain.remote(atEnd)).forEach(give);
      }
      foldedKinds(differences, mostOfDialect).forEach(give);
      for (const [name, amount] of proving?.events() ?? [])
        summary.byEvent[name] = (summary.byEvent[name] ?? 0) + amount;
    }
    steps.push({ kind: "progress", read: block.read });
    yield steps;
    steps = [];
  }
}
