/** Keeps the memory of this process small. Node's module for that is loaded late, since it loads Node's streams. */

/** Bytes that the space of young objects may have before it stops growing. */
const mostYoung = 8 * 1024 * 1024;

/**
 * Has the space of young objects grow no more once it is large enough. V8 would let it grow to 48 MB, which is held for as long as the process
 * lives, and is no quicker: it no longer fits a cache. To be asked again and again: V8 takes its own factor again whenever a thread
 * begins.
 */
export async function keepYoungSmall(): Promise<void> {
  const { getHeapSpaceStatistics, setFlagsFromString } = await import("node:v8");
  const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space");
  if (young && young.space_size >= mostYoung) setFlagsFromString("--semi-space-growth-factor=1");
}
