import type { Block, Span } from "../event.ts";
import type { Window } from "./window.ts";

const newline = 0x0a;

/** Records in a block at most, so that a block of tiny ones does not outlive the young objects around it. */
const mostRecords = 4096;

/** The record in a line without its carriage return; undefined if the line is blank. */
function recordIn(bytes: Buffer, from: number, to: number, line: number): Span | undefined {
  let end = to;
  while (end > from && isBlank(bytes[end - 1])) end--;
  return end === from ? undefined : { from, to: end, line, indent: 0 };
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d;
}

/**
 * Cuts at line feeds. A line longer than `maxRecord` bytes is given as its beginning, marked, and
 * the rest of it is passed over without being kept.
 */
export async function* lines(window: Window, maxRecord: number): AsyncGenerator<Block> {
  let line = 1;
  let read = 0;
  let skipping = false;
  let searched = 0;
  for (;;) {
    const view = window.bytes.subarray(0, window.length);
    let records: Span[] = [];
    let from = 0;
    for (let end = view.indexOf(newline, searched); end !== -1; end = view.indexOf(newline, from)) {
      const record = skipping ? undefined : recordIn(view, from, end, line);
      if (record) records.push(record.to - record.from > maxRecord ? { ...record, cut: "too-long" } : record);
      skipping = false;
      line++;
      from = end + 1;
      if (records.length === mostRecords) {
        yield { bytes: view, offset: window.offset, records, read: 0, last: false };
        records = [];
      }
    }
    if (window.ended && !skipping) {
      const record = recordIn(view, from, view.length, line);
      if (record) records.push(record);
      from = view.length;
    } else if (!skipping && view.length - from > maxRecord) {
      records.push({ from, to: view.length, line, indent: 0, cut: "too-long" });
      skipping = true;
    }
    if (skipping) from = view.length;
    yield { bytes: view, offset: window.offset, records, read: window.read - read, last: window.ended };
    if (window.ended) return;
    read = window.read;
    window.drop(from);
    searched = window.length;
    await window.fill();
  }
}
