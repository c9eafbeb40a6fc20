/**
 * The escapes of each output format. Findings come in safe to print but for `want` (see finding.ts);
 * what is escaped here is what one format reads as its own syntax, and once more, as a last gate,
 * names of files, `got` and `want`.
 */
import type { Snippet } from "../finding.ts";
import { mask, printable } from "../text.ts";

/** What printable() escapes, without its masking: one character at a time never looks like a key. */
function escapeUnsafe(text: string): string {
  if (/^[ -~]*$/.test(text) && !text.includes("##[")) return text;
  return text.replace(/##\[|[^ -~]/gu, printable);
}

/**
 * A file's name as text begins a line with it. It is not masked: a folder `sk-test/` must stay a path that opens.
 * "./" keeps a name with a colon in front from making the "::" of a command.
 */
export function fileName(file: string): string {
  const name = escapeUnsafe(file);
  // Source: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs (TryParseV2: "::"
  // comes first but for white space; .NET's StartsWith skips more than that, so any mark may stand before it).
  return /^[^\w./\\-]*:/.test(name) ? `./${name}` : name;
}

/** Text that begins a line, kept from being a command as in fileName(). */
export function notCommand(text: string): string {
  return text.replace(/^([^\w]*?)::/, "$1:\\u003a");
}

/** Each piece of a snippet is safe, but `#` and `#[error]` side by side are a command again. */
const openedAt = (piece: string): string => piece.replace(/^(#?)\[/, "$1\\u005b");

export function joinable(snippet: Snippet): Snippet {
  const { before, at, after } = snippet;
  if (!(before + at + after).includes("##[")) return snippet;
  return { before, at: openedAt(at), after: openedAt(after) };
}

/**
 * JSON text that is safe on a terminal, in a log of GitHub and inside `<script>`, and means the same.
 * Outside of strings JSON.stringify writes none of the characters replaced here.
 */
export function escapeJson(json: string): string {
  // Source: https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
  const inScript = json.replaceAll("<", "\\u003c");
  // Source: https://datatracker.ietf.org/doc/html/rfc8259#section-7 (any character may be escaped as \uXXXX)
  return escapeUnsafe(inScript);
}

/** `value` with whatever looks like a key masked, in names as in values. */
export function maskDeep(value: unknown): unknown {
  if (typeof value === "string") return mask(value);
  if (Array.isArray(value)) return value.map(maskDeep);
  if (typeof value !== "object" || value === null) return value;
  // fromEntries defines, never assigns, so that a key "__proto__" stays a key.
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [mask(key), maskDeep(inner)]));
}

// Source: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts (escapeData)
export function escapeCommandMessage(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

// Source: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts (escapeProperty)
export function escapeCommandProperty(text: string): string {
  return escapeCommandMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
