/** Places of values and keys in the text of a record: what stands there is what lies along the pointer. */
import { isObject } from "../src/json.ts";
import { below } from "../src/pointer.ts";
import { createSearch, type Repetition, type Where } from "../src/schema/positions.ts";
import { events, responses } from "./support/generate.mjs";

/** Every value in `value`, with its pointer and its key if it has one. */
function* valuesIn(
  value: unknown,
  pointer = "",
  key?: string,
): Generator<{ pointer: string; value: unknown; key?: string }> {
  yield { pointer, value, ...(key !== undefined && { key }) };
  if (Array.isArray(value)) for (const [at, item] of value.entries()) yield* valuesIn(item, below(pointer, at));
  else if (isObject(value))
    for (const [name, item] of Object.entries(value)) yield* valuesIn(item, below(pointer, name), name);
}

const odd = {
  "a/b": [{ "c~d": '"{[,:\\' }, [], {}, [[-1.5e-7, true]]],
  "": { '"\\"': null },
  "\u00e4\ud83d\ude00": "\\\\",
};
const records: unknown[] = [
  odd,
  [odd, 7],
  "alone",
  12,
  ...responses({ seed: 5, count: 20 }),
  ...events({ seed: 6, count: 60 }),
];
const layouts: [string, (value: unknown) => string][] = [
  ["dense", (value) => JSON.stringify(value)],
  ["spread", (value) => `\n ${JSON.stringify(value, null, "\t")}\r\n`],
  [
    "escaped",
    (value) => JSON.stringify(value).replaceAll(/[a-z](?=\w*":)/g, (unit) => `\\u00${unit.charCodeAt(0).toString(16)}`),
  ],
];

test.each(layouts)("%s text", (_name, print) => {
  for (const record of records) {
    const text = print(record);
    const places = [...valuesIn(record)];
    const wanted = places.flatMap(({ pointer, key }): Where[] => [
      { pointer, at: "value" },
      { pointer, at: key === undefined ? "value" : "key" },
    ]);
    const want = places.flatMap(({ value, key }) => [value, key ?? value]);
    const read = (ranges: readonly { from: number; to: number }[]): unknown[] =>
      ranges.map(({ from, to }): unknown => JSON.parse(text.slice(from, to)));
    expect(read(createSearch([], wanted)(text))).toEqual(want);
    // one alone ends the search, and the same search reads another text afterwards
    for (const [at, one] of wanted.entries()) {
      const search = createSearch([], [one]);
      expect(read([...search(text), ...search(text)])).toEqual([want[at], want[at]]);
    }
  }
});

test("through JSON in strings", () => {
  for (const record of records.filter(isObject)) {
    const text = JSON.stringify({ log: [1], data: JSON.stringify({ event: record }, null, " "), more: odd });
    const places = [...valuesIn(record)].filter(({ value }) => typeof value === "number");
    const search = createSearch(
      ["data", null, "event"],
      places.map(({ pointer }) => ({ pointer, at: "value" })),
    );
    expect(search(text).map(({ from, to }) => Number(text.slice(from, to)))).toEqual(places.map(({ value }) => value));
  }
});

test("of a repeated key the last, and the nearest above of what is not there", () => {
  const text = '{"a":{"b":1,"b":2},"c":[0],"\\u0061":{"b":3}}';
  const repeated: Repetition[] = [];
  const search = createSearch(
    [],
    [
      { pointer: "/a/b", at: "value" },
      { pointer: "/c/4", at: "value" },
      { pointer: "/c", at: "start" },
    ],
  );
  expect(search(text, repeated).map(({ from, to }) => text.slice(from, to))).toEqual(["3", "[0]", "["]);
  expect(repeated.map(({ pointer, key: { from, to } }) => [pointer, text.slice(from, to)])).toEqual([
    ["/a/b", '"b"'],
    ["/a", '"\\u0061"'],
  ]);
});
