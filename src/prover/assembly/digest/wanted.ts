/** What is wanted of the fields of the record at hand, by what a lens says of them and what event it is. */
import * as L from "../layout";

/** The record carries audio where others carry a text that is looked at. */
let isAudio: bool = false;
/** The record comes in runs. */
export let isInRun: bool = false;

export function startWanted(event: u32): void {
  const flags = load<u8>(L.CONTROL + L.EVENT_FLAGS + event);
  isAudio = (flags & L.IS_AUDIO) != 0;
  isInRun = (flags & L.COMES_IN_RUNS) != 0;
}

/** The field as its entries have it: with its number, which is 0 where nothing is wanted, and whether it varies. */
// @ts-ignore: decorator
@inline
export function entryField(field: u32): u32 {
  return field & 0xffff;
}

/** Whether of a text of a field only the length is wanted. */
// @ts-ignore: decorator
@inline
export function isLengthWanted(field: u32): bool {
  return (field & L.DIGEST_LENGTH_ONLY) != 0 || (isAudio && (field & L.DIGEST_MAY_BE_AUDIO) != 0);
}
