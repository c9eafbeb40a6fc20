/** What an input is, told by its first bytes and its name. */

/** Each line is a record; or the input is one JSON text after another, arrays standing for their elements; or it is YAML. */
export type Layout = "lines" | "document" | "spread-lines" | "yaml";

const encoded = (title: string, name: string = title): string =>
  `${title} text; convert it to UTF-8 first (iconv -f ${name.toLowerCase()} -t utf-8 FILE | rtvalidate)`;

/** One compression has been taken away by whoever gives the bytes. */
const twice = "inside of compressed data; take one of the two away first";

const ascii = (text: string): number[] => [...Buffer.from(text)];

/**
 * First bytes of what people pass by mistake. Sources: RFC 1952 2.3.1, RFC 8878 3.1.1,
 * PKWARE APPNOTE 4.3.7, xz file format 1.2.1 (2.1.1.1), bzip2 manual (stream header), Unicode 15 2.13 (byte order marks),
 * RIFF (Microsoft, IBM 1991), RFC 3533 6 (Ogg), ID3v2 3.1.
 */
const signatures: readonly (readonly [number[], string])[] = [
  [[0x1f, 0x8b], `gzip data ${twice}`],
  [[0x28, 0xb5, 0x2f, 0xfd], `zstd data ${twice}`],
  [[0x50, 0x4b, 0x03, 0x04], "a zip archive; unpack it first (unzip -p FILE | rtvalidate)"],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], "xz data; decompress it first (xz -dc FILE | rtvalidate)"],
  [[0x42, 0x5a, 0x68], "bzip2 data; decompress it first (bzip2 -dc FILE | rtvalidate)"],
  [[0xff, 0xfe, 0x00, 0x00], encoded("UTF-32")],
  [[0x00, 0x00, 0xfe, 0xff], encoded("UTF-32")],
  [[0xff, 0xfe], encoded("UTF-16")],
  [[0xfe, 0xff], encoded("UTF-16")],
  [ascii("RIFF"), "WAV audio, which has no records"],
  [ascii("OggS"), "Ogg audio, which has no records"],
  [[...ascii("ID3"), 0x03], "MP3 audio, which has no records"],
  [[...ascii("ID3"), 0x04], "MP3 audio, which has no records"],
];

/** Where the zero bytes are in two characters of ASCII, with which JSON begins, without a mark (RFC 4627, 3). */
const unmarked: Readonly<Record<string, string>> = {
  x0x0: encoded("UTF-16", "UTF-16LE"),
  "0x0x": encoded("UTF-16", "UTF-16BE"),
  x000: encoded("UTF-32", "UTF-32LE"),
  "000x": encoded("UTF-32", "UTF-32BE"),
};

/** What the bytes are if they are no UTF-8 text, in words that end the search. */
export function foreign(head: Uint8Array): string | undefined {
  const found = signatures.find(([bytes]) => bytes.every((byte, at) => head[at] === byte));
  if (found) return found[1];
  const zeros = [...head.subarray(0, 4)].map((byte) => (byte === 0 ? "0" : "x")).join("");
  return Object.hasOwn(unmarked, zeros) ? unmarked[zeros] : undefined;
}

function isComplete(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

/** Whether a line opens more brackets than it closes, as the first line of a text over several lines does. */
function leavesOpen(line: string): boolean {
  const brackets = line.replaceAll(/"(?:[^"\\]|\\.)*"/g, "").match(/[{}[\]]/g) ?? [];
  return brackets.reduce((open, bracket) => open + (bracket === "{" || bracket === "[" ? 1 : -1), 0) > 0;
}

/**
 * How records lie in the input. `name` may have the ending of a compression. `firstLine` is its first line that is not
 * blank, trimmed; `whole` says that it is all of the line, `alone` that nothing comes after it. In doubt it is lines,
 * where a fault costs one record.
 */
export function layoutOf(
  name: string,
  firstLine: string,
  { whole, alone }: { whole: boolean; alone: boolean },
): Layout {
  const text = name.replace(/\.(gz|zst|br)$/i, "");
  const byName = /\.(jsonl|ndjson)$/i.test(text) ? "lines" : /\.json$/i.test(text) ? "document" : undefined;
  if (/\.ya?ml$/i.test(text) || /^(?:---|%YAML\b.*|(?:version|interactions):(?:\s.*)?)$/.test(firstLine)) return "yaml";
  const opens = !alone && (firstLine === "{" || firstLine === "[");
  if (byName === "lines") return opens ? "spread-lines" : "lines";
  if (opens || /^\[\s*[[{\]]/.test(firstLine)) return "document";
  if (byName === "document") return whole && firstLine.startsWith("{") && isComplete(firstLine) ? "lines" : "document";
  return whole && !alone && firstLine.startsWith("{") && leavesOpen(firstLine) ? "document" : "lines";
}
