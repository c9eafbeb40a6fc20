/**
 * Shapes of values that were proved, as a tree of pieces: constant bytes, then a leaf. Only strings and numbers are leaves, and items of
 * arrays, which have shapes of their own. learn.ts plants them, recognise.ts finds them again.
 */
import { same } from "../json/bytes";
import { LESSONS_SIZE, NODE_SHAPES, SHAPES, SHAPES_SIZE } from "../layout";

// a piece; its constant bytes lie behind it
export const PIECE_LENGTH: usize = 0;
/** Kind of its leaf, or END. */
export const PIECE_KIND: usize = 4;
/** Of a leaf its check, of an end the event and the lesson times LESSONS. */
export const PIECE_CHECK: usize = 8;
/** Pieces that come after it: the first of them, and the one that matched last. */
export const PIECE_FIRST: usize = 12;
/** Of an end: the way to the end of the value that came after it before. */
export const PIECE_WAY: usize = 12;
export const PIECE_LAST: usize = 16;
/** Another piece in the same place. */
export const PIECE_NEXT: usize = 20;
export const PIECE_DEPTH: usize = 24;
/** Of an end: how records that end there are digested; see ../digest/plan.ts. */
export const PIECE_PLAN: usize = 28;
/** How many bytes the pieces after it have in common, as far as that is looked at. */
export const PIECE_SHARED: usize = 32;
/** Its bytes behind those that it shares with the others in its place, up to eight, and a mask of those that it has. */
export const PIECE_KEY: usize = 40;
export const PIECE_MASK: usize = 48;
export const PIECE_BYTES: usize = 56;

/** Bytes that pieces are found to share at most: a key behind them must not be looked for past the PADDING. */
const mostShared: u32 = 48;

export const END: u32 = 0;

/** Lessons are told from events by what they are multiplied by. */
export const LESSONS: u32 = 1 << 16;

// what the words of a root, which is no piece itself, stand for
/** Values looked at since the last reckoning, and how many of them were recognised. */
export const ROOT_LOOKED: usize = 0;
export const ROOT_FOUND: usize = 4;
/** How many values are still let pass without being looked at: shapes did not come back. */
export const ROOT_REST: usize = 8;
/** The end of the value before. */
export const ROOT_BEFORE: usize = 20;
const ROOT_SIZE: usize = 40;

/** Pieces in one place at most; to look through more of them would take longer than to prove anew. */
const mostAlternatives: u32 = 64;
/** Those that only lessons may be. */
const mostWrong: u32 = 32;

const end: usize = SHAPES + SHAPES_SIZE;
let top: usize = SHAPES;

/** What there may be for what is kept now. */
let limit: usize = end;
let most: u32 = mostAlternatives;

/** Gives room to what is kept from now on that only lessons may have, or takes it back. */
export function makeRoomForLesson(isWanted: bool): void {
  limit = isWanted ? end + LESSONS_SIZE : end;
  most = isWanted ? mostAlternatives + mostWrong : mostAlternatives;
}

/** Forgets all, which must be before roots that were given are used again. */
export function forgetShapes(): void {
  top = SHAPES;
}

/** A new root; 0 where there is no room. */
function newRoot(): usize {
  if (top + ROOT_SIZE > end) return 0;
  const root = top;
  memory.fill(root, 0, ROOT_SIZE);
  top += ROOT_SIZE;
  return root;
}

/** The root of a node's shapes, which is made if there is none; 0 where there is no room. */
export function shapesOf(node: usize): usize {
  let root = load<usize>(node, NODE_SHAPES);
  if (root == 0) {
    root = newRoot();
    store<usize>(node, root, NODE_SHAPES);
  }
  return root;
}

/** Whether shapes below `root` are let pass for now. */
// @ts-ignore: decorator
@inline
export function isAsleep(root: usize): bool {
  return load<u32>(root, ROOT_REST) > 0;
}

/** Addresses of the pieces up to an end, which lie behind its bytes. */
// @ts-ignore: decorator
@inline
export function wayTo(last: usize): usize {
  return (last + PIECE_BYTES + load<u32>(last, PIECE_LENGTH) + 16 + 3) & ~3;
}

/** Kind of the leaf `number` of a shape. */
export function leafKind(shape: usize, number: u32): u32 {
  return load<u32>(load<usize>(wayTo(shape) + (number << 2)), PIECE_KIND);
}

/** A new piece in a place, with the bytes from `from` on and room for `way` addresses behind them; 0 if there is no room. */
function newPiece(place: usize, from: usize, length: u32, kind: u32, check: usize, depth: i32, way: u32): usize {
  // room for loads past the last byte, at an address that is a multiple of eight
  const size = (PIECE_BYTES + length + 16 + 3 + 4 * way + 7) & ~7;
  if (top + size > limit) return 0;
  const piece = top;
  top += size;
  memory.fill(piece, 0, PIECE_BYTES);
  const next = load<usize>(place, PIECE_FIRST);
  store<u32>(piece, length, PIECE_LENGTH);
  store<u32>(piece, kind, PIECE_KIND);
  store<usize>(piece, check, PIECE_CHECK);
  store<usize>(piece, next, PIECE_NEXT);
  store<i32>(piece, depth, PIECE_DEPTH);
  memory.copy(piece + PIECE_BYTES, from, length);
  store<usize>(place, piece, PIECE_FIRST);
  share(place, piece, next);
  return piece;
}

/** The piece that comes after `place`; a new one if need be, with room for `way` addresses; 0 if there is no room. */
export function pieceAfter(place: usize, from: usize, to: usize, kind: u32, check: usize, depth: i32, way: u32): usize {
  const length = <u32>(to - from);
  let count: u32 = 0;
  for (let piece = load<usize>(place, PIECE_FIRST); piece != 0; piece = load<usize>(piece, PIECE_NEXT)) {
    const isIt =
      load<u32>(piece, PIECE_LENGTH) == length &&
      load<u32>(piece, PIECE_KIND) == kind &&
      load<usize>(piece, PIECE_CHECK) == check &&
      same(piece + PIECE_BYTES, from, length);
    if (isIt) return piece;
    count++;
  }
  return count < most ? newPiece(place, from, length, kind, check, depth, way) : 0;
}

/** Notes what a new piece has in common with those that were in its place before. */
function share(place: usize, piece: usize, next: usize): void {
  const before = load<u32>(place, PIECE_SHARED);
  let shared: u32 = 0;
  if (next != 0) {
    const length = min(load<u32>(piece, PIECE_LENGTH), load<u32>(next, PIECE_LENGTH));
    // of two pieces only what these share is known
    const most = load<usize>(next, PIECE_NEXT) == 0 ? mostShared : before;
    while (
      shared < min(length, most) &&
      load<u8>(piece + PIECE_BYTES + shared) == load<u8>(next + PIECE_BYTES + shared)
    )
      shared++;
  }
  store<u32>(place, shared, PIECE_SHARED);
  keyed(piece, shared);
  if (shared != before) for (; next != 0; next = load<usize>(next, PIECE_NEXT)) keyed(next, shared);
}

/** Notes by what a piece is told from others that share so many bytes with it. */
function keyed(piece: usize, shared: u32): void {
  const length = load<u32>(piece, PIECE_LENGTH);
  const bytes = length > shared ? min(length - shared, 8) : 0;
  const mask: u64 = bytes == 8 ? u64.MAX_VALUE : ((<u64>1) << (bytes << 3)) - 1;
  store<u64>(piece, mask, PIECE_MASK);
  store<u64>(piece, load<u64>(piece + PIECE_BYTES + shared) & mask, PIECE_KEY);
}
