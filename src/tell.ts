/** Diagnoses -> findings: their level, their place in the file, and the counts of the run. */
import { type Block, type Event, nameOf, type Place, type Span } from "./event.ts";
import type { Finding, Level, Related, Severity, Snippet, Summary } from "./finding.ts";
import type { Diagnosis } from "./schema/diagnose.ts";
import { escaped, snippetOf } from "./text.ts";

/** A finding and the part of its line that eyes want to see. */
export interface Told {
  finding: Finding;
  snippet: Snippet;
}

/** A diagnosis, and what only some of them have. */
export interface Tellable extends Diagnosis {
  /** Instead of the rule's own. */
  severity?: Severity;
  related?: readonly Related[];
}

/** What is told of a record that is not at hand any more, at the place where it began. */
export interface Remote extends Omit<Tellable, "from" | "to"> {
  place: Place;
}

export interface Teller {
  /** Counts what was found in the record at `span`, and gives what is to be told of it. `found` is in the order of `text`. */
  tell: (block: Block, span: Span, text: string, found: readonly Tellable[], event?: Event) => Told[];
  /** The same of records that have gone by. */
  tellRemote: (found: readonly Remote[]) => Told[];
  /** Counts a record by what was told of it. True if it has no error. */
  count: (told: readonly Told[], event?: Event) => boolean;
  /** Counts an event by its name. */
  countEvent: (event: Event) => void;
}

/** Whether what ends at `to` in JSON text without blanks is a key. */
const isKeyAt = (text: string, to: number): boolean => text[to] === ":";

/** Of what is not at hand nothing can be shown. */
const noSnippet: Snippet = { before: "", at: "", after: "" };

function endOfLine(text: string, from: number): number {
  const at = text.indexOf("\n", from);
  return at === -1 ? text.length : at;
}

export function createTeller(name: string, level: (rule: string) => Level, summary: Summary): Teller {
  const file = escaped(name);

  function countFinding(rule: string, severity: Severity): void {
    summary[`${severity}s`]++;
    summary.byRule[rule] = (summary.byRule[rule] ?? 0) + 1;
  }

  return {
    tell(block, span, text, found, event) {
      const told: Told[] = [];
      const eventName = event && nameOf(event);
      let line = span.line;
      let lineStart = 0;
      let lineEnd = endOfLine(text, 0);
      for (const { from, to, rule, message, pointer, severity: own, ...more } of found) {
        const severity = own ?? level(rule);
        if (severity === "off") continue;
        countFinding(rule, severity);
        for (; lineEnd < from; line++) {
          lineStart = lineEnd + 1;
          lineEnd = endOfLine(text, lineStart);
        }
        const column = from - lineStart + 1 + (lineStart === 0 ? span.indent : 0);
        const place = span.placeOf?.(pointer, isKeyAt(text, to)) ?? { line, column, offset: block.offset + span.from };
        told.push({
          finding: {
            rule,
            severity,
            message,
            file,
            ...place,
            pointer,
            ...(eventName === undefined ? {} : { event: eventName }),
            ...more,
          },
          snippet: snippetOf(text.slice(lineStart, lineEnd), from - lineStart, to - lineStart),
        });
      }
      return told;
    },
    tellRemote(found) {
      return found.flatMap(({ rule, message, pointer, severity: own, place, ...more }) => {
        const severity = own ?? level(rule);
        if (severity === "off") return [];
        countFinding(rule, severity);
        return [{ finding: { rule, severity, message, file, ...place, pointer, ...more }, snippet: noSnippet }];
      });
    },
    count(told, event) {
      const invalid = told.some(({ finding }) => finding.severity === "error");
      if (invalid) summary.invalid++;
      else if (event?.kind === "foreign") summary.unchecked++;
      else summary.valid++;
      return !invalid;
    },
    countEvent(event) {
      const eventName = nameOf(event);
      if (eventName !== undefined) summary.byEvent[eventName] = (summary.byEvent[eventName] ?? 0) + 1;
    },
  };
}
