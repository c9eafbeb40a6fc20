/** Diagnoses -> findings: their level, their place in the file, and the counts of the run. */
import { type Block, type Event, nameOf, type Place, type Span } from "./event.ts";
import type { Finding, Level, Related, Severity, Snippet, Summary } from "./finding.ts";
import type { Told } from "./fold.ts";
import type { Diagnosis, Mistake } from "./schema/diagnose.ts";
import { escaped, snippetOf } from "./text.ts";

/** A diagnosis, and what only some of them have. */
export interface Tellable extends Diagnosis {
  /** Instead of the rule's own. */
  severity?: Severity;
  related?: readonly Related[];
}

/** What is told of a record that is not at hand any more, at the place where it began. */
export interface Remote extends Pick<Tellable, "severity" | "related"> {
  mistake: Mistake;
  place: Place;
}

export interface Teller {
  /** Counts what was found in the record at `span`, and gives what is to be told of it. `found` is in the order of `text`. */
  tell: (block: Block, span: Span, text: string, found: readonly Tellable[], event?: Event) => Told[];
  /**
   * The same of a record that begins at `place` and is on one line. Its text is asked for as long as its bytes are good.
   */
  tellLine: (place: Place, textOf: () => string, found: readonly Diagnosis[], event: Event) => Told[];
  /** The same of records that have gone by. */
  tellRemote: (found: readonly Remote[]) => Told[];
  /** Counts a record by what was told of it. True if it has no error. */
  count: (told: readonly Told[], event?: Event) => boolean;
  /** Counts an event by its name. */
  countEvent: (event: Event) => void;
}

/** Of what is not at hand nothing can be shown. */
const noSnippet: Snippet = { before: "", at: "", after: "" };

/** Where findings of each severity are counted. */
const totals = { error: "errors", warning: "warnings", note: "notes" } as const;

/** Whether what ends at `to` in JSON text without blanks is a key. */
const isKeyAt = (text: string, to: number): boolean => text[to] === ":";

function endOfLine(text: string, from: number): number {
  const at = text.indexOf("\n", from);
  return at === -1 ? text.length : at;
}

export function createTeller(name: string, level: (rule: string) => Level, summary: Summary): Teller {
  const file = escaped(name);

  function countFinding(rule: string, severity: Severity): void {
    summary[totals[severity]]++;
    summary.byRule[rule] = (summary.byRule[rule] ?? 0) + 1;
  }

  /** A finding, which is counted. */
  function findingOf(
    { rule, pointer, message, got, want, suggestion }: Mistake,
    severity: Severity,
    { line, column, offset }: Place,
    event: string | undefined,
  ): Finding {
    countFinding(rule, severity);
    const finding: Finding = { rule, severity, message, file, line, column, offset, pointer };
    if (event !== undefined) finding.event = event;
    if (got !== undefined) finding.got = got;
    if (want !== undefined) finding.want = want;
    if (suggestion !== undefined) finding.suggestion = suggestion;
    return finding;
  }

  return {
    tell(block, span, text, found, event) {
      const told: Told[] = [];
      const eventName = event && nameOf(event);
      let line = span.line;
      let lineStart = 0;
      let lineEnd = endOfLine(text, 0);
      for (const { from, to, mistake, severity: own, related } of found) {
        const severity = own ?? level(mistake.rule);
        if (severity === "off") continue;
        for (; lineEnd < from; line++) {
          lineStart = lineEnd + 1;
          lineEnd = endOfLine(text, lineStart);
        }
        const [start, end] = [lineStart, lineEnd];
        const elsewhere = span.placeOf?.(mistake.pointer, isKeyAt(text, to));
        const column = from - start + 1 + (start === 0 ? span.indent : 0);
        const place = elsewhere ?? { line, column, offset: block.offset + span.from };
        const finding = findingOf(mistake, severity, place, eventName);
        if (related !== undefined) finding.related = related;
        told.push({ finding, snippet: () => snippetOf(text.slice(start, end), from - start, to - start) });
      }
      return told;
    },
    tellLine({ line, column, offset }, textOf, found, event) {
      const told: Told[] = [];
      const eventName = nameOf(event);
      for (const { from, to, mistake } of found) {
        const severity = level(mistake.rule);
        if (severity === "off") continue;
        const finding = findingOf(mistake, severity, { line, column: column + from, offset }, eventName);
        told.push({ finding, snippet: () => snippetOf(textOf(), from, to) });
      }
      return told;
    },
    tellRemote(found) {
      return found.flatMap(({ mistake, severity: own, related, place }) => {
        const severity = own ?? level(mistake.rule);
        if (severity === "off") return [];
        countFinding(mistake.rule, severity);
        const finding: Finding = { ...mistake, severity, file, ...place };
        if (related !== undefined) finding.related = related;
        return [{ finding, snippet: () => noSnippet }];
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
