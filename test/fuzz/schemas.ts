/** Random JSON Schemas of all keywords, small, and values that mostly are what they ask for. */
import { isObject } from "../../src/json.ts";
import type { Dialect } from "../support/judge.ts";
import { between, type Json, pick, type Random } from "../support/generate.mjs";

export type Schema = boolean | { [keyword: string]: unknown };
type Keywords = { [keyword: string]: unknown };

const keys = ["a", "b", "c", "id", "type", "name", "value", "x_1", "x_2", "é", "", "0", "a b", "key_of_twenty_letters"];
const strangeKeys = ["__proto__", "constructor", "😀", 'q"\\/', "$ref", "k".repeat(33), "\n"];
const words = [
  "a",
  "b",
  "ab",
  "type",
  "typE",
  "session",
  "sessions",
  "",
  "é",
  "😀",
  "a/b",
  'say "no"',
  "\n",
  "1",
  "null",
];
/** A pattern, and texts that it matches. */
const patterns: [string, string[]][] = [
  ["^[a-z]+$", ["a", "abc", "session"]],
  ["^[A-Za-z0-9+/]*={0,2}$", ["", "QUJD", "QQ==", "a/b"]],
  ["^x_", ["x_1", "x_2", "x_é"]],
  ["a", ["a", "bab", "été a"]],
  ["^.{2}$", ["ab", "é😀", "\t "]],
  ["^(on|off)$", ["on", "off"]],
  ["\\d$", ["1", "a7"]],
  ["^$", [""]],
  ["^[^\\s<>]+$", ["a", "é", '"\\']],
  ["^item_[A-Za-z0-9]{3,}$", ["item_7Qx", "item_abc123"]],
];
const formats: [string, string[]][] = [
  ["date", ["2026-11-22", "2024-02-29"]],
  ["date-time", ["2026-11-22T10:00:00Z", "2026-11-22T10:00:00.25+02:00"]],
  ["uri", ["https://lantern.example/menu", "urn:a:b"]],
  ["email", ["zoe@lantern.example"]],
  ["uuid", ["2eb8aa08-aa98-11ea-b4aa-73b441d16380"]],
  ["ipv4", ["127.0.0.1"]],
  ["byte", ["QUJD", ""]],
  ["no-such-format", ["a"]],
];
const edges = [
  0,
  -0,
  1,
  -1,
  2,
  3,
  7,
  10,
  0.5,
  -0.5,
  0.1,
  1.5,
  100,
  255,
  1e3,
  1e21,
  2 ** 53,
  2 ** 53 + 2,
  -(2 ** 31),
  1e-7,
  1e308,
];
const types = ["null", "boolean", "string", "number", "integer", "array", "object"];

const chance = (random: Random, part: number): boolean => random() < part;
const some = <T>(random: Random, most: number, make: () => T): T[] =>
  Array.from({ length: between(random, 0, most) }, make);
const keyOf = (random: Random): string => pick(random, chance(random, 0.05) ? strangeKeys : keys);
const byKey = <T>(random: Random, most: number, make: (key: string) => T): Record<string, T> =>
  Object.fromEntries(some(random, most, () => keyOf(random)).map((key) => [key, make(key)]));

/** Any value at all. */
export function anyValue(random: Random, depth = 2): Json {
  const kind = between(random, 0, depth > 0 ? 8 : 6);
  if (kind === 0) return null;
  if (kind === 1) return chance(random, 0.5);
  if (kind < 4) return pick(random, words);
  if (kind < 7) return pick(random, edges);
  if (kind === 7) return some(random, 3, () => anyValue(random, depth - 1));
  return byKey(random, 3, () => anyValue(random, depth - 1));
}

/** Makes schemas of one dialect. `names` are those of the definitions that can be referred to. */
function schemaMaker(random: Random, dialect: Dialect, names: string[]) {
  const is2020 = dialect === "2020-12";
  const defs = is2020 || chance(random, 0.2) ? "$defs" : "definitions";

  /** Keywords, each of which is there by chance. */
  const facets = (part: number, makers: Record<string, () => unknown>): Keywords =>
    Object.fromEntries(
      Object.entries(makers).flatMap(([keyword, make]) => (chance(random, part) ? [[keyword, make()] as const] : [])),
    );
  const small = (): number => between(random, 0, 3);
  const wide = (): number => between(random, 1, 6);
  const edge = (): number => pick(random, edges);
  const list = (depth: number, least: number): Schema[] =>
    Array.from({ length: between(random, least, 3) }, () => make(depth - 1));
  const distinct = (): string[] => [...new Set(some(random, 3, () => keyOf(random)))];

  const ofNumbers = (part: number): Keywords =>
    facets(part, {
      minimum: () => (chance(random, 0.5) ? 0 : edge()),
      maximum: edge,
      exclusiveMinimum: edge,
      exclusiveMaximum: edge,
      multipleOf: () => pick(random, [1, 2, 3, 0.5, 0.01, 10]),
    });
  const ofStrings = (part: number): Keywords =>
    facets(part, {
      minLength: small,
      maxLength: () => pick(random, [0, 2, 5, 16, 64]),
      pattern: () => pick(random, patterns)[0],
      format: () => pick(random, formats)[0],
    });
  const ofArrays = (part: number, depth: number): Keywords => ({
    ...facets(part, { minItems: small, maxItems: wide, uniqueItems: () => chance(random, 0.8) }),
    ...facets(part * 0.4, {
      contains: () => make(depth - 1),
      ...(is2020 && { minContains: small, maxContains: wide }),
    }),
    ...(chance(random, 0.8) && { items: make(depth - 1) }),
    ...(chance(random, 0.25) &&
      (is2020
        ? { prefixItems: list(depth, 1) }
        : { items: list(depth, 1), ...facets(0.5, { additionalItems: () => make(depth - 1) }) })),
    ...(is2020 && facets(0.03, { unevaluatedItems: () => make(depth - 1) })),
  });
  const ofObjects = (part: number, depth: number): Keywords => {
    const properties = byKey(random, 5, () => make(depth - 1));
    const known = Object.keys(properties);
    const needed = known.filter(() => chance(random, 0.5));
    return {
      ...(known.length > 0 && { properties }),
      ...(chance(random, 0.7) && { required: chance(random, 0.1) ? distinct() : needed }),
      ...(chance(random, 0.5) && { additionalProperties: chance(random, 0.7) ? false : make(depth - 1) }),
      ...facets(part * 0.3, {
        patternProperties: () =>
          Object.fromEntries(some(random, 2, () => [pick(random, patterns)[0], make(depth - 1)])),
        propertyNames: () => (chance(random, 0.5) ? ofStrings(0.5) : make(depth - 1)),
        minProperties: small,
        maxProperties: wide,
      }),
      ...facets(
        part * 0.2,
        is2020
          ? {
              dependentRequired: () => byKey(random, 2, distinct),
              dependentSchemas: () => byKey(random, 2, () => make(depth - 1)),
              unevaluatedProperties: () => make(depth - 1),
            }
          : { dependencies: () => byKey(random, 2, () => (chance(random, 0.5) ? distinct() : make(depth - 1))) },
      ),
    };
  };

  /** Objects that a constant tells apart, as nearly all unions of events are. */
  function tagged(depth: number): Keywords {
    const tag = pick(random, ["type", "id", "a"]);
    const branches = pick(random, [
      ["a", "b"],
      ["session", "sessions", "typE"],
      ["a", "b", "a"],
      [1, 2],
    ]).map((value) => {
      const branch = ofObjects(0.2, depth - 1);
      const mark = chance(random, 0.8) ? { const: value } : { enum: [value] };
      const properties = { ...(isObject(branch["properties"]) && branch["properties"]), [tag]: mark };
      return { type: "object", ...branch, properties, ...(chance(random, 0.9) && { required: [tag] }) };
    });
    return { [chance(random, 0.7) ? "anyOf" : "oneOf"]: branches };
  }

  const combined = (depth: number): Keywords =>
    pick<() => Keywords>(random, [
      () => ({ anyOf: list(depth, 1) }),
      () => ({ anyOf: [make(depth - 1), { type: "null" }] }),
      () => ({ oneOf: list(depth, 1) }),
      () => ({ allOf: list(depth, 1) }),
      () => ({ not: make(depth - 1) }),
      () => ({ if: make(depth - 1), then: make(depth - 1), else: make(depth - 1) }),
    ])();

  const idle = (): Keywords =>
    facets(0.3, {
      title: () => "Table",
      description: () => "a",
      default: () => anyValue(random),
      "x-wire": () => ({ null: "never" }),
      nullable: () => chance(random, 0.5),
    });

  const kinds: [number, (depth: number) => Schema][] = [
    [3, () => pick<Schema>(random, [true, {}, {}, false])],
    [3, () => ({ type: pick(random, ["null", "boolean"]) })],
    [10, () => ({ type: "string", ...ofStrings(0.15) })],
    [8, () => ({ type: pick(random, ["number", "integer"]), ...ofNumbers(0.2) })],
    [4, () => ({ const: anyValue(random) })],
    [
      6,
      () => ({
        ...(chance(random, 0.5) && { type: "string" }),
        enum: [...new Set([...some(random, 4, () => pick(random, words)), "a"])],
      }),
    ],
    [2, () => ({ enum: [anyValue(random), "only"] })],
    [8, (depth) => ({ type: "array", ...ofArrays(0.2, depth) })],
    [16, (depth) => ({ type: "object", ...ofObjects(0.3, depth) })],
    [6, tagged],
    [5, combined],
    [
      4,
      () => ({
        type: [...new Set([pick(random, types), pick(random, types), "null"])],
        ...ofStrings(0.1),
        ...ofNumbers(0.1),
      }),
    ],
    [2, (depth) => ({ ...ofStrings(0.2), ...ofNumbers(0.2), ...ofArrays(0.1, depth), ...ofObjects(0.1, depth) })],
    [2, (depth) => ({ ...(make(depth - 1) as Keywords), ...combined(depth) })],
    [
      names.length > 0 ? 8 : 0,
      () => ({ $ref: `#/${defs}/${pick(random, names)}`, ...(chance(random, 0.15) && ofNumbers(0.3)) }),
    ],
    [1, () => ({ $ref: "#" })],
    [1, (depth) => ({ ...idle(), ...(make(depth - 1) as Keywords) })],
  ];
  const leaves = new Set([0, 1, 2, 3, 4, 5, 6, 11, 14]);

  function make(depth: number): Schema {
    const open = depth > 0 ? kinds : kinds.filter((_, index) => leaves.has(index));
    let left = random() * open.reduce((sum, [weight]) => sum + weight, 0);
    const [, kind] = open.find(([weight]) => (left -= weight) < 0) ?? open[0]!;
    return kind(depth);
  }
  return { make, defs };
}

export function anySchema(random: Random, dialect: Dialect): Schema {
  const names = ["one", "two", "thr/ee"].slice(0, between(random, 0, 3));
  const { make, defs } = schemaMaker(
    random,
    dialect,
    names.map((name) => name.replace("/", "~1")),
  );
  const root = make(between(random, 0, 4));
  if (typeof root === "boolean" || names.length === 0) return root;
  return { ...root, [defs]: Object.fromEntries(names.map((name) => [name, make(2)])) };
}

/** What `reference` leads to; true if that is nothing. */
function target(root: Schema, reference: unknown): Schema {
  let found: unknown = root;
  for (const step of String(reference).split("/").slice(1)) {
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    found = isObject(found) ? found[key] : undefined;
  }
  return isObject(found) || typeof found === "boolean" ? found : true;
}

const asKeywords = (schema: unknown): Keywords => (isObject(schema) ? schema : schema === false ? { not: {} } : {});
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function merged(one: Keywords, other: Keywords): Keywords {
  const required = [...listOf(one["required"]), ...listOf(other["required"])];
  return {
    ...one,
    ...other,
    ...(required.length > 0 && { required }),
    ...((isObject(one["properties"]) || isObject(other["properties"])) && {
      properties: { ...asKeywords(one["properties"]), ...asKeywords(other["properties"]) },
    }),
  };
}

/** A schema without references and branches: one way through it. */
function oneWay(random: Random, root: Schema, schema: unknown, depth: number): Keywords {
  const { $ref, allOf, anyOf, oneOf, if: condition, then: yes, else: no, ...rest } = asKeywords(schema);
  if (depth < -6) return rest;
  const chosen = [anyOf, oneOf].flatMap((branches) => {
    const list = listOf(branches);
    return list.length > 0 ? [pick(random, list)] : [];
  });
  const conditional = condition === undefined ? [] : chance(random, 0.5) ? [condition, yes] : [no];
  const others = [...listOf(allOf), ...chosen, ...conditional, ...($ref === undefined ? [] : [target(root, $ref)])];
  return others.reduce<Keywords>((sum, other) => merged(sum, oneWay(random, root, other, depth - 1)), rest);
}

const numberOr = (value: unknown, other: number): number => (typeof value === "number" ? value : other);

function stringFor(random: Random, { minLength, maxLength, pattern, format }: Keywords): string {
  const samples = [...patterns, ...formats].find(([name]) => name === pattern || name === format)?.[1];
  if (samples && chance(random, 0.9)) return pick(random, samples);
  const least = numberOr(minLength, 0);
  const most = numberOr(maxLength, least + between(random, 0, 40));
  const text = Array.from({ length: between(random, least, Math.max(least, most)) }, () =>
    pick(random, ["a", "b", "7", "é", "😀", " ", '"', "\\", "/", "\n"]),
  );
  return chance(random, 0.3) ? pick(random, words) : text.join("");
}

function numberFor(random: Random, schema: Keywords, isInteger: boolean): number {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const least = Math.max(numberOr(minimum, -Infinity), numberOr(exclusiveMinimum, -Infinity));
  const most = Math.min(numberOr(maximum, Infinity), numberOr(exclusiveMaximum, Infinity));
  const near = [least, least + 1, most, most - 1, (least + most) / 2].filter((value) => Number.isFinite(value));
  const value =
    near.length > 0 && chance(random, 0.8) ? pick(random, near) : pick(random, [...edges, between(random, -9, 99)]);
  const step = numberOr(multipleOf, isInteger && chance(random, 0.95) ? 1 : 0);
  return step > 0 ? Math.ceil(value / step) * step : value;
}

/** A value that mostly is valid under `schema`, whose references are `root`'s. */
export function valueFor(random: Random, root: Schema, schema: unknown = root, depth = 4): Json {
  const way = oneWay(random, root, schema, depth);
  if ("const" in way) return way["const"] as Json;
  const choices = listOf(way["enum"]);
  if (choices.length > 0) return pick(random, choices) as Json;
  const inner = (other: unknown): Json => (depth > 0 ? valueFor(random, root, other, depth - 1) : null);

  function objectFor(): Json {
    const properties = asKeywords(way["properties"]);
    const required = listOf(way["required"]).map(String);
    const extras = way["additionalProperties"] === false ? [] : some(random, 2, () => keyOf(random));
    const matching = Object.keys(asKeywords(way["patternProperties"])).flatMap(
      (pattern) => patterns.find(([name]) => name === pattern)?.[1] ?? [],
    );
    const names = [
      ...required.filter(() => chance(random, 0.98)),
      ...Object.keys(properties).filter(() => chance(random, depth > 0 ? 0.6 : 0.1)),
      ...matching.filter(() => chance(random, 0.3)),
      ...extras.filter(() => chance(random, 0.4)),
    ];
    const other = way["additionalProperties"] ?? true;
    return Object.fromEntries(
      [...new Set(names)].map((name) => [name, inner(Object.hasOwn(properties, name) ? properties[name] : other)]),
    );
  }
  function arrayFor(): Json {
    const first = listOf(way["prefixItems"] ?? way["items"]);
    const rest = Array.isArray(way["items"]) ? way["additionalItems"] : way["items"];
    const least = numberOr(way["minItems"], 0);
    const length = between(random, least, Math.max(least, Math.min(numberOr(way["maxItems"], 4), least + 4)));
    return Array.from({ length }, (_, index) =>
      inner(index < first.length ? first[index] : chance(random, 0.2) ? (way["contains"] ?? rest) : rest),
    );
  }
  const hints = {
    object: ["properties", "required"],
    array: ["items", "prefixItems"],
    string: ["pattern", "minLength", "format"],
    number: ["minimum", "maximum"],
  };
  const hinted = Object.entries(hints).flatMap(([type, keywords]) =>
    keywords.some((keyword) => keyword in way) ? [type] : [],
  );
  const named = [way["type"] ?? []].flat().map(String);
  const type = named.length > 0 ? pick(random, named) : hinted.length > 0 ? pick(random, hinted) : "any";
  if (type === "object") return objectFor();
  if (type === "array") return arrayFor();
  if (type === "string") return stringFor(random, way);
  if (type === "number" || type === "integer") return numberFor(random, way, type === "integer");
  if (type === "boolean") return chance(random, 0.5);
  return type === "null" ? null : anyValue(random);
}
