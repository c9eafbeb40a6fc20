/**
 * The matcher `toBeValidRealtime()` for Jest, and for whatever has `expect.extend` as Jest has it. Importing this file makes it
 * known where `expect` is global, as in a file of `setupFilesAfterEnv`.
 */
import { createValidator, type ValidatorOptions, type ValueFinding } from "./index.ts";

declare global {
  // Jest's own types are extended in its namespace
  // oxlint-disable-next-line typescript/no-namespace
  namespace jest {
    interface Matchers<R> {
      /** The value is a Realtime event, a RealtimeResponse, or an envelope around one, without an error. */
      toBeValidRealtime(options?: ValidatorOptions): R;
    }
  }
}

/** Findings that a message shows; more are counted. */
const shown = 20;

function line({ severity, message, suggestion, rule }: ValueFinding): string {
  const hint = suggestion === undefined ? "" : ` (did you mean "${suggestion}"?)`;
  return `  ${severity}: ${message}${hint} [${rule}]`;
}

/** For `expect.extend`. Warnings do not make a value invalid, but are told beside the errors. */
export function toBeValidRealtime(
  received: unknown,
  options: ValidatorOptions = {},
): { pass: boolean; message: () => string } {
  const findings = createValidator(options)(received);
  const pass = findings.every(({ severity }) => severity !== "error");
  const lines = findings.slice(0, shown).map(line);
  const more = findings.length > shown ? [`  and ${findings.length - shown} more`] : [];
  const event = findings.find((finding) => finding.event !== undefined)?.event ?? "a Realtime event or response";
  return {
    pass,
    message: () =>
      pass
        ? "expected it not to be valid Realtime traffic, but it is"
        : [`expected ${event} to be as Realtime has it, but:`, ...lines, ...more].join("\n"),
  };
}

type Extendable = { extend?: (matchers: Record<string, unknown>) => void };
(globalThis as { expect?: Extendable }).expect?.extend?.({ toBeValidRealtime });
