/** Why a text is not JSON, in words that end the search. Only what JSON.parse refused comes here. */
import { shorten } from "../text.ts";
import { scan, type Wanted } from "./scan.ts";
import { quoted } from "../text.ts";

/** The first fault. `atEnd`: the text stops in the middle of a value. */
export interface SyntaxFault {
  at: number;
  reason: string;
  atEnd: boolean;
}

/** What may have gone wrong where `found` stands after a record. */
function afterRecord(found: string): string {
  if (/^"[}\]]/.test(found)) return " (a bracket too many?)";
  return found.startsWith('",') ? " (taken out of an array?)" : " (two records on one line?)";
}

/** What to say of a fault, given what stands there. */
const reasons: Readonly<Record<Wanted, (found: string) => string>> = {
  "a value": (found) => `got ${found}, want a value`,
  "a key": (found) => `got ${found}, want a key in double quotes`,
  "a colon": (found) => `got ${found}, want ":" after the key`,
  "a comma or }": (found) => `got ${found}, want "," or "}" after the value`,
  "a comma or ]": (found) => `got ${found}, want "," or "]" after the value`,
  "the end": (found) => `got ${found} after the end of the record${afterRecord(found)}`,
  "a number": (found) => `got ${found}, a number that JSON does not allow`,
  "an escape": () => "an escape that JSON does not have",
  "four hexadecimal digits": () => "want four hexadecimal digits after \\u",
  "no control character": () => "a raw control character in a string, which wants an escape such as \\n or \\t",
  more: () => "the text stops in the middle of a value",
};

/** What stands at a fault: a word, or one character. */
const word = /^(?:[^\s,:[\]{}"]+|.)/su;

/** Units of a word that a message quotes. */
const quotedLength = 24;

/** What stands at a fault, where that says more than what was wanted there. */
const habits: readonly (readonly [RegExp, string | ((found: string) => string)])[] = [
  [/^\[?(Object|Array|Circular|Getter)\b/, "this was printed with console.log, which shortens; use JSON.stringify"],
  [/^'/, "single quotes; JSON wants double quotes (printed by Python or console.log?)"],
  [/^(None|True|False)\b/, (found) => `got ${found}, which is Python; JSON has null, true and false`],
  [
    /^(NaN|-?Infinity|undefined)\b/,
    (found) => `got ${found}, which is not a JSON value; JSON has numbers, strings, true, false and null`,
  ],
  [/^(\/[/*]|#)/, "a comment, which JSON does not have"],
  [/^\0/, "a NUL byte"],
  [/^[\r\n]/, "the string has no closing quote on its line"],
  [/^(data|event|id|retry):\s/, 'a line of a server-sent event stream; take the JSON after "data:"'],
  [/^[A-Za-z_$][\w$]*\s*:/, "a key without quotes (printed with console.log? use JSON.stringify)"],
];

/** The first fault of `json`. */
export function syntaxFaultOf(json: string): SyntaxFault {
  const fault = scan(json);
  if (!fault) return { at: 0, reason: "not JSON", atEnd: false };
  const { at, wanted } = fault;
  if (wanted === "more") return { at, reason: reasons.more(""), atEnd: true };
  const found = json.slice(at, at + 40);
  for (const [pattern, say] of habits) {
    const habit = pattern.exec(found)?.[0];
    if (habit !== undefined) return { at, reason: typeof say === "string" ? say : say(habit), atEnd: false };
  }
  const shown = quoted(shorten(word.exec(found)?.[0] ?? "", quotedLength));
  const isTrailing = /^[}\]]/.test(found) && json.slice(0, at).trimEnd().endsWith(",");
  return { at, reason: isTrailing ? "a comma before the closing bracket" : reasons[wanted](shown), atEnd: false };
}
