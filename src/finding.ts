/**
 * What the program says: findings, problems and the summary, as plain data.
 *
 * What in here comes from the data is safe to print: control characters are escaped and values that look like
 * keys are masked before a finding is made (see text.ts). `want` comes from a schema, and is as it stands there; the
 * reporters escape it.
 */

/** How bad a finding is, worst first. */
export const severities = ["error", "warning", "note"] as const;
export type Severity = (typeof severities)[number];

/** What a rule can be set to: a severity, or not reported at all. */
export type Level = Severity | "off";

/** One mistake at one place. */
export interface Finding {
  /** Stable id of the rule, kebab-case; it names the problem. */
  rule: string;
  severity: Severity;
  /** Where, what was found, what was wanted: one line, lower case, no full stop. */
  message: string;
  /** The input's name as the user gave it, or the name of standard input. */
  file: string;
  /** Line of the fault, from 1. */
  line: number;
  /**
   * Column of the fault in UTF-16 code units, from 1. It is the start of the value at fault; of
   * the key, where the key is the fault; of the object, where something is missing from it.
   */
  column: number;
  /** Byte offset of the record's first byte in its stream, decompressed. */
  offset: number;
  /**
   * RFC 6901 pointer into the record as captured; "" is the record itself. Where a payload is JSON
   * in a string, the pointer goes on inside that text.
   */
  pointer: string;
  /** The event's type, or "realtime.response" for a bare response. */
  event?: string;
  got?: unknown;
  want?: unknown;
  /** The nearest allowed value or name. */
  suggestion?: string;
  /** Earlier places of the same input that belong to it. */
  related?: readonly Related[];
  /** How many findings this one stands for, itself included, and where the last of them is; only where there are more. */
  count?: number;
  last?: { line: number; column: number };
}

/** A place that a finding refers to: its line, from 1, and what is there. */
export interface Related {
  line: number;
  /** As in Finding. */
  pointer: string;
  message: string;
}

/** An input that could not be read, or not to its end. Makes the exit code 2. */
export interface Problem {
  file: string;
  message: string;
}

/** The part of one line around a fault, for eyes: three pieces that join to the text shown. */
export interface Snippet {
  before: string;
  at: string;
  after: string;
}

/** What a run saw of the events there are. */
export interface Stats {
  /** By type, "realtime.response" for bare responses; "" where the schema is the user's own. */
  events: Record<string, EventStats>;
  /** Records that no schema judged, by what they were: a rule's id where they broke it. */
  others: Record<string, number>;
  /** Types of the APIs that the input speaks and that never came. */
  unseenEvents: string[];
  /** What each session came to, in the order in which they begin; not more of them than one wants to see. */
  sessions: SessionSums[];
  /** Sessions that are not listed. */
  moreSessions: number;
}

/** What a session came to. */
export interface SessionSums {
  /** Where its first event is. */
  file: string;
  line: number;
  /** As its session.created has it. */
  id?: string;
  events: { server: number; client: number };
  /** Buffers that were committed, and messages of the user that the client created. */
  turns: number;
  /** Responses that are over, by status; "other" where it has none that is known. */
  responses: Record<string, number>;
  /** Items of these responses. */
  functionCalls: number;
  mcpCalls: number;
  /** What the usage of these responses adds up to. */
  tokens: {
    total: number;
    input: { total: number; text: number; audio: number; cached: number };
    output: { total: number; text: number; audio: number };
  };
  /** Cached tokens of those of the input, from 0 to 1. */
  cachedShare?: number;
  /** Of the audio that was sent and received in events, in the formats of the session. */
  audioSeconds: { in: number; out: number };
  /** How long the first audio of a response took from when it was asked for; only where the capture has times. */
  firstAudioMs?: { count: number; median: number; max: number };
}

export interface EventStats {
  records: number;
  valid: number;
  invalid: number;
  /** Fields that no record had, by pointers below the event, `*` for any index. What lies below one is not listed. */
  unseenFields: string[];
  /** Values that the schema allows a field and that it never had. */
  unseenValues: Record<string, unknown[]>;
}

/** The counts of a run. */
export interface Summary {
  /** Inputs that were opened. */
  files: number;
  records: number;
  valid: number;
  /** Records with at least one error. */
  invalid: number;
  errors: number;
  warnings: number;
  notes: number;
  /** Records that stand between events and are no Realtime traffic, which no schema judges. */
  unchecked: number;
  /** Records that were proved clean without being parsed. */
  proved: number;
  /** Bytes read, decompressed. */
  bytes: number;
  byRule: Record<string, number>;
  byEvent: Record<string, number>;
  /** Only where they were asked for. */
  stats?: Stats;
}

/** Rules by which a value is not what was meant: what its session has to say of the same value only follows from that. */
const rulesOfValues: ReadonlySet<string> = new Set([
  "wrong-type",
  "enum-mismatch",
  "out-of-range",
  "bad-format",
  "not-allowed",
]);

/** The places of a record of which enough was told: there is no worse to say of them. */
export function settledPlaces(
  findings: readonly Pick<Finding, "rule" | "severity" | "pointer">[],
): ReadonlySet<string> {
  const settling = findings.filter(({ rule, severity }) => severity === "error" && rulesOfValues.has(rule));
  return new Set(settling.map(({ pointer }) => pointer));
}
