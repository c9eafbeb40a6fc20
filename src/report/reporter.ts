import type { Finding, Problem, Snippet, Summary } from "../finding.ts";

/** How the pretty reporter colours: each takes text and gives it back painted, or as it was. */
export interface Paint {
  error(text: string): string;
  warning(text: string): string;
  note(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

export interface ReporterOptions {
  paint: Paint;
  /** Leave out everything but the findings. */
  quiet: boolean;
}

/**
 * Turns what happens in a run into text. Each call answers with the text to write now, "" for none;
 * so streaming and collecting formats look alike to the caller, and a reporter is tested by calling it.
 */
export interface Reporter {
  finding(finding: Finding, snippet: Snippet | undefined): string;
  problem(problem: Problem): string;
  /** `count` findings of `file` were counted but are not printed. Called once a file, after its last finding. */
  hidden(file: string, count: number): string;
  /** More findings came that equal one which was given before. */
  more?(finding: Finding): string;
  /** The last call. */
  finish(summary: Summary): string;
}

/** One row of the table of reporters. */
export interface ReporterKind {
  summary: string;
  /** Findings printed per file unless the user says otherwise. */
  maxFindings: number;
  /** It is given equal findings of a file as one, at the file's end or when a live input pauses. */
  folds?: boolean;
  /** It shows the record around a fault; others are given no snippet. */
  shows?: boolean;
  /** What it writes is for programs, and nothing else may stand beside it. */
  isDocument?: boolean;
  create(options: ReporterOptions): Reporter;
}
