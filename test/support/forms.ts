/** Texts as bytes, and one value written in several ways. */

/** What a text consists of: pieces of text, and bytes by their numbers. */
export type Piece = string | number | Uint8Array;

export function bytes(...pieces: readonly Piece[]): Uint8Array {
  return Buffer.concat(pieces.map((piece) => (typeof piece === "number" ? Buffer.of(piece) : Buffer.from(piece))));
}

/** The texts that white space separates here, each as it stands. */
export const apart = ({ raw }: TemplateStringsArray): string[] => raw.join("").trim().split(/\s+/);

/** A text as it can be shown: what is neither printable nor ASCII is escaped. */
export function shown(text: Uint8Array): string {
  return JSON.stringify(Buffer.from(text).toString("latin1")).replaceAll(
    /[^ -~]/g,
    (unit) => `\\u00${unit.charCodeAt(0).toString(16)}`,
  );
}

const strings = /"(?:[^"\\]|\\.)*"/;
const tokens = new RegExp(`${strings.source}|[{}[\\],:]`, "g");

/** Each bracket, comma and colon with white space around it. */
const spaced = (json: string, before: string, after: string): string =>
  json.replaceAll(tokens, (token) => (token.startsWith('"') ? token : before + token + after));

/** The first letter or digit of each string, and of each key, as an escape. */
const escaped = (json: string): string =>
  json.replaceAll(new RegExp(strings, "g"), (token) =>
    token.replace(/^"([a-z0-9])/i, (_, unit: string) => `"\\u00${unit.charCodeAt(0).toString(16)}`),
  );

/** `json` as it is and in other words, which mean the same. */
export function formsOf(json: string): Uint8Array[] {
  return [...new Set([json, spaced(json, "\t", " \r"), spaced(json, "\n  ", ""), escaped(json), ` ${json}\n`])].map(
    (form) => bytes(form),
  );
}
