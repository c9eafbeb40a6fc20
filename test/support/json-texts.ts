/** Texts that are JSON by the grammar of RFC 8259, and texts that are nearly so. */
import { apart, bytes, type Piece } from "./forms.ts";

/** The bytes of each word, of which each two digits are one. */
const hex = (words: string): number[][] => words.split(" ").map((word) => [...Buffer.from(word, "hex")]);

export type Text = Piece | readonly Piece[];

export const toBytes = (text: Text): Uint8Array =>
  bytes(...(Array.isArray(text) ? (text as Piece[]) : [text as Piece]));
export const quoted = (...pieces: Piece[]): Piece[] => ['"', ...pieces, '"'];
export const upTo = (end: number): number[] => Array.from({ length: end }, (_, index) => index);
const nested = (depth: number, inner = ""): string => "[".repeat(depth) + inner + "]".repeat(depth);
const nestedObjects = (depth: number): string => `${'{"menu":'.repeat(depth)}1${"}".repeat(depth)}`;

/** Bytes that are no UTF-8, in a text that would be good without them. */
export const badUtf8: Record<string, number[][]> = {
  "a byte that no character begins with": hex("80 bf c0 c1 f5 f8 fc fe ff"),
  "two bytes for what takes one": hex("c080 c0a2 c0af c181 c1bf"),
  "three bytes for what takes fewer": hex("e08080 e080a2 e08181 e09fbf"),
  "four bytes for what takes fewer": hex("f0808080 f08080a2 f08fbfbf"),
  "a surrogate": hex("eda080 edafbf edb080 edbfbf"),
  "a pair of surrogates": hex("eda080edb080 eda0bdedb880 edafbfedbfbf"),
  "more than U+10FFFF": hex("f4908080 f4bfbfbf f5808080 f7bfbfbf"),
  "five and six bytes": hex("f888808080 fbbfbfbfbf fc8480808080 fdbfbfbfbfbf"),
  "a character cut short": hex("c2 df e0 e0a0 e282 ed9f efbf f0 f090 f09080 f09f98 f48fbf"),
  "a character cut short by another": hex("c3c3a9 e282e282ac e2c3a9 f09f98c3a9 f09f9841"),
  "a byte too many": hex("4180 c3a980 e282acbf f09f988080"),
  "the order of bytes of another encoding": hex("fffe feff e9 9394"),
};
export const everyBad: number[][] = Object.values(badUtf8).flat();

/** Name -> texts that JSON.parse accepts, with no key twice. */
export const accepted: Record<string, Text[]> = {
  words: ["null", "true", "false"],
  "whole numbers": apart`0 -0 1 -1 9 10 42 -907 1234567890 100000 2147483648 -2147483649`,
  "whole numbers around 2^53": apart`
    9007199254740991 9007199254740992 9007199254740993 -9007199254740993 9223372036854775807
    9223372036854775808 18446744073709551615 18446744073709551616`,
  fractions: apart`0.0 -0.0 0.5 -0.5 1.0 1.50 3.14159265358979 10.000000000000000 0.1 99.99`,
  exponents: apart`0e0 0E0 1e0 1e5 1E5 1e+5 1e-5 -1E-05 1.5e3 1.5E+03 0.1e1 0e-0 12e007`,
  "numbers of many digits": [
    "123456789012345678901234567890",
    "0.1234567890123456789012345678901234567890",
    "1".repeat(100),
    `0.${"0".repeat(100)}1`,
    "2.2250738585072011e-308",
    "4.9406564584124654e-324",
    "9007199254740993.0000000000000001",
  ],
  "numbers that come to nothing": apart`1e-324 1e-400 -1e-400 1e-99999999999`,
  "numbers near the largest": ["0e999", "0.0e99999", "1e308", "1.7976931348623157e308", "-1.7976931348623157e308"],
  "numbers past the largest": ["1e309", "-1e309", "1e999", "1.8e308", "9".repeat(400), "1e99999999999999999999"],
  "plain strings": [...apart`"" "a" "//" "'" "{\"a\":1}" "[1,2" "null"`, '"The table is booked."', '"<!-- -->"'],
  "letters that look like structure": apart`"{" "}" "[" "]" ":" "," "{}[],:" "/*" "#"`,
  "strings with short escapes": apart`"\"" "\\" "\/" "\b\f\n\r\t" "C:\\orders\\7" "\\\"" "\\\\"`,
  "strings with long escapes": apart`
    "\u0000" "\u001f" "\u0022" "\u005c" "\u007F" "\u00e9\u00E9" "\u20ac" "\uabcd\uABCD\uaBcD"
    "\ud7ff\ue000\uffff\uFFFE" "\\u12"`,
  "pairs of surrogates, escaped": apart`"\ud83d\ude00" "\uD83D\uDE00" "\ud800\udc00" "\udbff\udfff"`,
  "surrogates alone": apart`
    "\ud800" "\udbff" "\udc00" "\udfff" "\ude00\ud83d" "\ud83d\ud83d\ude00" "\ud83d-\ude00" "\ud83d\u0041"
    "\ud83d\n" "\uD83D\\uDE00"`,
  "characters of one to four bytes": [
    '"\u007f"',
    '"\u0080"',
    '"é"',
    '"\u07ff"',
    '"\u0800"',
    '"€"',
    '"\ud7ff"',
    '"\ue000"',
    '"\ufffd"',
    '"\uffff"',
    '"\u{10000}"',
    '"😀"',
    '"\u{10ffff}"',
    '"麺屋みなと"',
    '"Пекарня"',
    '"👩‍👩‍👧"',
  ],
  "characters that lines end at elsewhere": ['"\u2028"', '"\u2029"', '"\u0085"', '"\u00a0"', '"\u202e"', '"\u200b"'],
  "a byte order mark within a string": ['"\ufeff"', '"table\ufeff"'],
  "white space of each kind": [
    " 1",
    "1 ",
    "\t1\t",
    "\r1\r",
    "[ ]",
    "{ }",
    "{\t}",
    "[ 1 , 2 ]",
    '{ "a" : 1 , "b" : 2 }',
  ],
  "line feeds between tokens": [
    "\n1\n",
    "\r\n1\r\n",
    ' \t\r\n"a"\n\r\t ',
    "[\n]",
    '\n{\r\n\t"a"\r:\n1\t,\r"b"\n:\t2\r\n}\n',
    `${" ".repeat(100)}1${"\n".repeat(100)}`,
    `[${" ".repeat(33)}1${"\t".repeat(31)},${"\r".repeat(16)}2${"\n".repeat(15)}]`,
  ],
  arrays: apart`[] [1] [1,2] [[]] [[],[]] [[],{}] [null,true,false,0,"",[],{}] ["a","a"] [0,-0,0.0]`,
  objects: apart`
    {} {"a":1} {"a":1,"b":2} {"":0} {"a":{}} {"a":[]} {"a":{"a":{"a":1}}} [{"a":1},{"a":2}]
    {"a":{"b":1},"b":{"a":1}} {"a":"a","b":"a"}`,
  "keys that are nearly the same": [
    '{"a":1,"A":2}',
    '{"a":1,"a ":2}',
    '{"a":1," a":2}',
    '{"":1," ":2}',
    '{"a":1,"aa":2,"aaa":3}',
    '{"ab":1,"ba":2}',
    '{"é":1,"e\u0301":2}',
    '{"a":1,"\\u0041":2}',
    '{"a\\n":1,"a\\t":2}',
    '{"1":1,"01":2,"1.0":3}',
    `{"${"k".repeat(40)}1":1,"${"k".repeat(40)}2":2}`,
    `{"1${"k".repeat(40)}":1,"2${"k".repeat(40)}":2}`,
    `{"${"k".repeat(8)}":1,"${"k".repeat(9)}":2}`,
    `{"${"k".repeat(16)}":1,"${"k".repeat(17)}":2,"${"k".repeat(15)}":3}`,
  ],
  "keys with escapes": apart`{"\n":1} {"\"":1} {"\\":1,"\"":2} {"\u0061":1,"b":2} {"\ud83d\ude00":1} {"a\/b":1}`,
  "keys of many letters": [
    `{"${"key".repeat(20)}":1}`,
    `{"${"é".repeat(33)}":1}`,
    `{"${"😀".repeat(70)}":1}`,
    `{"${"k".repeat(300)}":1}`,
    `{"${"k".repeat(70_000)}":1}`,
  ],
  "keys with a meaning to JavaScript": apart`
    {"__proto__":1} {"__proto__":{"a":1}} {"constructor":1,"prototype":2,"toString":3} {"length":1}
    {"0":1,"1":2}`,
  "many fields": [
    `{${upTo(64)
      .map((index) => `"seat_${index}":${index}`)
      .join()}}`,
    `{${upTo(65)
      .map((index) => `"seat_${index}":${index}`)
      .join()}}`,
    `{${upTo(400)
      .map((index) => `"${index}":null`)
      .join()}}`,
  ],
  "many elements": [
    `[${upTo(5000).join()}]`,
    `[${upTo(300)
      .map((index) => `{"seat":${index}}`)
      .join()}]`,
  ],
  "nesting to 60 levels": [...upTo(61).map((depth) => nested(depth, "0")), ...upTo(61).map(nestedObjects)],
  "deeper nesting": [nested(70), nested(512, "0"), nested(513), nestedObjects(100), nested(3000), nestedObjects(2000)],
  "long strings": [
    quoted("table ".repeat(5000)),
    quoted("é".repeat(9000)),
    quoted("\\n".repeat(9000)),
    quoted("\\\\".repeat(9001)),
    quoted("麺屋みなと 😀 \\u00e9 ".repeat(2000)),
  ],
};

/** Groups of `accepted` of which nobody asks that they be proved: JSON.parse may have them. A line feed ends a record. */
export const leftToParse: ReadonlySet<string> = new Set([
  "line feeds between tokens",
  "numbers near the largest",
  "surrogates alone",
  "numbers past the largest",
  "deeper nesting",
]);

/** Name -> texts that JSON.parse refuses, or in which an object has a key twice. */
export const refused: Record<string, Text[]> = {
  nothing: ["", " ", "\n", "\t\r\n ", " ".repeat(16), " ".repeat(33)],
  "no JSON at all": [...apart`hello undefined NaN Infinity -Infinity <xml/> 'a' a ? %`, "data: {}", "\\"],
  "words misspelt": [...apart`nul nulll Null NULL tru truee True fals falsee FALSE nil t n`, "nu ll"],
  "words in a string of others": apart`truefalse nullnull true1 1true null0 [truefalse] [null"a"]`,
  "numbers that begin wrong": [...apart`01 00 -01 -00 007 +1 +0 .5 -.5 - --1 -a e5 -e5`, "- 1"],
  "numbers that end wrong": apart`1. -1. 0. 1.e5 1e 1E 1e+ 1e- 1.5e 1.5e+ 0e -0e-`,
  "numbers with too much": apart`1.5. 1.5.5 1..5 1e5e5 1e1.5 1e5. 1ee5 1e--5 1e+-5 1- 1+1 1-1 2.-3`,
  "numbers of other languages": [...apart`0x10 0b1 0o7 1_000 1n 1f 1.0d 0x 1'000 #1 1e5f`, "١", "１"],
  "characters beside a number": [...apart`1a 1, 1; 1: 1] 1} 1" 1/`, "1 2", "1\v", "1\f", "1\\"],
  "control characters in strings": upTo(32).map((unit) => quoted("ab", unit, "cd")),
  "control characters before the quote": upTo(32).map((unit) => quoted(unit)),
  "escapes that are none": upTo(0x7f)
    .filter((unit) => unit >= 0x20 && !'"\\/bfnrtu'.includes(String.fromCharCode(unit)))
    .map((unit) => quoted("\\", unit)),
  "an escape of what is no ASCII": [
    '"\\é"',
    '"\\€"',
    '"\\😀"',
    quoted("\\", 0),
    quoted("\\", 10),
    quoted("\\", 13),
    quoted("\\", 0x7f),
  ],
  "long escapes that are none": [
    '"\\u"',
    '"\\u1"',
    '"\\u12"',
    '"\\u123"',
    '"\\u123g"',
    '"\\ug123"',
    '"\\u12 4"',
    '"\\u 123"',
    '"\\u+123"',
    '"\\u-123"',
    '"\\U0041"',
    '"\\u{41}"',
    '"\\u00:0"',
    '"\\u00@0"',
    '"\\u00`0"',
    '"\\u00/0"',
    '"\\u00G0"',
    '"\\u0x41"',
    '"\\ud83d\\u"',
    '"\\ud83d\\ude0"',
    '"\\ud83d\\ude0g"',
    quoted("\\u00", 0xc3, 0xa9),
    '"\\u１２３４"',
  ],
  "strings without an end": [...apart`" "a "a\" "\" "\\\" "\u00 ["a {"a {"a":"b {"a":"b\"}`, '"\\', '"a\n'],
  "strings without a beginning": apart`a" \"a" [a"] {a":1} {"b":a"}`,
  "strings side by side": [...apart`"a""b" "a"b "a"1 ""a`, '"a" "b"', '["a" "b"]', '{"a" "b"}'],
  "white space of other kinds": [
    "\v1",
    "1\v",
    "\f1",
    "\u00a01",
    "1\u00a0",
    "\u00851",
    "\u20281",
    "1\u2029",
    "\u20031",
    "\u30001",
    "\u200b1",
    "\u180e1",
    "[\v]",
    "[1,\f2]",
    '{"a":\u00a01}',
    "\u00001",
    "1\u0000",
    "\u001c1",
    "\u001f1",
    "\u007f1",
    "\b1",
  ],
  "a byte order mark": [
    "\ufeff1",
    "\ufeff{}",
    "1\ufeff",
    " \ufeff1",
    "[\ufeff]",
    [0xfe, 0xff, 0, 0x31],
    [0xff, 0xfe, 0x31, 0],
  ],
  "NUL anywhere": [
    "\0",
    "1\0",
    "{}\0",
    "\0{}",
    "[1\0]",
    "[1,\0 2]",
    '{\0"a":1}',
    '{"a"\0:1}',
    '{"a":1\0}',
    `{}${"\0".repeat(16)}`,
  ],
  "arrays that are none": [
    ...apart`
    [ ] [1 1] [1, [1,] [,1] [,] [1,,2] [1;2] [1:2] [1} [1)) []] [[] [][] [1]2 [a] [...] [1,2 ["a", ["a":1]
    (1)`,
    "[1 2]",
  ],
  "objects that are none": [
    ...apart`
    { } {"a" {"a"} {"a": {"a":} {"a":1 {"a":1, {"a":1,} {,"a":1} {,} {"a":1,,"b":2} {"a":1;"b":2} {"a",1}
    {"a"=1} {"a"::1} {:1} {1:1} {a:1} {'a':1} {null:1} {[]:1} {{"a":1}} {["a":1]} {"a":1] {"a":1}} {}{}
    {"a":1}{"b":2} {"a":1}, {"a":1:2} {"a":"b":"c"} {"a","b"} {"a":1,"b"} {"a":1,"b":} {"a":1,2} {"a":1,[]}
    {}1 {1} {true}`,
    '{"a":1 "b":2}',
    '{"a" 1}',
    '{"a":1 2}',
  ],
  "brackets that do not match": apart`[} {] [{]} {"a":[}] [{"a":1]} [[}] {"a":{"b":[}}] }{ ][ {"a":[1} [[1]`,
  comments: ["/* a */1", "1// a", "1 # a", "[1,/**/2]", "[1,//\n2]", '{"a":/* b */1}', '{/**/"a":1}', "1<!-- a -->"],
  "something after the end": [
    "1 1",
    "{} x",
    "{},",
    "[] []",
    "null\nnull",
    '"a",',
    '{"a":1}\n{"a":2}',
    "{}\u0004",
    "[]\u001a",
    "true.",
  ],
  "a key that stands twice": [
    '{"a":1,"a":2}',
    '{"a":1,"a":1}',
    '{"":1,"":2}',
    '{"a":1,"b":2,"a":3}',
    '{"a":1,"\\u0061":2}',
    '{"\\u0061":1,"a":2}',
    '{"\\u0061":1,"\\u0061":2}',
    '{"a":{"b":1,"b":2}}',
    '[{"a":1,"a":2}]',
    '[{"a":1},{"b":1,"b":2}]',
    '{"a":{},"a":{}}',
    '{"a":[],"b":[{"a":1}],"a":[]}',
    '{"é":1,"é":2}',
    '{"é":1,"\\u00e9":2}',
    '{"\\u00E9":1,"\\u00e9":2}',
    '{"😀":1,"😀":2}',
    '{"😀":1,"\\ud83d\\ude00":2}',
    '{"/":1,"\\/":2}',
    '{"\\n":1,"\\u000a":2}',
    '{"\\n":1,"\\u000A":2}',
    '{"\\"":1,"\\u0022":2}',
    '{"\\\\":1,"\\u005c":2}',
    '{"__proto__":1,"__proto__":2}',
    '{"constructor":1,"constructor":2}',
    '{ "a" : 1 , "a" : 2 }',
    '{"a"\n:1,"a":2}',
    `{"${"k".repeat(15)}":1,"${"k".repeat(15)}":2}`,
    `{"${"k".repeat(16)}":1,"${"k".repeat(16)}":2}`,
    `{"${"k".repeat(17)}":1,"${"k".repeat(17)}":2}`,
    `{"${"k".repeat(100)}":1,"${"k".repeat(100)}":2}`,
    `{"${"k".repeat(40)}\\u0031":1,"${"k".repeat(40)}1":2}`,
    `{"a":1,${upTo(30)
      .map((index) => `"seat_${index}":${index}`)
      .join()},"a":2}`,
    `{${upTo(70)
      .map((index) => `"seat_${index}":${index}`)
      .join()},"seat_0":2}`,
    `{${upTo(400)
      .map((index) => `"seat_${index}":${index}`)
      .join()},"seat_399":2}`,
    `{"a":{${upTo(20)
      .map((index) => `"seat_${index}":{"a":1}`)
      .join()}},"b":1,"a":2}`,
    `${nested(40).slice(0, 40)}{"a":1,"a":2}${"]".repeat(40)}`,
  ],
  "nesting that does not end": upTo(70).flatMap((depth) => [
    nested(depth + 1).slice(0, -1),
    `${nested(depth)}]`,
    `${"[".repeat(depth + 1)}${"]".repeat(depth)}}`,
    `${'{"a":'.repeat(depth + 1)}1${"}".repeat(depth)}`,
    `${'{"a":'.repeat(depth + 1)}1${"}".repeat(depth)}]`,
  ]),
  "deep nesting that does not end": ["[".repeat(100_000), '{"a":'.repeat(50_000), `${nested(1000)}]`, "[{".repeat(200)],
  ...Object.fromEntries(
    Object.entries(badUtf8).flatMap(([name, sorts]) => [
      [`${name}, in a string`, sorts.flatMap((units) => [quoted(...units), quoted("ab", ...units, "cd")])],
      [`${name}, in a key`, sorts.flatMap((units) => [["{", ...quoted("ab", ...units), ":1}"]])],
      [
        `${name}, between values`,
        sorts.flatMap((units) => [units, ["1", ...units], [...units, "1"], ["[1,", ...units, "2]"]]),
      ],
    ]),
  ),
};
