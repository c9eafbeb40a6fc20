/**
 * What may be printed of the data: nothing of it reaches a message, a report or a terminal but
 * through this file. Control characters, direction overrides and lone surrogates become `\u` escapes,
 * and whatever looks like a key is masked.
 */

/**
 * Keys as OpenAI issues them: `sk-` secret keys, `ek_` ephemeral keys (client secrets of Realtime
 * sessions), and what follows `Bearer` in a header; `xai-` and `AIza` of services that resemble OpenAI's.
 * Source: https://platform.openai.com/docs/api-reference/realtime-sessions (client_secret.value).
 * They may follow an escape of JSON, of a pointer or of a terminal, whose last letter belongs to it and not to a word.
 * Of other keys only the field tells that they are some, as of the `authorization` and `headers` of an MCP server; they are masked where the
 * text around a fault has both.
 */
const secrets =
  /(?:(?<![A-Za-z0-9])|(?<=\\[bfnrt])|(?<=\\u[0-9a-f]{4})|(?<=~[01])|(?<=\[[0-9;]*m))(?:(?<prefix>sk-|ek_|xai-|AIza|bearer(?:\s|\\[tnr])+)[A-Za-z0-9._~+/=-]{3,}|(?<field>(?:proxy-)?authorization|(?:x-)?api[-_]?key|(?:access|refresh)[-_]?token|client[-_]?secret|password)(?<colon>\\*"\s*:\s*\\*")[^"\\]{3,})/gi;

interface Secret {
  prefix?: string;
  field?: string;
  colon?: string;
}

/** What is left of a secret, so that a reader can tell what it was. */
const remains = ({ prefix = "", field = "", colon = "" }: Secret = {}): string => `${prefix}${field}${colon}***`;

/** Characters that could steer a terminal or reorder a line: C0, DEL, C1, separators, bidi controls, BOM; lone surrogates, and invisible tags. */
const unsafe =
  /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/g;

/**
 * The old form of a GitHub workflow command, which the runner obeys anywhere in a printed line.
 * Source: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs (TryParse).
 */
const oldWorkflowCommand = /##\[/g;

/** Texts that remembering() keeps at once, and units of one. */
const mostTexts = 512;
const longestText = 500;

/** `make` for texts of which many come again: what it made of the latest is kept. */
export function remembering(make: (text: string) => string): (text: string) => string {
  const made = new Map<string, string>();
  return (text) => {
    if (text.length > longestText) return make(text);
    let known = made.get(text);
    if (known === undefined) {
      if (made.size === mostTexts) made.clear();
      made.set(text, (known = make(text)));
    }
    return known;
  };
}

/** Code units of a value that a message quotes before it is cut. */
const quotedLength = 80;

function escapeUnits(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}

/** What any key has in it: most texts have none, and that is soon seen. */
const mayHaveSecrets = /sk-|ek_|xai-|AIza|bearer|authorization|key|token|secret|password/i;

/** `text` with each key-like value masked. */
export function mask(text: string): string {
  if (!mayHaveSecrets.test(text)) return text;
  return text.replace(secrets, (...found: unknown[]) => remains(found.at(-1) as Secret));
}

/** `text` with what could steer a terminal or a log escaped; for names of files, which nobody masks. */
export function escaped(text: string): string {
  if (/^[ -~]*$/.test(text) && !text.includes("##[")) return text;
  return text.replace(unsafe, escapeUnits).replace(oldWorkflowCommand, "#\\u0023[");
}

/** `text` safe to print on one line: masked and escaped. */
export function printable(text: string): string {
  return escaped(mask(text));
}

/** `text` cut to `length` UTF-16 units, never inside a surrogate pair, with an ellipsis if it was cut. */
export function shorten(text: string, length: number = quotedLength): string {
  if (text.length <= length) return text;
  const high = text.charCodeAt(length - 1);
  const end = high >= 0xd800 && high <= 0xdbff ? length - 1 : length;
  return `${text.slice(0, end)}…`;
}

/** A value as a message quotes it. */
export function quoted(value: unknown): string {
  if (typeof value === "string") return printable(JSON.stringify(shorten(value)));
  if (typeof value === "object" && value !== null) return printable(shorten(JSON.stringify(value)));
  return printable(String(value));
}

/** Units shown on each side of a fault. */
const around = 48;

/** Units at a fault that are shown; a longer value is cut. */
const atFault = 60;

/** Further units that are read on each side, so that a key cut by the window is still known as one. */
const margin = 400;

/** A run that could be the rest of a key whose beginning is outside of what was read. */
const tokenRest = /^[A-Za-z0-9._~+/=-]+/;

/**
 * The three pieces that `window` falls into at `from` and `to`, masked; a key that lies across them stands in the
 * piece that it begins in.
 */
function maskedPieces(window: string, from: number, to: number): [string, string, string] {
  if (!mayHaveSecrets.test(window))
    return [window.slice(0, from), window.slice(from, to), window.slice(Math.max(from, to))];
  const pieces: [string, string, string] = ["", "", ""];
  const pieceAt = (index: number): 0 | 1 | 2 => (index < from ? 0 : index < to ? 1 : 2);
  const ends = [from, to, window.length];
  let at = 0;
  const take = (until: number): void => {
    for (const [piece, end] of ends.entries()) {
      const next = Math.min(end, until);
      if (next > at) pieces[piece as 0 | 1 | 2] += window.slice(at, next);
      at = Math.max(at, next);
    }
  };
  for (const { 0: secret, groups, index } of window.matchAll(secrets)) {
    take(index);
    pieces[pieceAt(index)] += remains(groups);
    at = index + secret.length;
  }
  take(window.length);
  return pieces;
}

/**
 * The part of `line` around `from` to `to` (UTF-16 indexes into it), safe to print. A range that goes over the line's
 * end stops there.
 */
export function snippetOf(line: string, from: number, to: number): { before: string; at: string; after: string } {
  const end = Math.min(Math.max(to, from + 1), line.length);

  const windowStart = Math.max(0, from - around - margin);
  const windowEnd = Math.min(line.length, end + around + margin);
  const isLong = end - from > atFault + 2 * margin;
  const faultEnd = isLong ? from + atFault + margin : end;
  const [lead, at] = maskedPieces(line.slice(windowStart, faultEnd), from - windowStart, faultEnd - windowStart);
  const rest = isLong
    ? maskedPieces(line.slice(end, windowEnd), 0, 0)[2]
    : maskedPieces(line.slice(windowStart, windowEnd), from - windowStart, end - windowStart)[2];
  const before = windowStart > 0 ? lead.replace(tokenRest, "") : lead;
  const isCut = before.length > around || windowStart > 0;
  return {
    before: escaped((isCut ? `…${before.slice(-around)}` : before).trimStart()),
    at: escaped(shorten(at, atFault)),
    after: escaped(shorten(rest.trimEnd(), around)),
  };
}
