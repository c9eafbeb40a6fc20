/**
 * Shapes of records that were proved, as a tree of pieces: constant bytes, then a leaf. A record that has the same constants
 * leads parser and program through the same states, and its leaves are checked as those of the first were: so it is proved.
 */
import { LEAF_SIZE, LEAVES, SHAPES, SHAPES_SIZE } from "./layout";
import { isLearnable, LEAF_CHECK, LEAF_FIELD, LEAF_FROM, LEAF_TO, leavesTop } from "./leaves";
import { numberEnd } from "./number";
import { checkedEnd, same, textEnd } from "./text";
import { NODE_MASK, NODE_NUMBER } from "./layout";

// a piece; its constant bytes lie behind it
const PIECE_LENGTH: usize = 0;
const PIECE_KIND: usize = 4;
/** Of a leaf its check, of an end the event. */
const PIECE_CHECK: usize = 8;
/** Pieces that come after it: the first of them, and the one that matched last. Of an end: how the record after it began. */
const PIECE_FIRST: usize = 12;
const PIECE_LAST: usize = 16;
/** Another piece in the same place. */
const PIECE_NEXT: usize = 20;
const PIECE_FIELD: usize = 24;
const PIECE_BYTES: usize = 32;

const END: u32 = 0;
const FREE: u32 = 1;
const CHECKED: u32 = 2;
const NUMBER: u32 = 3;

/** The root stands for the place where records begin; it is a piece itself, so that it has the same fields. */
const root: usize = SHAPES;
const start: usize = SHAPES + PIECE_BYTES;
const end: usize = SHAPES + SHAPES_SIZE;
let top: usize = start;

/** The end of the record before. */
let before: usize = root;

/** The event of the record that was recognised last. */
export let isKnown: u32 = 0;

/**
 * Records looked at since the last reckoning, and how many of them were recognised. Where shapes do not come back, looking for
 * them and learning more of them is left for a while.
 */
let looked: u32 = 0;
let found: u32 = 0;
let rest: u32 = 0;
const reckoning: u32 = 1024;
const restLength: u32 = 64 * reckoning;

export function forgetShapes(): void {
  memory.fill(root, 0, PIECE_BYTES);
  top = start;
  before = root;
  looked = 0;
  found = 0;
  rest = 0;
}

/** After the leaf of `piece` at `at`. */
// @ts-ignore: decorator
@inline
function leafEnd(piece: usize, kind: u32, at: usize): usize {
  if (kind == FREE) return textEnd(at);
  const check = load<usize>(piece, PIECE_CHECK);
  if (kind == CHECKED) return checkedEnd(check, at);
  return numberEnd(load<usize>(check, NODE_NUMBER), load<u32>(check, NODE_MASK), at);
}

/** After `piece` at `at`. */
// @ts-ignore: decorator
@inline
function pieceEnd(piece: usize, at: usize): usize {
  const length = load<u32>(piece, PIECE_LENGTH);
  if (!same(piece + PIECE_BYTES, at, length)) return 0;
  const kind = load<u32>(piece, PIECE_KIND);
  return kind == END ? at + length : leafEnd(piece, kind, at + length);
}

/** After the record at `at`, if its shape is known. */
export function recognised(at: usize): usize {
  if (rest > 0) {
    rest--;
    return 0;
  }
  looked++;
  let place = root;
  let last = before == root ? load<usize>(root, PIECE_LAST) : load<usize>(before, PIECE_FIRST);
  while (true) {
    let piece = last;
    let after: usize = piece == 0 ? 0 : pieceEnd(piece, at);
    if (after == 0) {
      for (piece = load<usize>(place, PIECE_FIRST); piece != 0; piece = load<usize>(piece, PIECE_NEXT)) {
        if (piece == last) continue;
        after = pieceEnd(piece, at);
        if (after != 0) break;
      }
      if (after == 0) return 0;
      store<usize>(place, piece, PIECE_LAST);
    }
    if (place == root && before != root) store<usize>(before, piece, PIECE_FIRST);
    at = after;
    if (load<u32>(piece, PIECE_KIND) == END) {
      before = piece;
      isKnown = load<u32>(piece, PIECE_CHECK);
      found++;
      return at;
    }
    place = piece;
    last = load<usize>(piece, PIECE_LAST);
  }
}

/** The piece that comes after `place`, of the bytes from `from` to `to` and a leaf; a new one if need be, 0 if there is no room. */
function pieceAfter(place: usize, from: usize, to: usize, kind: u32, check: usize, field: u32): usize {
  const length = <u32>(to - from);
  let piece = load<usize>(place, PIECE_FIRST);
  for (; piece != 0; piece = load<usize>(piece, PIECE_NEXT)) {
    const isIt =
      load<u32>(piece, PIECE_LENGTH) == length &&
      load<u32>(piece, PIECE_KIND) == kind &&
      load<usize>(piece, PIECE_CHECK) == check &&
      load<u32>(piece, PIECE_FIELD) == field &&
      same(piece + PIECE_BYTES, from, length);
    if (isIt) return piece;
  }
  // room for loads past the last byte, at an address that is a multiple of eight
  const size = (PIECE_BYTES + length + 16 + 7) & ~7;
  if (top + size > end) return 0;
  piece = top;
  top += size;
  store<u32>(piece, length, PIECE_LENGTH);
  store<u32>(piece, kind, PIECE_KIND);
  store<usize>(piece, check, PIECE_CHECK);
  store<usize>(piece, 0, PIECE_FIRST);
  store<usize>(piece, 0, PIECE_LAST);
  store<usize>(piece, load<usize>(place, PIECE_FIRST), PIECE_NEXT);
  store<u32>(piece, field, PIECE_FIELD);
  memory.copy(piece + PIECE_BYTES, from, length);
  store<usize>(place, piece, PIECE_FIRST);
  return piece;
}

/** Keeps the shape of the record from `from` to `to`, whose leaves were noted as it was proved. */
export function learn(from: usize, to: usize, event: u32): void {
  before = root;
  if (rest > 0) return;
  if (looked >= reckoning) {
    if (found * 4 < looked) rest = restLength;
    looked = 0;
    found = 0;
  }
  if (!isLearnable) return;
  let place = root;
  for (let leaf: usize = LEAVES; leaf < leavesTop; leaf += LEAF_SIZE) {
    const check = load<usize>(leaf, LEAF_CHECK);
    const kind = check == 0 ? FREE : check & 1 ? NUMBER : CHECKED;
    const leafFrom = load<usize>(leaf, LEAF_FROM);
    place = pieceAfter(place, from, leafFrom, kind, check & ~1, load<u32>(leaf, LEAF_FIELD));
    if (place == 0) return;
    from = load<usize>(leaf, LEAF_TO);
  }
  const last = pieceAfter(place, from, to, END, event, 0);
  if (last != 0) before = last;
}
