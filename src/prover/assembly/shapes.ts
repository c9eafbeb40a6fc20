/**
 * Shapes of values that were proved, as a tree of pieces: constant bytes, then a leaf. A value that has the same constants
 * leads parser and program through the same states, and its leaves are checked as those of the first were: so it is proved.
 * Only strings and numbers are leaves, and items of arrays, which have shapes of their own. Where shapes do not come back, because too
 * much varies in them, nothing is looked for or learnt for a while.
 */
import {
  CHECKED,
  FREE,
  INNER_SPANS,
  LEAF_FROM,
  LEAF_SIZE,
  LEAF_TO,
  LESSONS_SIZE,
  NUMBER,
  SHAPES,
  SHAPES_SIZE,
  SPANS,
  VALUE,
  WAY,
} from "./layout";
import { isOverfull, LEAF_CHECK, LEAF_DEPTH, LEAF_KIND, leavesTop } from "./leaves";
import { numberEnd } from "./number";
import { valueLeafEnd } from "./prover";
import { checkedEnd, same, shortEnd, textEnd } from "./text";

// a piece; its constant bytes lie behind it
const PIECE_LENGTH: usize = 0;
/** Kind of its leaf, or END. */
const PIECE_KIND: usize = 4;
/** Of a leaf its check, of an end the event and the lesson times LESSONS. */
const PIECE_CHECK: usize = 8;
/** Pieces that come after it: the first of them, and the one that matched last. */
const PIECE_FIRST: usize = 12;
/** Of an end: the way to the end of the value that came after it before. */
const PIECE_WAY: usize = 12;
const PIECE_LAST: usize = 16;
/** Another piece in the same place. */
const PIECE_NEXT: usize = 20;
const PIECE_DEPTH: usize = 24;
/** Of an end: how records that end there are digested; see digest.ts. */
export const PIECE_PLAN: usize = 28;
/** How many bytes the pieces after it have in common, as far as that is looked at. */
const PIECE_SHARED: usize = 32;
/** Its bytes behind those that it shares with the others in its place, up to eight, and a mask of those that it has. */
const PIECE_KEY: usize = 40;
const PIECE_MASK: usize = 48;
const PIECE_BYTES: usize = 56;

/** Bytes that pieces are found to share at most: a key behind them must not be looked for past the PADDING. */
const mostShared: u32 = 48;

const END: u32 = 0;

// what the words of a root, which is no piece itself, stand for
/** Values looked at since the last reckoning, and how many of them were recognised. */
const ROOT_LOOKED: usize = 0;
const ROOT_FOUND: usize = 4;
/** How many values are still let pass without being looked at: shapes did not come back. */
const ROOT_REST: usize = 8;
/** The end of the value before. */
const ROOT_BEFORE: usize = 20;
const ROOT_SIZE: usize = 40;

const reckoning: u32 = 1024;
const restLength: u32 = 64 * reckoning;

/** Pieces in one place at most; to look through more of them would take longer than to prove anew. */
const mostAlternatives: u32 = 64;
/** Those that only lessons may be. */
const mostWrong: u32 = 32;

const end: usize = SHAPES + SHAPES_SIZE;
let top: usize = SHAPES;

/** What there may be for what is kept now. */
let limit: usize = end;
let most: u32 = mostAlternatives;

/** Lessons are told from events by what they are multiplied by. */
const LESSONS: u32 = 1 << 16;

/** The event of the value that was recognised last, the lesson that it is an example of, and the end of its shape. */
export let known: u32 = 0;
export let lesson: u32 = 0;
export let ending: usize = 0;

/** Forgets all, which must be before roots that were given are used again. */
export function forgetShapes(): void {
  top = SHAPES;
}

/** A new root; 0 where there is no room. */
export function rootOfShapes(): usize {
  if (top + ROOT_SIZE > end) return 0;
  const root = top;
  memory.fill(root, 0, ROOT_SIZE);
  top += ROOT_SIZE;
  return root;
}

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

/** Addresses of the pieces up to an end, which lie behind its bytes. */
// @ts-ignore: decorator
@inline
function wayTo(last: usize): usize {
  return (last + PIECE_BYTES + load<u32>(last, PIECE_LENGTH) + 16 + 3) & ~3;
}

/** The piece that comes after `place`; a new one if need be, with room for `way` addresses; 0 if there is no room. */
function pieceAfter(
  place: usize,
  from: usize,
  to: usize,
  kind: u32,
  check: usize,
  depth: i32,
  way: u32,
): usize {
  const length = <u32>(to - from);
  let piece = load<usize>(place, PIECE_FIRST);
  let count: u32 = 0;
  for (; piece != 0; piece = load<usize>(piece, PIECE_NEXT)) {
    const isIt =
      load<u32>(piece, PIECE_LENGTH) == length &&
      load<u32>(piece, PIECE_KIND) == kind &&
      load<usize>(piece, PIECE_CHECK) == check &&
      same(piece + PIECE_BYTES, from, length);
    if (isIt) return piece;
    count++;
  }
  // room for loads past the last byte, at an address that is a multiple of eight
  const size = (PIECE_BYTES + length + 16 + 3 + 4 * way + 7) & ~7;
  if (count >= most || top + size > limit) return 0;
  piece = top;
  top += size;
  store<u32>(piece, length, PIECE_LENGTH);
  store<u32>(piece, kind, PIECE_KIND);
  store<usize>(piece, check, PIECE_CHECK);
  store<usize>(piece, 0, PIECE_FIRST);
  store<usize>(piece, 0, PIECE_LAST);
  const next = load<usize>(place, PIECE_FIRST);
  store<usize>(piece, next, PIECE_NEXT);
  store<u32>(piece, 0, PIECE_SHARED);
  store<i32>(piece, depth, PIECE_DEPTH);
  store<usize>(piece, 0, PIECE_PLAN);
  memory.copy(piece + PIECE_BYTES, from, length);
  store<usize>(place, piece, PIECE_FIRST);
  share(place, piece, next);
  return piece;
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

function keyed(piece: usize, shared: u32): void {
  const length = load<u32>(piece, PIECE_LENGTH);
  const bytes = length > shared ? min(length - shared, 8) : 0;
  const mask: u64 = bytes == 8 ? u64.MAX_VALUE : ((<u64>1) << (bytes << 3)) - 1;
  store<u64>(piece, mask, PIECE_MASK);
  store<u64>(piece, load<u64>(piece + PIECE_BYTES + shared) & mask, PIECE_KEY);
}

/** Whether shapes below `root` are let pass for now. */
// @ts-ignore: decorator
@inline
export function isAsleep(root: usize): bool {
  return load<u32>(root, ROOT_REST) > 0;
}

/** Whether shapes below `root` are looked for now, which is reckoned from how often they were found. */
function isAwake(root: usize): bool {
  if (isAsleep(root)) return false;
  const looked = load<u32>(root, ROOT_LOOKED);
  if (looked < reckoning) return true;
  if (load<u32>(root, ROOT_FOUND) * 4 < looked * 3) store<u32>(root, restLength, ROOT_REST);
  store<u32>(root, 0, ROOT_LOOKED);
  store<u32>(root, 0, ROOT_FOUND);
  return true;
}

/** Keeps one shape. False if there is no room. */
function keep(root: usize, from: usize, to: usize, leaves: usize, depth: i32, named: u32): bool {
  let place = root;
  let way = WAY;
  for (let leaf = leaves; leaf < leavesTop; leaf += LEAF_SIZE) {
    const kind = load<u32>(leaf, LEAF_KIND);
    const inner = load<i32>(leaf, LEAF_DEPTH) - depth;
    const start = load<usize>(leaf, LEAF_FROM);
    // a value that is nothing but itself would be looked for without end
    if (start == from && kind == VALUE && place == root) return false;
    place = pieceAfter(place, from, start, kind, load<usize>(leaf, LEAF_CHECK), inner, 0);
    if (place == 0) return false;
    store<usize>(way, place);
    way += 4;
    from = load<usize>(leaf, LEAF_TO);
  }
  const count = <u32>((way - WAY) >> 2) + 1;
  const last = pieceAfter(place, from, to, END, named, 0, count);
  if (last == 0) return false;
  store<usize>(way, last);
  memory.copy(wayTo(last), WAY, count << 2);
  store<usize>(root, last, ROOT_BEFORE);
  return true;
}

/** Kind of the leaf `number` of a shape. */
export function leafKind(shape: usize, number: u32): u32 {
  return load<u32>(load<usize>(wayTo(shape) + (number << 2)), PIECE_KIND);
}

/** Keeps the shape of the value from `from` to `to`, whose leaves are those from `leaves` on. */
export function learn(root: usize, from: usize, to: usize, leaves: usize, depth: i32, event: u32): void {
  if (isOverfull) return;
  if (isAwake(root)) keep(root, from, to, leaves, depth, event);
}

/** Keeps the shape of the record from `from` to `to`, whose leaves were noted, as that of a lesson. False if there is no room. */
export function learnLesson(root: usize, from: usize, to: usize, leaves: usize, number: u32, event: u32): bool {
  limit = end + LESSONS_SIZE;
  most = mostAlternatives + mostWrong;
  const isKept = !isOverfull && keep(root, from, to, leaves, 0, number * LESSONS + event);
  limit = end;
  most = mostAlternatives;
  return isKept;
}
