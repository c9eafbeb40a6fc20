/**
 * The core: one input from its bytes to its findings, the one file that knows every stage. Nothing of an
 * input is kept but the block at hand, so memory does not grow with it.
 */
import { isAscii, isUtf8 } from "node:buffer";
import type { Classifier } from "./dispatch.ts";
import type { Block, Cut, Event, Place, Source, Span } from "./event.ts";
import {
  createExplainer,
  explainCut,
  type Explanation,
  isPlain,
  type Judging,
  type Recognised,
  textsAlong,
} from "./explain.ts";
import type { Finding, Summary } from "./finding.ts";
import { blocksOf } from "./frame/index.ts";
import { fold, type Folded } from "./fold.ts";
import { createProving, type ProvingPlan } from "./proving.ts";
import { keysOf, keyTokens, tooDeepAt } from "./schema/keys.ts";
import type { Complaint } from "./session/watch.ts";
import { createTeller, type Tellable, type Told } from "./tell.ts";
import { createWatching, type Suspect, type WatchingPlan } from "./watching.ts";

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
  /** Rules that go by the order of events; not there where nobody wants them. */
  watching?: WatchingPlan;
  /** Told of each record what it turned out to be, if it could be read at all, and whether it is valid. */
  observe?: (event: Event | undefined, valid: boolean) => void;
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

/** A record with the line of a log around it. */
function wholeOf({ bytes }: Block, { from, to, whole = [from, to] }: Span): Buffer {
  return bytes.subarray(...whole);
}

/** Where a record begins in its input. */
function placeOf({ offset }: Block, { from, line, indent, placeOf: elsewhere }: Span): Place {
  return elsewhere?.("", false) ?? { line, column: indent + 1, offset: offset + from };
}

const noComplaints: readonly Complaint[] = [];

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

/**
 * Checks one input. `summary` is counted up as it goes.
 * @throws InputError where the input cannot be read on; what was found before has been given by then.
 */
export async function* check(source: Source, plan: Plan, summary: Summary): AsyncGenerator<Step> {
  const { tell, tellRemote, count, countEvent } = createTeller(source.name, plan.level, summary);
  const classifier = plan.classifier();
  const { classify } = classifier;
  const proving = plan.proving && createProving(plan.proving, classifier, () => plan.classifier());
  const explainer = createExplainer(plan, classifier);
  const watching = plan.watching && createWatching(plan.watching);
  /** What an input in a dialect does differently. */
  const differences = new Map<string, Folded>();
  /** A record that stops in the middle: only what follows tells if it is the input's last. */
  let held: ((isLast: boolean) => Step[]) | undefined;

  /** What is given of a record: its findings, and if it is asked for the record itself. */
  function given(told: readonly Told[], bytes: Buffer, event?: Event): Step[] {
    const valid = count(told, event);
    plan.observe?.(event, valid);
    const passes = plan.passthrough === "all" || plan.passthrough === (valid ? "valid" : "invalid");
    const isFolded = explainer.dialect !== undefined;
    const findings = told.flatMap((one): Step[] => {
      if (!isFolded || one.finding.severity === "note") return [{ kind: "finding", ...one }];
      fold(differences, kindOf(one.finding), one);
      return [];
    });
    return passes ? [...findings, { kind: "record", bytes }] : findings;
  }

  /** What is given of a record that was explained. One that stops in the middle waits for what follows. */
  async function settled(block: Block, span: Span, explanation: Explanation): Promise<Step[]> {
    const { text, found, ifLast, record, event, judged } = explanation;
    if (event) countEvent(event);
    const whole = wholeOf(block, span);
    if (ifLast) {
      const copy = Buffer.from(whole);
      watching?.miss();
      held = (isLast) => given(tell(block, span, text, isLast ? ifLast : found), copy);
      return [];
    }
    const complaints = heard(block, span, record, judged, found);
    return complained(block, span, text, found, judged, complaints);
  }

  /** What the rules of sessions have to say of a record in which `found` was found. */
  function heard(
    block: Block,
    span: Span,
    record: unknown,
    event: Event | undefined,
    found: readonly Tellable[],
  ): readonly Complaint[] {
    // other services have an order of their own
    if (!watching || explainer.dialect !== undefined) return noComplaints;
    const isWrong = found.some(({ rule }) => plan.level(rule) === "error");
    if (event?.kind === "checked") return watching.see(record, event, placeOf(block, span), isWrong);
    if (event?.kind !== "foreign") watching.miss();
    return noComplaints;
  }

  /** The same of a record of whose session there are complaints. */
  async function complained(
    block: Block,
    span: Span,
    text: string,
    found: readonly Tellable[],
    event: Event | undefined,
    complaints: readonly Complaint[],
  ): Promise<Step[]> {
    const whole = wholeOf(block, span);
    if (complaints.length === 0) return given(tell(block, span, text, found, event), whole, event);
    const { here, elsewhere } = await explainer.place(text, event && "path" in event ? event.path : [], complaints);
    const all = [...found, ...here].toSorted((one, other) => one.from - other.from);
    return [...remote(tellRemote(elsewhere)), ...given(tell(block, span, text, all, event), whole, event)];
  }

  const remote = (told: readonly Told[]): Step[] => told.map((one) => ({ kind: "finding", ...one }));

  /** What the cutter found. Only what is too long or unclosed is a record, and what is too long is not here as a whole. */
  function cutOff(block: Block, span: Span, cut: Cut): Step[] {
    const { text, found } = explainCut(block, span, cut, plan.maxRecord);
    const told = tell(block, span, text, found);
    const isRecord = span.from < span.to && (cut === "unclosed" || cut === "too-long");
    if (isRecord) {
      summary.records++;
      watching?.miss();
    }
    const steps = isRecord
      ? given(told, block.bytes.subarray(span.from, span.to))
      : told.map((one): Step => ({ kind: "finding", ...one }));
    return cut === "too-long" ? steps.filter(({ kind }) => kind !== "record") : steps;
  }

  /** Whether nothing is to be said of a record. */
  function isClean(record: unknown, event: Event): boolean {
    if (explainer.newRemark(event)) return false;
    if (event.kind === "foreign") return true;
    if (event.kind !== "checked" || event.wrongSender !== undefined) return false;
    return plan.checker(event.schema).accepts(event.payload) && textsAlong(record, event).every(isPlain);
  }

  function* release(isLast: boolean): Generator<Step> {
    const steps = held?.(isLast) ?? [];
    held = undefined;
    yield* steps;
  }
  /**
   * Counts what was proved since the last time, and has the rules look at it. Gives what is wrong with its sessions; undefined where
   * nothing was proved.
   */
  function skimmed({ bytes, offset }: Block): readonly Suspect[] | undefined {
    const { proved, said } = proving?.take() ?? { proved: 0, said: 0 };
    if (proved === 0) return undefined;
    classifier.agree(said);
    summary.records += proved;
    summary.valid += proved;
    summary.proved += proved;
    let suspects: readonly Suspect[] = [];
    proving?.told((digests, names) => {
      if (!watching || explainer.dialect !== undefined) return;
      suspects = watching.skim(digests, names, offset, (from, to) => {
        const text = bytes.toString("utf8", from, to).trimEnd();
        return { text, event: classifier.recall(JSON.parse(text)) };
      });
    });
    return suspects;
  }

  /** What is given of a record that was proved, and is wrong all the same. */
  async function suspected(block: Block, { text, event, complaints, ...at }: Suspect): Promise<Step[]> {
    const span: Span = {
      from: at.from,
      to: at.from + Buffer.byteLength(text),
      line: at.line,
      indent: at.from - at.lineStart,
    };
    // it is counted anew, by what is wrong with it
    summary.valid--;
    return complained(block, span, text, [], event, complaints);
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
      const suspects = skimmed(block);
      if (suspects) yield* release(false);
      for (const one of suspects ?? []) yield* await suspected(block, one);
      if (span.isPause) continue;
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
        yield* await settled(block, span, await explainer.explain(block, span, known));
        proving?.follow();
        continue;
      }
      const { event } = known;
      const complaints = heard(block, span, known.record, event, []);
      if (complaints.length > 0) {
        countEvent(event);
        proving?.learn(known.record, event);
        yield* await complained(block, span, known.text, [], event, complaints);
        continue;
      }
      proving?.learn(known.record, event);
      countEvent(event);
      count([], event);
      plan.observe?.(event, true);
      if (plan.passthrough === "valid" || plan.passthrough === "all") {
        yield { kind: "record", bytes: wholeOf(block, span) };
      }
    }
    const suspects = skimmed(block);
    if (suspects) yield* release(false);
    for (const one of suspects ?? []) yield* await suspected(block, one);
    if (block.last) {
      yield* release(true);
      if (watching && explainer.dialect === undefined) {
        const { elsewhere } = await explainer.place("", [], watching.end());
        yield* remote(tellRemote(elsewhere));
      }
      for (const one of foldedKinds(differences)) yield { kind: "finding", ...one };
      for (const [name, amount] of proving?.events() ?? [])
        summary.byEvent[name] = (summary.byEvent[name] ?? 0) + amount;
    }
    yield { kind: "progress", read: block.read };
  }
}
