/** Why a text is not JSON, and where it first fails. Only what JSON.parse refused comes here. */
import { printParseErrorCode, visit } from "jsonc-parser";

/** The first fault of a text that JSON.parse refuses. `atEnd`: the text stops before its value does. */
export interface SyntaxFault {
  at: number;
  reason: string;
  atEnd: boolean;
}

/** By the name that jsonc-parser has for a fault. */
const words: Record<string, string> = {
  InvalidNumberFormat: "a number that JSON does not allow",
  PropertyNameExpected: "want a key in double quotes",
  ValueExpected: "want a value",
  ColonExpected: 'want ":" after the key',
  CommaExpected: 'want "," before the next one',
  CloseBraceExpected: 'want "}"',
  CloseBracketExpected: 'want "]"',
  InvalidUnicode: "want four hexadecimal digits after \\u",
  InvalidEscapeCharacter: "an escape that JSON does not have",
  InvalidCharacter: "a raw control character in a string (a line break or tab wants an escape)",
  InvalidCommentToken: "a comment, which JSON does not have",
  EndOfFileExpected: "something stands after the end of the record (two records on one line?)",
};

/** What stands at a fault, where that says more than what was wanted there. */
const habits: [RegExp, string][] = [
  [/^\[(object|array|circular|getter)/i, "this was printed with console.log, which shortens; use JSON.stringify"],
  [/^'/, "single quotes; JSON wants double quotes (printed by Python or console.log?)"],
  [/^(None|True|False)\b/, "a Python literal; JSON has null, true and false"],
  [/^(NaN|-?Infinity|undefined)\b/, "not a JSON value; JSON has numbers, strings, true, false and null"],
  [/^[A-Za-z_$][\w$]*\s*:/, "a key without quotes (printed with console.log? use JSON.stringify)"],
  [/^\0/, "a NUL byte"],
  [/^data:\s*[{[]/, 'a line of a server-sent event stream; take the JSON after "data:"'],
];

/** Finds the first fault. `json` must not be nested beyond `maxDepth`. */
export function syntaxFaultOf(json: string): SyntaxFault {
  let first: { code: string; at: number } | undefined;
  visit(
    json,
    {
      onError(code, offset) {
        if (!first || offset < first.at) first = { code: printParseErrorCode(code), at: offset };
      },
    },
    { disallowComments: true, allowTrailingComma: false },
  );
  if (!first) return { at: 0, reason: "not JSON", atEnd: false };
  const { code } = first;
  const end = json.trimEnd().length;
  const unclosed = code === "UnexpectedEndOfString" && !/[\r\n]/.test(json.slice(first.at, end));
  if (first.at >= end || unclosed) {
    return {
      at: Math.min(unclosed ? end : first.at, end),
      reason: "the text stops in the middle of a value",
      atEnd: true,
    };
  }
  const found = json.slice(first.at, first.at + 40);
  const habit = habits.find(([pattern]) => pattern.test(found) || (found[0] === "O" && pattern.test(`[${found}`)));
  if (habit) return { at: first.at, reason: habit[1], atEnd: false };
  if (/^[}\]]/.test(found) && json.slice(0, first.at).trimEnd().endsWith(",")) {
    return { at: first.at, reason: "a comma before the closing bracket", atEnd: false };
  }
  return { at: first.at, reason: words[code] ?? "not JSON", atEnd: false };
}
