/** Values written in many ways, changed at some place, and their bytes spoilt. */
import { isObject } from "../../src/json.ts";
import { between, type Json, pick, type Random } from "../support/generate.mjs";
import { anyValue } from "./schemas.ts";

/** How often a writer does what it need not do, each from 0 to 1. */
export interface Style {
  space: number;
  escape: number;
  /** Numbers in another form. */
  form: number;
  /** Keys in another order. */
  order: number;
  /** Keys twice. */
  twice: number;
}

const plain: Style = { space: 0, escape: 0, form: 0, order: 0, twice: 0 };

export function anyStyle(random: Random): Style {
  if (random() < 0.4) return plain;
  const rarely = (): number => pick(random, [0, 0, 0.1, 0.6]);
  return { space: rarely(), escape: rarely(), form: rarely(), order: rarely(), twice: random() < 0.05 ? 0.2 : 0 };
}

const blanks = [" ", " ", " ", "\t", "\r", "  ", "    ", " \t ", " ".repeat(17), " ".repeat(40), "\n"];
const short: Record<string, string> = {
  '"': '\\"',
  "\\": "\\\\",
  "/": "\\/",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};
const hex = (random: Random, unit: string): string => {
  const digits = unit.charCodeAt(0).toString(16).padStart(4, "0");
  return `\\u${random() < 0.5 ? digits : digits.toUpperCase()}`;
};

function writeString(random: Random, text: string, style: Style): string {
  if (style.escape === 0) return JSON.stringify(text);
  const units = Array.from({ length: text.length }, (_, at) => text.charAt(at));
  const written = units.map((unit, at) => {
    const isLone = /[\ud800-\udfff]/.test(unit);
    // one half of a character is no character: both are escaped, or neither
    const partner = /[\ud800-\udbff]/.test(unit) ? units[at + 1] : units[at - 1];
    if (isLone && /[\ud800-\udfff]/.test(partner ?? "")) return unit;
    const must = /["\\\u0000-\u001f]/.test(unit) || isLone;
    if (!must && random() >= style.escape) return unit;
    const brief = short[unit];
    return brief !== undefined && random() < 0.7 ? brief : hex(random, unit);
  });
  const whole = `"${written.join("")}"`;
  return random() < style.escape ? whole.replaceAll(/[\ud800-\udfff]/g, (unit) => hex(random, unit)) : whole;
}

function writeNumber(random: Random, value: number, style: Style): string {
  const usual = Object.is(value, -0) ? "-0" : JSON.stringify(value);
  if (random() >= style.form) return usual;
  if (!/^-?\d+$/.test(usual)) return usual.replace("e", random() < 0.5 ? "E" : "e");
  return pick(random, [
    `${usual}.0`,
    `${usual}e0`,
    `${usual}0e-1`,
    `${usual}E+0`,
    `${usual}.000`,
    `${usual}00e-002`,
    usual === "0" ? "-0.0" : usual,
  ]);
}

/** JSON of `value`. */
export function write(random: Random, value: Json, style: Style): string {
  const gap = (): string => (random() < style.space ? pick(random, blanks) : "");
  const listed = (open: string, parts: string[], close: string): string =>
    `${open}${gap()}${parts.join(`${gap()},${gap()}`)}${gap()}${close}`;

  function written(inner: Json): string {
    if (typeof inner === "string") return writeString(random, inner, style);
    if (typeof inner === "number") return writeNumber(random, inner, style);
    if (Array.isArray(inner)) return listed("[", inner.map(written), "]");
    if (!isObject(inner)) return JSON.stringify(inner);
    const members = Object.entries(inner).map(
      ([key, field]) => `${writeString(random, key, style)}${gap()}:${gap()}${written(field)}`,
    );
    if (random() < style.order) members.sort(() => random() - 0.5);
    if (members.length > 0 && random() < style.twice) members.push(pick(random, members));
    return listed("{", members, "}");
  }
  return `${gap()}${written(value)}${gap()}`;
}

const oddValues: Json[] = [null, true, "", "1", 0, -0, 1.5, -1, 1e300, 2 ** 53, [], {}, "\ud800", [[]], { a: 1 }];

/** A value of nearly the same letters, so that the shape of the record stays. */
function similar(random: Random, leaf: Json): Json {
  if (typeof leaf === "number") return pick(random, [leaf + 1, -leaf, leaf / 2, leaf * 10, between(random, 0, 9)]);
  if (typeof leaf === "boolean") return !leaf;
  if (typeof leaf !== "string" || leaf === "") return leaf;
  if (random() < 0.05) return leaf.repeat(between(random, 2, 300));
  const at = between(random, 0, leaf.length - 1);
  return leaf.slice(0, at) + pick(random, ["a", "Z", "0", "_", "é", '"', "\\", "😀", ""]) + leaf.slice(at + 1);
}

/** `value` with one change somewhere within. */
export function changed(random: Random, value: Json): Json {
  const goOn = random() < 0.75;
  if (Array.isArray(value) && value.length > 0 && goOn) {
    const at = between(random, 0, value.length - 1);
    const [inner = null] = value.slice(at);
    const instead = pick<() => Json[]>(random, [
      () => [],
      () => [inner, inner],
      () => [changed(random, inner)],
      () => [changed(random, inner)],
    ]);
    return value.toSpliced(at, 1, ...instead());
  }
  if (isObject(value) && Object.keys(value).length > 0 && goOn) {
    const members = Object.entries<Json>(value);
    const at = between(random, 0, members.length - 1);
    const [key, inner] = members[at]!;
    const other = pick(random, members)[0];
    const instead = pick<() => [string, Json][]>(random, [
      () => [],
      () => [[String(similar(random, key)), inner]],
      () => [[other, inner]],
      () => [
        [key, inner],
        [`${key}_more`, inner],
      ],
      ...Array.from({ length: 6 }, () => (): [string, Json][] => [[key, changed(random, inner)]]),
    ]);
    return Object.fromEntries(members.toSpliced(at, 1, ...instead()));
  }
  return random() < 0.6 ? similar(random, value) : random() < 0.7 ? pick(random, oddValues) : anyValue(random);
}

const junk = [
  "80",
  "bf",
  "c0",
  "c080",
  "c1bf",
  "c2",
  "e0",
  "e08080",
  "e282",
  "eda080",
  "eda0bdedb880",
  "ef",
  "f09f98",
  "f0808080",
  "f4908080",
  "f5",
  "ff",
  "c3a9",
  "e282ac",
  "f09f9880",
  "efbbbf",
  "00",
  "0b",
  "1f",
  "7f",
  "a0",
].map((digits) => Buffer.from(digits, "hex"));
const tokens = Array.from(',:{}[]"\\ -+.eE0\n\t')
  .concat(
    "null",
    "true",
    "false",
    "1e999",
    "-0",
    "01",
    "1.0",
    "1e-400",
    "9007199254740993",
    "\\u0061",
    "\\ud83d",
    "\\n",
    '""',
    "[]",
    "{}",
    ",,",
    '"a":1,',
    "//",
    "\\\\",
    '\\"',
    "0000",
    "é",
    "\\u00e9",
    " ".repeat(16),
  )
  .map((token) => Buffer.from(token));

/** A string, a number or a word of a text: where it begins, and where it ends. */
function tokenIn(random: Random, text: Buffer): [number, number] {
  const found = [...text.toString("latin1").matchAll(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[a-z]+/g)];
  if (found.length === 0) return [0, text.length];
  const { index, 0: token } = pick(random, found);
  return [index, index + token.length];
}

type Spoiler = (random: Random, text: Buffer, other: Buffer) => Buffer;

const replaced = (text: Buffer, from: number, to: number, instead: Uint8Array): Buffer =>
  Buffer.concat([text.subarray(0, from), instead, text.subarray(to)]);

const spoilers: Spoiler[] = [
  // a bit
  (random, text) => {
    const at = between(random, 0, text.length - 1);
    return replaced(text, at, at + 1, Buffer.of(text[at]! ^ (1 << between(random, 0, 7))));
  },
  // a byte
  (random, text) => {
    const at = between(random, 0, text.length - 1);
    return replaced(text, at, at + 1, Buffer.of(between(random, 0, 255)));
  },
  // a few bytes less
  (random, text) => {
    const at = between(random, 0, text.length - 1);
    return replaced(text, at, at + pick(random, [1, 1, 1, 2, 5, 20]), Buffer.of());
  },
  // a few bytes twice
  (random, text) => {
    const at = between(random, 0, text.length - 1);
    return replaced(text, at, at, text.subarray(at, at + pick(random, [1, 1, 2, 5, 20, 60])));
  },
  // two bytes swapped
  (random, text) => {
    const at = between(random, 0, text.length - 1);
    return replaced(text, at, at + 2, Buffer.from(text.subarray(at, at + 2).toReversed()));
  },
  // a piece of another text
  (random, text, other) => {
    const at = between(random, 0, text.length);
    const from = between(random, 0, other.length);
    const length = pick(random, [1, 3, 10, 50]);
    return replaced(text, at, at + pick(random, [0, length]), other.subarray(from, from + length));
  },
  // a digit or a letter instead of another
  (random, text) => {
    const at = text.findIndex(
      (unit, index) => index >= random() * text.length && /[\w]/.test(String.fromCharCode(unit)),
    );
    return at < 0
      ? text
      : replaced(text, at, at + 1, Buffer.from(pick(random, ["0", "1", "9", "a", "e", "E", "Z", "_", ".", "-"])));
  },
  // what JSON is made of
  (random, text) => {
    const at = between(random, 0, text.length);
    return replaced(text, at, at + between(random, 0, 1), pick(random, tokens));
  },
  // what UTF-8 is not made of
  (random, text) => {
    const at = between(random, 0, text.length);
    return replaced(text, at, at + between(random, 0, 1), pick(random, junk));
  },
  // one token instead of another: keys come twice, types change
  (random, text) => {
    const [from, to] = tokenIn(random, text);
    const [start, end] = tokenIn(random, text);
    return replaced(text, from, to, text.subarray(start, end));
  },
  // another token
  (random, text) => {
    const [from, to] = tokenIn(random, text);
    return replaced(text, from, to, pick(random, tokens));
  },
  // the first letter of a string as an escape
  (random, text) => {
    const [from] = tokenIn(random, text);
    const unit = text[from + 1];
    if (text[from] !== 0x22 || unit === undefined || unit === 0x5c || unit === 0x22 || unit > 0x7e) return text;
    return replaced(text, from + 1, from + 2, Buffer.from(`\\u00${unit.toString(16).padStart(2, "0")}`));
  },
  // cut short
  (random, text) => text.subarray(0, between(random, 0, text.length)),
  // more after it
  (random, text, other) => Buffer.concat([text, pick(random, [...tokens, ...junk, other])]),
];

/** `text` with `times` things done to it that may make it wrong. `other` is one to take pieces of. */
export function spoilt(random: Random, text: Uint8Array, other: Uint8Array, times: number): Uint8Array {
  let bytes = Buffer.from(text);
  for (let left = times; left > 0 && bytes.length > 0; left--)
    bytes = Buffer.from(pick(random, spoilers)(random, bytes, Buffer.from(other)));
  return bytes;
}
