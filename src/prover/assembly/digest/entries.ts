/** The entries of the digest at hand. */
import * as L from "../layout";

/** Where the next one goes, and how far they may go. */
export let entriesTop: usize = 0;
let limit: usize = 0;

/** Begins with entries at `at`. False if there is no room for any. */
export function startEntries(at: usize): bool {
  limit = L.DIGESTS + L.DIGESTS_SIZE - L.DIGEST_AGAIN_HEAD;
  entriesTop = at;
  return at < limit;
}

/** Gives the entries up, as where there is no room for one. */
export function giveUpEntries(): void {
  entriesTop = limit + 1;
}

/** Whether they were given up. */
// @ts-ignore: decorator
@inline
export function areGivenUp(): bool {
  return entriesTop > limit;
}

/** Puts an entry: its field and kind, and what is told of it. */
// @ts-ignore: decorator
@inline
export function putEntry(head: u32, one: u32, other: u32, length: u32): void {
  if (entriesTop >= limit) {
    giveUpEntries();
    return;
  }
  store<u32>(entriesTop, head);
  store<u32>(entriesTop, one, 4);
  store<u32>(entriesTop, other, 8);
  store<u32>(entriesTop, length, 12);
  entriesTop += L.DIGEST_ENTRY;
}

/** Puts the entry that stands at `from`. */
// @ts-ignore: decorator
@inline
export function copyEntry(from: usize): void {
  if (entriesTop >= limit) {
    giveUpEntries();
    return;
  }
  v128.store(entriesTop, v128.load(from));
  entriesTop += L.DIGEST_ENTRY;
}
