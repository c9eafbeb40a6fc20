/**
 * Recognises values by their shapes. A value that has the same constants as one that was proved leads parser and program through the same
 * states, and its leaves are checked as those of the first were: so it is proved.
 */
import { same } from "../json/bytes";
import { shortEnd, textEnd } from "../json/text";
import { CHECKED, FREE, INNER_SPANS, NUMBER, SPANS } from "../layout";
import { numberEnd } from "../value/number";
import { checkedEnd } from "../value/text-check";
import { valueLeafEnd } from "../value/value";
import {
  END,
  LESSONS,
  PIECE_BYTES,
  PIECE_CHECK,
  PIECE_DEPTH,
  PIECE_FIRST,
  PIECE_KEY,
  PIECE_KIND,
  PIECE_LAST,
  PIECE_LENGTH,
  PIECE_MASK,
  PIECE_NEXT,
  PIECE_SHARED,
  PIECE_WAY,
  ROOT_BEFORE,
  ROOT_FOUND,
  ROOT_LOOKED,
  ROOT_REST,
  wayTo,
} from "./shapes";

/** The event of the value that was recognised last, the lesson that it is an example of, and the end of its shape. */
export let known: u32 = 0;
export let lesson: u32 = 0;
export let ending: usize = 0;

/** After the leaf of `piece` at `at`, which is of `kind`. */
function leafEnd(piece: usize, kind: u32, at: usize, depth: i32): usize {
  const check = load<usize>(piece, PIECE_CHECK);
  if (kind == FREE) return textEnd(at);
  if (kind == NUMBER) return numberEnd(check, at);
  if (kind == CHECKED) return checkedEnd(check, at);
  return valueLeafEnd(check, at, depth + load<i32>(piece, PIECE_DEPTH));
}

/** After `piece` at `at`. */
function pieceEnd(piece: usize, at: usize, depth: i32): usize {
  const length = load<u32>(piece, PIECE_LENGTH);
  if (!same(piece + PIECE_BYTES, at, length)) return 0;
  const kind = load<u32>(piece, PIECE_KIND);
  return kind == END ? at + length : leafEnd(piece, kind, at + length, depth);
}

/** The piece at `start` among those after `place`, `but` one; where it ends is noted as afterOther. 0 if there is none. */
function otherPiece(place: usize, but: usize, start: usize, depth: i32): usize {
  const key = load<u64>(start + load<u32>(place, PIECE_SHARED));
  let piece = load<usize>(place, PIECE_FIRST);
  for (; piece != 0; piece = load<usize>(piece, PIECE_NEXT)) {
    if ((key & load<u64>(piece, PIECE_MASK)) != load<u64>(piece, PIECE_KEY) || piece == but) continue;
    afterOther = pieceEnd(piece, start, depth);
    if (afterOther != 0) break;
  }
  return piece;
}
let afterOther: usize = 0;

/** After the value at `at`, if its shape is one of those below `root`. The leaves of a record, which is in no other value, are noted as SPANS. */
export function recognised(root: usize, at: usize, depth: i32): usize {
  const rest = load<u32>(root, ROOT_REST);
  if (rest > 0) {
    store<u32>(root, rest - 1, ROOT_REST);
    return 0;
  }
  store<u32>(root, load<u32>(root, ROOT_LOOKED) + 1, ROOT_LOOKED);
  const before = load<usize>(root, ROOT_BEFORE);
  /** The pieces that are foreseen; 0 where nothing is. */
  let way: usize = before == 0 ? 0 : load<usize>(before, PIECE_WAY);
  let place = root;
  let span: usize = depth == 0 ? SPANS : INNER_SPANS;
  while (true) {
    let piece: usize = way == 0 ? load<usize>(place, PIECE_LAST) : load<usize>(way);
    let kind: u32 = 0;
    let after: usize = 0;
    if (piece != 0) {
      const length = load<u32>(piece, PIECE_LENGTH);
      if (same(piece + PIECE_BYTES, at, length)) {
        after = at + length;
        kind = load<u32>(piece, PIECE_KIND);
        if (kind == FREE) after = shortEnd(after);
        else if (kind == NUMBER) after = numberEnd(load<usize>(piece, PIECE_CHECK), after);
        else if (kind != END) after = leafEnd(piece, kind, after, depth);
      }
    }
    if (after == 0) {
      piece = otherPiece(place, piece, at, depth);
      if (piece == 0) return 0;
      after = afterOther;
      kind = load<u32>(piece, PIECE_KIND);
      store<usize>(place, piece, PIECE_LAST);
      way = 0;
    } else if (way != 0) way += 4;
    store<usize>(span, at + load<u32>(piece, PIECE_LENGTH));
    store<usize>(span, after, 4);
    span += 8;
    at = after;
    if (kind == END) {
      if (way == 0 && before != 0) store<usize>(before, wayTo(piece), PIECE_WAY);
      store<usize>(root, piece, ROOT_BEFORE);
      store<u32>(root, load<u32>(root, ROOT_FOUND) + 1, ROOT_FOUND);
      const named = load<u32>(piece, PIECE_CHECK);
      known = named % LESSONS;
      lesson = named / LESSONS;
      ending = piece;
      return at;
    }
    place = piece;
  }
}
