/**
 * What JSON.parse does not tell: keys that stand twice, and nesting too deep to look into. Comparing two
 * counts finds both in most records without a second parse.
 */

/** Levels of nesting that are read; a record beyond has a finding and is not looked into. */
export const maxDepth = 512;

/** The index of the bracket that opens level `maxDepth` + 1, or -1. Needs no valid JSON. */
export function tooDeepAt(json: string): number {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < json.length; at++) {
    const unit = json.charCodeAt(at);
    if (inString) {
      if (unit === 0x5c) at++;
      else if (unit === 0x22) inString = false;
    } else if (unit === 0x22) inString = true;
    else if (unit === 0x7b || unit === 0x5b) {
      if (++depth > maxDepth) return at;
    } else if (unit === 0x7d || unit === 0x5d) depth = Math.max(0, depth - 1);
  }
  return -1;
}

const colon = 0x3a;
const quote = 0x22;
const backslash = 0x5c;
const space = 0x20;

/**
 * Counts the keys of JSON texts that lie one after another in `bytes`, or more than there are: the colons after a
 * closing quote or white space, those in strings among them; never fewer. The texts are to be asked for in order.
 */
export function keyTokens(bytes: Buffer): (from: number, to: number) => number {
  /** The first colon at or after what was last looked at. */
  let next = -1;
  const seek = (from: number): number => {
    const found = bytes.indexOf(colon, from);
    return found === -1 ? bytes.length : found;
  };
  return (from, to) => {
    let count = 0;
    if (next < from) next = seek(from);
    while (next < to) {
      const before = bytes[next - 1] ?? 0;
      if (before === quote) {
        // an escaped quote ends no key, unless the backslash is itself escaped
        if (bytes[next - 2] !== backslash || bytes[next - 3] === backslash) count++;
      } else if (before <= space) count++;
      next = seek(next + 1);
    }
    return count;
  };
}

/** The number of keys in a parsed value, its nested ones included; -1 if it is nested too deeply. */
export function keysOf(value: unknown, depth = 1): number {
  if (typeof value !== "object" || value === null) return 0;
  if (depth > maxDepth) return -1;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) {
      if (typeof item !== "object") continue;
      const inner = keysOf(item, depth + 1);
      if (inner < 0) return -1;
      count += inner;
    }
    return count;
  }
  for (const key in value) {
    count++;
    const item: unknown = (value as Record<string, unknown>)[key];
    if (typeof item !== "object") continue;
    const inner = keysOf(item, depth + 1);
    if (inner < 0) return -1;
    count += inner;
  }
  return count;
}
