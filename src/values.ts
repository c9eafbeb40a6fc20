/** Values that were never text: each by itself, or the events of one session one after another. */
import { createDialectWatch } from "./dialect.ts";
import { type Classifier, createClassifier, type SchemaName } from "./dispatch.ts";
import { type Event, nameOf, type Step } from "./event.ts";
import { payloadIn } from "./explain.ts";
import { type Finding, type Related, settledPlaces } from "./finding.ts";
import { insist } from "./insist.ts";
import { typeOf } from "./json.ts";
import { levelsOf } from "./levels.ts";
import type { PlanOptions } from "./plan.ts";
import { recordRules } from "./rules/records.ts";
import { mistakeOf, mistakesOf, pointerTo } from "./schema/diagnose.ts";
import { bundledExplain } from "./schema/errors.ts";
import type { Explain } from "./schema/judge.ts";
import type { Profile } from "./schema/profile.ts";
import type { Complaint } from "./session/watch.ts";
import { createSessions } from "./sessions.ts";

/** What is wrong with a value that was never text: a finding without a file and a place in it. */
export type ValueFinding = Omit<Finding, "file" | "line" | "column" | "offset" | "related" | "count" | "last">;

/** What is wrong with an event of a session. */
export interface SessionFinding extends ValueFinding {
  /** Of the event, from 0. Where a message names a line, that is the event's number from 1, as in a file of JSON lines. */
  index: number;
  /** Earlier events that belong to it. */
  related?: readonly RelatedEvent[];
}

/** An event that a finding refers to, and what is there. */
export interface RelatedEvent extends Omit<Related, "line"> {
  index: number;
}

export interface ValidatorOptions extends Pick<PlanOptions, "api" | "profile" | "rules"> {
  /** What is expected: any record, a RealtimeResponse, an event of the server or of the client. */
  schema?: SchemaName;
}

export type SessionOptions = Pick<PlanOptions, "api" | "profile" | "rules" | "sessionRules" | "sessionKey">;

/** The findings of a parsed record: an event, a RealtimeResponse, or an envelope around one. None if it is as it should be. */
export type Validator = (value: unknown) => ValueFinding[];

export const explaining: Readonly<Record<Profile, Explain>> = {
  wire: bundledExplain("wire"),
  spec: bundledExplain("spec"),
};

interface Judged {
  event: Event;
  findings: ValueFinding[];
}

const named = (name: string | undefined): { event?: string } => (name === undefined ? {} : { event: name });

function judgeOf(
  { classify }: Classifier,
  profile: ValidatorOptions["profile"],
  level: ReturnType<typeof levelsOf>,
): (value: unknown) => Judged {
  const explain = explaining[profile === "spec" ? "spec" : "wire"];
  return (value) => {
    const event = classify(value);
    const faults = event.kind === "checked" ? explain(event.schema, event.payload) : [];
    const findings = mistakesOf(event, faults).flatMap(({ where: _where, ...mistake }) => {
      const severity = level(mistake.rule);
      return severity === "off" ? [] : [{ ...mistake, severity, ...named(nameOf(event)) }];
    });
    return { event, findings };
  };
}

/**
 * Makes a function that judges values one by one, each by itself: what one shows of its session is not held against the
 * next. Where sessions are of the beta, say so with `api`.
 * @throws TypeError where an option is none.
 */
export function createValidator(options: ValidatorOptions = {}): Validator {
  insist(options, true);
  const { schema = "auto", api = "auto", profile = "wire" } = options;
  const level = levelsOf(recordRules, options);
  return (value) => judgeOf(createClassifier(schema, api), profile, level)(value).findings;
}

/**
 * The findings of events, or of what a recorder wrote around them, of one session in order: of each by itself, and by what came
 * before it. They are in the order of the events. Services that only resemble OpenAI's have an order of their own: once that is clear,
 * which a note says, no event is held against others.
 * @throws TypeError where an option is none, and for a text, of which each character would be an event.
 */
export function checkSession(events: Iterable<unknown>, options: SessionOptions = {}): SessionFinding[] {
  insist(options, true);
  if (typeof events !== "object" || events === null || !(Symbol.iterator in events)) {
    throw new TypeError(`checkSession wants parsed events, as an array or an iterable, got ${typeOf(events)}`);
  }
  const { api = "auto", profile = "wire" } = options;
  const level = levelsOf(recordRules, options);
  const classifier = createClassifier("auto", api);
  const judge = judgeOf(classifier, profile, level);
  const found: SessionFinding[] = [];
  const names: (string | undefined)[] = [];
  const dialectOf = api === "auto" && profile !== "spec" ? createDialectWatch() : undefined;
  let dialect: string | undefined;
  const watched = {
    eventOf: (text: string) => classifier.recall(JSON.parse(text)),
    isOff: () => dialect !== undefined,
  };
  const watching = options.sessionRules === false ? undefined : createSessions(options).watch(watched);

  /**
   * @param way to the event in the last value, for what is not said of another.
   * @param before what was found in it.
   */
  function complain(
    complaints: readonly Complaint[],
    way: readonly Step[] = [],
    before: readonly ValueFinding[] = [],
  ): void {
    const settled = settledPlaces(before);
    for (const { place, severity, related, ...claim } of complaints) {
      const index = place ? place.line - 1 : names.length - 1;
      const path = place ? [] : way;
      const mistake = mistakeOf(claim, path);
      if (!place && settled.has(mistake.pointer)) continue;
      found.push({
        ...mistake,
        index,
        severity,
        ...named(names[index]),
        ...(related && { related: related.map((one) => eventAt(one, pointerTo(path))) }),
      });
    }
  }

  function noteDialect(name: string): void {
    const severity = level("dialect");
    const message = `this looks like ${name}, which is not the OpenAI Realtime API; its events are not held against each other`;
    if (severity !== "off") found.push({ rule: "dialect", severity, pointer: "", message, index: names.length - 1 });
  }

  for (const value of events) {
    const index = names.length;
    const { event, findings } = judge(value);
    names.push(nameOf(event));
    for (const finding of findings) found.push({ ...finding, index });
    const isClean = findings.length === 0 && !("remark" in event && event.remark);
    // by what is clean nothing is told, as in a file
    if (dialect === undefined && !isClean) {
      dialect = dialectOf?.(payloadIn(value, event));
      if (dialect !== undefined) noteDialect(dialect);
    }
    const isWrong = findings.some(({ severity }) => severity === "error");
    // there is no text: an event is a line of its own
    const place = { line: index + 1, column: 1, offset: 0 };
    complain(watching?.see(value, event, place, isWrong) ?? [], "path" in event ? event.path : [], findings);
  }
  complain(watching?.end() ?? []);
  return found.toSorted((one, other) => one.index - other.index);
}

function eventAt({ line, pointer, message }: Related, before: string): RelatedEvent {
  return { index: line - 1, pointer: before + pointer, message };
}
