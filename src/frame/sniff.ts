/** What an input is, told by its first bytes and its name. */

/** Each line is a record; or the input is one JSON text after another, arrays standing for their elements. */
export type Layout = "lines" | "document" | "spread-lines";

/**
 * First bytes of what people pass by mistake. Sources: RFC 1952 2.3.1, RFC 8878 3.1.1,
 * PKWARE APPNOTE 4.3.7, Unicode 15 2.13 (byte order marks).
 */
const signatures: readonly (readonly [number[], string])[] = [
  [[0x1f, 0x8b], "gzip data; decompress it first (gzip -dc FILE | rtvalidate)"],
  [[0x28, 0xb5, 0x2f, 0xfd], "zstd data; decompress it first (zstd -dc FILE | rtvalidate)"],
  [[0x50, 0x4b, 0x03, 0x04], "a zip archive; unpack it first (unzip -p FILE | rtvalidate)"],
  [[0xff, 0xfe], "UTF-16 text; convert it to UTF-8 first (iconv -f utf-16 -t utf-8 FILE | rtvalidate)"],
  [[0xfe, 0xff], "UTF-16 text; convert it to UTF-8 first (iconv -f utf-16 -t utf-8 FILE | rtvalidate)"],
];

/** What the bytes are if they are no UTF-8 text, in words that end the search. */
export function foreign(head: Uint8Array): string | undefined {
  const found = signatures.find(([bytes]) => bytes.every((byte, at) => head[at] === byte));
  if (found) return found[1];
  // UTF-16 without a mark: JSON begins with two ASCII characters (RFC 4627, 3)
  if (head.length >= 4 && head[1] === 0 && head[3] === 0 && head[0] !== 0 && head[2] !== 0) return signatures[3]?.[1];
  if (head.length >= 4 && head[0] === 0 && head[2] === 0 && head[1] !== 0 && head[3] !== 0) return signatures[3]?.[1];
  return undefined;
}

function isComplete(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

/**
 * How records lie in the input. `firstLine` is its first line that is not blank, trimmed; `whole`
 * says that it is all of the line, `alone` that nothing comes after it. In doubt it is lines, where a fault costs one
 * record.
 */
export function layoutOf(
  name: string,
  firstLine: string,
  { whole, alone }: { whole: boolean; alone: boolean },
): Layout {
  const byName = /\.(jsonl|ndjson)$/i.test(name) ? "lines" : /\.json$/i.test(name) ? "document" : undefined;
  const opens = !alone && (firstLine === "{" || firstLine === "[");
  if (byName === "lines") return opens ? "spread-lines" : "lines";
  if (opens || /^\[\s*[[{\]]/.test(firstLine)) return "document";
  if ((!firstLine.startsWith("{") && firstLine !== "[") || (whole && isComplete(firstLine))) return "lines";
  return byName ?? "lines";
}
