/**
 * The matchers `toBeValidRealtime()` and `toBeValidRealtimeSession()` for Jest, and for whatever has `expect.extend` as Jest has
 * it. Importing this file makes them known where `expect` is global, as in a file of `setupFilesAfterEnv`.
 */
import {
  checkSession,
  createValidator,
  type SessionFinding,
  type SessionOptions,
  type ValidatorOptions,
  type ValueFinding,
} from "./index.ts";

declare global {
  // Jest's own types are extended in its namespace
  // oxlint-disable-next-line typescript/no-namespace
  namespace jest {
    interface Matchers<R> {
      /** The value is a Realtime event, a RealtimeResponse, or an envelope around one, without an error. */
      toBeValidRealtime(options?: ValidatorOptions): R;
      /** The value is an array of the events of one session in order, or JSON lines of them, without an error. */
      toBeValidRealtimeSession(options?: SessionOptions): R;
    }
  }
}

interface Outcome {
  pass: boolean;
  message: () => string;
}

/** Findings that a message shows; more are counted. */
const shown = 20;

function told({ severity, message, suggestion, rule }: ValueFinding): string {
  const hint = suggestion === undefined ? "" : ` (did you mean "${suggestion}"?)`;
  return `${severity}: ${message}${hint} [${rule}]`;
}

/** Events are counted from 1, as the lines are that messages name. */
function toldOfEvent(finding: SessionFinding): string {
  const { index, event } = finding;
  return `event ${index + 1}${event === undefined ? "" : ` (${event})`}: ${told(finding)}`;
}

/** Warnings do not make a value invalid, but are told beside the errors. */
function outcome<One extends ValueFinding>(
  what: string,
  findings: readonly One[],
  tell: (finding: One) => string,
): Outcome {
  const pass = findings.every(({ severity }) => severity !== "error");
  return {
    pass,
    message() {
      if (pass) return "expected it not to be valid Realtime traffic, but it is";
      const lines = findings.slice(0, shown).map((finding) => `  ${tell(finding)}`);
      const more = findings.length > shown ? [`  and ${findings.length - shown} more`] : [];
      return [`expected ${what} to be as Realtime has it, but:`, ...lines, ...more].join("\n");
    },
  };
}

/** For `expect.extend`. */
export function toBeValidRealtime(received: unknown, options: ValidatorOptions = {}): Outcome {
  const findings = createValidator(options)(received);
  const event = findings.find((finding) => finding.event !== undefined)?.event;
  return outcome(event ?? "a Realtime event or response", findings, told);
}

/** The events that a test has at hand, or why there are none. */
function eventsOf(received: unknown): readonly unknown[] | string {
  if (Array.isArray(received)) return received;
  if (typeof received !== "string") return `got ${received === null ? "null" : typeof received}`;
  const events: unknown[] = [];
  for (const [at, line] of received.split("\n").entries()) {
    if (line.trim() === "") continue;
    try {
      events.push(JSON.parse(line));
    } catch {
      return `line ${at + 1} of the text is not JSON`;
    }
  }
  return events;
}

/** For `expect.extend`. Nothing at all is no session: whoever recorded it would not know. */
export function toBeValidRealtimeSession(received: unknown, options: SessionOptions = {}): Outcome {
  const given = eventsOf(received);
  const events = given.length === 0 ? "there is none" : given;
  if (typeof events !== "string") return outcome("the session", checkSession(events, options), toldOfEvent);
  return { pass: false, message: () => `expected an array of Realtime events or a text of JSON lines, but ${events}` };
}

type Extendable = { extend?: (matchers: Record<string, unknown>) => void };
(globalThis as { expect?: Extendable }).expect?.extend?.({ toBeValidRealtime, toBeValidRealtimeSession });
