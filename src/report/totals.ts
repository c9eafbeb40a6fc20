/** The last line of the formats for eyes. It calls no record valid that was not checked. */
import type { Severity, Summary } from "../finding.ts";

/** `1 record`, `2 records`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}

/** The counts of a summary by severity; each is of all findings, printed or not. */
export function bySeverity(summary: Summary): Record<Severity, number> {
  return { error: summary.errors, warning: summary.warnings, note: summary.notes };
}

export function totals(summary: Summary, problems: number): string {
  const { files, records, valid, invalid, unchecked } = summary;
  const kinds = Object.entries(bySeverity(summary)).filter(([, amount]) => amount > 0);
  const findings = kinds.reduce((sum, [, amount]) => sum + amount, 0);
  const tally = kinds.map(([severity, amount]) => count(amount, severity)).join(", ");
  const notChecked = unchecked > 0 ? `, ${unchecked} not checked (no Realtime traffic)` : "";
  const where = files === 0 ? "" : ` in ${count(files, "file")}`;

  let line: string;
  if (findings > 0) {
    const said = kinds.length === 1 ? tally : `${count(findings, "finding")} (${tally})`;
    const place = `${said} in ${count(records, "record")} of ${count(files, "file")}`;
    line = `${place}: ${invalid} invalid, ${valid} valid${notChecked}`;
  } else if (records === 0) {
    line = `no records${where}`;
  } else {
    // "28 of 376 records valid" would sound as if the others were not
    line =
      valid === records
        ? `${count(records, "record")} valid${where}`
        : `no findings in ${count(records, "record")} of ${count(files, "file")}: ${valid} valid${notChecked}`;
  }
  return problems === 0 ? line : `${line}; ${count(problems, "input")} not fully read`;
}
