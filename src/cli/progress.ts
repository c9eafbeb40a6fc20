/** One line on a terminal that tells how far a long run is. */
import type { Summary } from "../finding.ts";
import type { Sink } from "./io.ts";

/** Milliseconds before the line first appears, and between its changes. */
const patience = 1000;
const interval = 200;

/** Goes to the line's start and clears it. Source: ECMA-48, 8.3.41 (EL). */
const clear = "\r\u001b[K";

export interface Progress {
  /** Shows the line anew if it is time to. */
  show(file: string, summary: Summary): Promise<void>;
  /** Takes the line away, so that other text can be written. */
  hide(): Promise<void>;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;

export function createProgress(sink: Sink, wanted: boolean): Progress {
  let next = Date.now() + patience;
  let shown = false;
  return {
    async show(file, { records, bytes, errors, warnings }) {
      if (!wanted || Date.now() < next) return;
      next = Date.now() + interval;
      shown = true;
      const counts = `${records.toLocaleString("en")} records, ${megabytes(bytes)}, ${errors} errors, ${warnings} warnings`;
      await sink.write(`${clear}${file}: ${counts}`);
    },
    async hide() {
      if (!shown) return;
      shown = false;
      await sink.write(clear);
    },
  };
}
