/**
 * The core: one input from its bytes to its findings, the one file that knows every stage. Nothing of an
 * input is kept but the block at hand, so memory does not grow with it.
 */
import { isAscii, isUtf8 } from "node:buffer";
import { classify, classifyAsResponse, type Names } from "./envelope.ts";
import type { Block, Cut, Event, Source, Span } from "./event.ts";
import type { Finding, Level, Snippet, Summary } from "./finding.ts";
import { blocksOf } from "./frame/index.ts";
import type { Checker } from "./schema/checker.ts";
import type { Diagnosis } from "./schema/diagnose.ts";
import { knownEvents } from "./schema/events.ts";
import { keysOf, keyTokens, tooDeepAt } from "./schema/keys.ts";
import { escaped, snippetOf } from "./text.ts";

/** How records are judged. */
export interface Plan {
  /** What a record is. */
  classify(record: unknown): Event;
  /** Who judges it. */
  checker(schema: string): Checker;
  level(rule: string): Level;
  /** Bytes that one record may have. */
  maxRecord: number;
  /** Which records are handed on as they came. */
  passthrough?: "valid" | "invalid" | "all";
  /** Every record is explained, for rules that a clean one can break. */
  thorough: boolean;
}

/** What comes out of a check while it runs. */
export type Step =
  | { kind: "finding"; finding: Finding; snippet: Snippet }
  /** Records as they came, each with a line feed. The bytes are the receiver's. */
  | { kind: "records"; bytes: Buffer }
  /** So many bytes were read; whoever waits for findings has had all of them so far. */
  | { kind: "progress"; read: number };

const names: Names = { checked: (type) => knownEvents.get(type)?.checked };

/** What a record is under the bundled schemas: whatever it says, or always a response. */
export const classifiers = {
  auto: (record: unknown): Event => classify(record, names),
  response: (record: unknown): Event => classifyAsResponse(record, names),
  own: (record: unknown): Event => ({ kind: "checked", event: "", schema: "own", payload: record, path: [] }),
} as const;

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

function endOfLine(text: string, from: number): number {
  const at = text.indexOf("\n", from);
  return at === -1 ? text.length : at;
}

const endless = { rule: "truncated-record", pointer: "", message: cuts.unclosed[1] };

/** Where the last character of UTF-8 text begins. */
function lastCharacter(bytes: Uint8Array): number {
  let at = bytes.length - 1;
  while (at > 0 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at--;
  return at;
}

/** Units of a record from which on its nesting is looked at before it is parsed: brackets alone can take gigabytes. */
const large = 1024 * 1024;

/** Bytes of a record that is not looked into, for the snippet. */
const shownOfCut = 64 * 1024;

/**
 * Checks one input. `summary` is counted up as it goes.
 * @throws InputError where the input cannot be read on; what was found before has been given by then.
 */
export async function* check(source: Source, plan: Plan, summary: Summary): AsyncGenerator<Step> {
  /** A record that stops in the middle, seen at the end of a block: only the next one tells if it is the input's last. */
  let held: ((isLast: boolean) => Step[]) | undefined;
  let diagnoses: typeof import("./schema/diagnose.ts") | undefined;
  const countEvent = (event: Event): void => {
    if (!("event" in event) || event.event === "") return;
    summary.byEvent[event.event] = (summary.byEvent[event.event] ?? 0) + 1;
  };

  /** Counts a record's findings and gives those that are to be told. */
  function told(span: Span, block: Block, text: string, event: Event | undefined, found: Diagnosis[]): Step[] {
    const steps: Step[] = [];
    // the line at hand; the findings of a record come in the order of its text
    let line = span.line;
    let lineStart = 0;
    let lineEnd = endOfLine(text, 0);
    for (const diagnosis of found) {
      const severity = plan.level(diagnosis.rule);
      if (severity === "off") continue;
      summary[`${severity}s`]++;
      summary.byRule[diagnosis.rule] = (summary.byRule[diagnosis.rule] ?? 0) + 1;
      const { from, to, rule, message, pointer, ...more } = diagnosis;
      for (; lineEnd < from; line++) {
        lineStart = lineEnd + 1;
        lineEnd = endOfLine(text, lineStart);
      }
      steps.push({
        kind: "finding",
        finding: {
          rule,
          severity,
          message,
          file: escaped(source.name),
          line,
          column: from - lineStart + 1 + (lineStart === 0 ? span.indent : 0),
          offset: block.offset + span.from,
          pointer,
          ...(event && "event" in event && event.event !== "" ? { event: event.event } : {}),
          ...more,
        },
        snippet: snippetOf(text.slice(lineStart, lineEnd), from - lineStart, to - lineStart),
      });
    }
    return steps;
  }

  const isInvalid = (steps: Step[]): boolean =>
    steps.some((step) => step.kind === "finding" && step.finding.severity === "error");
  function count(event: Event | undefined, steps: Step[]): boolean {
    const invalid = isInvalid(steps);
    if (invalid) summary.invalid++;
    else if (event?.kind === "unchecked") summary.unchecked++;
    else summary.valid++;
    return !invalid;
  }

  /** Everything about a record that the quick way did not settle, and whether the record is valid. */
  async function explained(block: Block, span: Span, isLast: boolean): Promise<{ steps: Step[]; valid: boolean }> {
    diagnoses ??= await import("./schema/diagnose.ts");
    const bytes = block.bytes.subarray(span.from, span.to);
    const text = bytes.toString("utf8");
    const settle = (found: Diagnosis[], event?: Event): { steps: Step[]; valid: boolean } => {
      const steps = told(span, block, text, event, found);
      return { steps, valid: count(event, steps) };
    };
    if (!isUtf8(bytes)) {
      const isCut = isLast && block.last && isUtf8(bytes.subarray(0, lastCharacter(bytes)));
      return settle([
        isCut ? { ...endless, from: text.length - 1, to: text.length } : diagnoses.diagnoseUtf8(bytes, text),
      ]);
    }
    const tooDeep = diagnoses.diagnoseDepth(text);
    if (tooDeep) return settle([tooDeep]);
    let record: unknown;
    try {
      record = JSON.parse(text);
    } catch {
      const { atEnd, ...fault } = diagnoses.diagnoseSyntax(text);
      const asLast = { ...fault, ...endless };
      if (!atEnd || !isLast) return settle([fault]);
      if (block.last) return settle([asLast]);
      held = (last) => told(span, block, text, undefined, [last ? asLast : fault]);
      summary.invalid++;
      return { steps: [], valid: false };
    }
    const event = plan.classify(record);
    countEvent(event);
    const texts = textsAlong(record, event);
    const buried = texts.flatMap((json) => diagnoses?.diagnoseDepth(json) ?? []);
    if (buried.length > 0)
      return settle(
        buried.map((diagnosis) => ({ ...diagnosis, from: 0, to: 1 })),
        event,
      );
    const repetitions = ![text, ...texts].every(isPlain);
    const faults = event.kind === "checked" ? await plan.checker(event.schema).explain(event.payload) : [];
    return settle(diagnoses.diagnose(text, event, faults, repetitions), event);
  }

  /** What the cutter found. Only what is too long or unclosed is a record. */
  function cutOff(block: Block, span: Span, cut: Cut): Step[] {
    const isEmpty = span.from === span.to;
    const [rule, words] = cuts[cut];
    const message =
      isEmpty && cut === "unclosed"
        ? "the input ends before the array is closed"
        : words.replace("MAX", String(plan.maxRecord));
    const text = block.bytes.toString(
      "utf8",
      span.from,
      cut === "unclosed" ? span.to : Math.min(span.to, span.from + shownOfCut),
    );
    const from = cut === "unclosed" ? text.length : 0;
    const more = cut === "too-long" ? { want: { maxBytes: plan.maxRecord } } : {};
    const steps = told(span, block, text, undefined, [{ rule, pointer: "", message, ...more, from, to: from + 1 }]);
    if (!isEmpty && (cut === "too-long" || cut === "unclosed")) {
      summary.records++;
      count(undefined, steps);
    }
    return steps;
  }

  for await (const block of blocksOf(source, plan.maxRecord)) {
    const { records, bytes } = block;
    summary.bytes += block.read;
    if (held && (records.length > 0 || block.last)) {
      yield* held(records.length === 0);
      held = undefined;
    }
    const end = records.at(-1)?.to ?? 0;
    const ascii = isAscii(bytes.subarray(0, end)) ? bytes.toString("latin1", 0, end) : undefined;
    const whole = ascii !== undefined || isUtf8(bytes.subarray(0, end));
    const tokensOf = keyTokens(bytes);
    const passed: Buffer[] = [];

    /** The quick way: true if the record is clean and counted. */
    const settled = (span: Span): boolean => {
      if (!whole || plan.thorough) return false;
      const text = ascii?.slice(span.from, span.to) ?? bytes.toString("utf8", span.from, span.to);
      if (text.length > large && tooDeepAt(text) !== -1) return false;
      let record: unknown;
      try {
        record = JSON.parse(text);
      } catch {
        return false;
      }
      // first, since it also tells whether the record is too deep for what follows
      if (keysOf(record) !== tokensOf(span.from, span.to)) return false;
      const event = plan.classify(record);
      if (event.kind === "checked") {
        if (!plan.checker(event.schema).accepts(event.payload)) return false;
      } else if (event.kind !== "unchecked") return false;
      if (!textsAlong(record, event).every(isPlain)) return false;
      countEvent(event);
      if (event.kind === "unchecked") summary.unchecked++;
      else summary.valid++;
      return true;
    };

    for (const [index, span] of records.entries()) {
      if (span.cut) {
        yield* cutOff(block, span, span.cut);
        // what is too long is not here as a whole, and half of it would be worse than nothing
        const isWhole = span.cut === "unclosed" && span.from !== span.to;
        if (isWhole && (plan.passthrough === "all" || plan.passthrough === "invalid")) {
          passed.push(bytes.subarray(span.from, span.to), lineFeed);
        }
        continue;
      }
      summary.records++;
      let valid = settled(span);
      if (!valid) {
        const outcome = await explained(block, span, index === records.length - 1);
        valid = outcome.valid;
        yield* outcome.steps;
      }
      if (plan.passthrough === "all" || plan.passthrough === (valid ? "valid" : "invalid")) {
        passed.push(bytes.subarray(span.from, span.to), lineFeed);
      }
    }
    if (passed.length > 0) yield { kind: "records", bytes: Buffer.concat(passed) };
    yield { kind: "progress", read: block.read };
  }
}

const lineFeed = Buffer.from("\n");
