/** A piece of a file, as a thread has skimmed it. */
import type { SkimmedPiece } from "../event.ts";

export interface Piece extends SkimmedPiece {
  /** Counted from 0 at the file's beginning. */
  index: number;
}

/** The buffers in which it is told of the records of a piece. */
export function buffersOf(piece: Piece): ArrayBuffer[] {
  const told = [...piece.doubts, piece].flatMap(({ digests }) => digests);
  return [...new Set(told.map(({ words }) => words.buffer as ArrayBuffer))];
}
