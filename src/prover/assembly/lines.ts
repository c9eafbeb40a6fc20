/** Goes through the lines of a block, and stops at those that somebody has to look into. */
import { digest } from "./digest/digest";
import { blank, CARRIAGE_RETURN, NEWLINE, pad } from "./json/bytes";
import * as L from "./layout";
import { tellLesson } from "./lessons";
import { proved, provedBy, provedEvent, provedFrom, provedShape, wrongAs } from "./records";

/** What comes of a line besides what run() answers: nothing, so that the next has its turn. */
const GONE_ON: u32 = 16;

// @ts-ignore: decorator
@inline
function add(place: usize): void {
  store<u32>(place, load<u32>(place) + 1);
}

/** The line feed from `at` on, or `end`. */
function lineEnd(at: usize, end: usize): usize {
  const feeds = i8x16.splat(NEWLINE);
  for (; at < end; at += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), feeds));
    if (found != 0) return min(at + ctz(found), end);
  }
  return end;
}

/** After the line of a record that ends at `at`, or 0 if there is more in that line, or it is longer than lines may be. */
// @ts-ignore: decorator
@inline
function lineAfter(from: usize, at: usize, end: usize, isLast: bool): usize {
  at = blank(at);
  if (load<u8>(at) != NEWLINE && !(isLast && at >= end)) return 0;
  const length = at - from - (load<u8>(at - 1) == CARRIAGE_RETURN ? 1 : 0);
  return length <= load<u32>(L.CONTROL, L.MOST_BYTES) ? at + 1 : 0;
}

/** Gives the line from `from` to `to` back, and goes on behind it. */
function stopAt(from: usize, to: usize, end: usize): void {
  store<usize>(L.CONTROL, from, L.FROM);
  store<usize>(L.CONTROL, to, L.TO);
  store<usize>(L.CONTROL, min(to + 1, end), L.AT);
  add(L.CONTROL + L.LINE);
}

/** Counts the record that was proved last, and goes on behind its line, which ends at `after`. */
function count(after: usize): void {
  add(L.CONTROL + L.PROVED);
  add(L.CONTROL + L.LINE);
  add(L.CONTROL + L.COUNTS + (provedEvent << 2));
  add(L.CONTROL + L.BY_ROOT + (provedBy << 2));
  if (provedShape != 0) add(L.CONTROL + L.RECOGNISED);
  store<u32>(L.CONTROL, provedEvent, L.EVENT);
  store<usize>(L.CONTROL, after, L.AT);
}

/** Whether a digest of the record that was proved last is wanted. */
// @ts-ignore: decorator
@inline
function isWatched(): bool {
  return (
    load<u32>(L.CONTROL, L.DIGESTS_WANTED) != 0 &&
    (load<u8>(L.CONTROL + L.EVENT_FLAGS + provedEvent) & L.IS_WATCHED) != 0
  );
}

/** Digests the record that was proved last. False if there is no room for that. */
// @ts-ignore: decorator
@inline
function digestOf(from: usize, to: usize, mayBeLike: bool): bool {
  const lens = load<usize>(L.CONTROL + L.LENSES + (provedBy << 2));
  return digest(lens, from, provedFrom, to, load<u32>(L.CONTROL, L.LINE), provedEvent, provedShape, mayBeLike);
}

/**
 * Digests a record that is wrong, if that is wanted, behind those that are proved, of which it is none. False if these have to be read first,
 * to make room.
 */
function digestWrong(from: usize, to: usize): bool {
  const top = load<usize>(L.CONTROL, L.DIGESTED);
  store<usize>(L.CONTROL, 0, L.WRONG_DIGEST);
  if (!isWatched()) return true;
  if (!digestOf(from, to, false)) return top == L.DIGESTS;
  store<usize>(L.CONTROL, top, L.WRONG_DIGEST);
  store<usize>(L.CONTROL, top, L.DIGESTED);
  return true;
}

/** What comes of a line from `from` on, with a record at `start`, that is not proved. */
function unproved(from: usize, start: usize, end: usize, isLast: bool): u32 {
  const stop = lineEnd(start, end);
  if (stop == end && !isLast) return L.BLOCK_USED;
  stopAt(from, stop, end);
  return L.NOT_PROVED;
}

/** What comes of a line from `from` on, before `after`, whose record is an example of a lesson. */
function wrong(from: usize, after: usize, end: usize): u32 {
  if (!digestWrong(from, min(after, end))) return L.DIGESTS_FULL;
  tellLesson(wrongAs, provedFrom, after);
  stopAt(from, min(after - 1, end), end);
  return L.RECORD_WRONG;
}

/** What comes of a line from `from` on, with a record at `start`. */
// @ts-ignore: decorator
@inline
function line(from: usize, start: usize, end: usize, isLast: bool): u32 {
  let after = proved(start);
  if (after != 0) after = lineAfter(from, after, end, isLast);
  if (after == 0) return unproved(from, start, end, isLast);
  if (wrongAs != 0) return wrong(from, after, end);
  after = min(after, end);
  if (isWatched() && !digestOf(from, after, true)) {
    return load<usize>(L.CONTROL, L.DIGESTED) > L.DIGESTS ? L.DIGESTS_FULL : unproved(from, start, end, isLast);
  }
  count(after);
  if (!load<u32>(L.CONTROL, L.STOPS)) return GONE_ON;
  store<usize>(L.CONTROL, start, L.FROM);
  store<usize>(L.CONTROL, after > start && load<u8>(after - 1) == NEWLINE ? after - 1 : after, L.TO);
  return L.RECORD_PROVED;
}

/** What comes of a line that is blank from `from` to `start`. */
// @ts-ignore: decorator
@inline
function blankLine(from: usize, start: usize, end: usize, isLast: bool): u32 {
  const isWhole = start < end || isLast;
  if (isWhole && start - from > load<u32>(L.CONTROL, L.MOST_BYTES)) {
    stopAt(from, min(start, end), end);
    return L.NOT_PROVED;
  }
  if (start < end) {
    add(L.CONTROL + L.LINE);
    store<usize>(L.CONTROL, start + 1, L.AT);
    return GONE_ON;
  }
  if (isLast) store<usize>(L.CONTROL, end, L.AT);
  return L.BLOCK_USED;
}

/**
 * Goes on from AT to the next record that is not proved, and past it, and gives its line in FROM and TO; or to `end`, where a line that is
 * not whole stays for the next block: AT is its first byte. With STOPS it halts at proved records as well.
 * @param searched up to here the line at AT is known to have no end.
 * @param isLast nothing comes after `end`.
 */
export function run(end: usize, searched: usize, isLast: bool): u32 {
  pad(end);
  let at = load<usize>(L.CONTROL, L.AT);
  if (searched > at && !isLast && lineEnd(searched, end) == end) return L.BLOCK_USED;
  while (at < end) {
    const start = blank(at);
    const isBlank = start >= end || load<u8>(start) == NEWLINE;
    const outcome = isBlank ? blankLine(at, start, end, isLast) : line(at, start, end, isLast);
    if (outcome != GONE_ON) return outcome;
    at = load<usize>(L.CONTROL, L.AT);
  }
  return L.BLOCK_USED;
}
