/** What is proved is JSON: texts by the grammar of RFC 8259, and what is nearly one. */
import { createSchemaProver } from "../src/prover/index.ts";
import { bytes, type Piece, shown } from "./support/forms.ts";
import {
  accepted,
  badUtf8,
  everyBad,
  leftToParse,
  quoted,
  refused,
  type Text,
  toBytes,
  upTo,
} from "./support/json-texts.ts";
import { createJudge, type Judge } from "./support/judge.ts";

/** Where a text can stand, and the schema it stands under. `warm` makes that shape known beforehand. */
interface Frame {
  schema: unknown;
  around: (text: Uint8Array) => Uint8Array;
  warm: string;
}
const field = (text: Uint8Array): Uint8Array => bytes('{"seat":1,"note":', text, ',"open":true}');
const seats = { seat: { type: "integer" }, open: { type: "boolean" } };
const anyType = { type: ["null", "boolean", "number", "string", "array", "object"] };
const frames: Record<string, Frame> = {
  "by itself": { schema: {}, around: (text) => text, warm: '"Blue Anchor"' },
  "of any type": { schema: anyType, around: (text) => text, warm: '"Blue Anchor"' },
  "in a field": {
    schema: {
      type: "object",
      properties: { ...seats, note: {} },
      required: ["seat", "note"],
      additionalProperties: false,
    },
    around: field,
    warm: '{"seat":1,"note":0,"open":true}',
  },
  "in a field of any type": {
    schema: { type: "object", properties: { ...seats, note: anyType }, required: ["note"] },
    around: field,
    warm: '{"seat":1,"note":"Blue Anchor","open":true}',
  },
  "in a field that no schema names": {
    schema: { type: "object", properties: seats },
    around: field,
    warm: '{"seat":1,"note":[{"a":1}],"open":true}',
  },
  "in an array": {
    schema: { type: "array", items: {} },
    around: (text) => bytes("[0,", text, ',"more"]'),
    warm: '[0,1,"more"]',
  },
};

type Prover = ReturnType<typeof createSchemaProver>;

const judgeOf = (schema: unknown): Judge => createJudge(schema, "2020-12");
const proverOf = ({ schema }: Frame): Prover => createSchemaProver(schema, "2020-12");

/** A prover that has proved records of the frame's shape. */
function warmProverOf(frame: Frame): Prover {
  const prover = proverOf(frame);
  for (const text of [frame.warm, ` ${frame.warm}\n`, frame.warm]) prover.proves(bytes(text));
  return prover;
}

/** Of `texts`, each put into a frame: what is proved and wrong, and what is right and not proved. */
function mistakesIn(frame: Frame, texts: readonly Text[]): { wronglyProved: string[]; notProved: string[] } {
  const judge = judgeOf(frame.schema);
  const framed = texts.map((text) => frame.around(toBytes(text)));
  const provers = [proverOf(frame), warmProverOf(frame)];
  const wronglyProved = new Set<string>();
  const notProved = new Set<string>();
  // there and back: what was proved or refused before must not change anything
  for (const text of [...framed, ...framed.toReversed()]) {
    const fault = judge.faultOf(text);
    for (const prover of provers) {
      const isProved = prover.proves(text);
      if (isProved && fault !== undefined) wronglyProved.add(`${shown(text)} is ${fault}`);
      if (!isProved && fault === undefined) notProved.add(shown(text));
    }
  }
  return { wronglyProved: [...wronglyProved], notProved: [...notProved] };
}

test("each text is what it is said to be", () => {
  const judge = judgeOf({});
  const isGood = (text: Text): boolean => judge.faultOf(toBytes(text)) === undefined;
  for (const [name, texts] of Object.entries(accepted))
    expect([name, texts.filter((text) => !isGood(text))]).toEqual([name, []]);
  for (const [name, texts] of Object.entries(refused)) expect([name, texts.filter(isGood)]).toEqual([name, []]);
  expect([...leftToParse].filter((name) => !(name in accepted))).toEqual([]);
});

describe.each(Object.entries(frames))("%s", (_name, frame) => {
  test.each(Object.entries(accepted))("%s may be proved", (name, texts) => {
    const { wronglyProved, notProved } = mistakesIn(frame, texts);
    expect(wronglyProved).toEqual([]);
    if (!leftToParse.has(name)) expect(notProved).toEqual([]);
  });

  test.each(Object.entries(refused))("%s: not proved", (_group, texts) => {
    expect(mistakesIn(frame, texts).wronglyProved).toEqual([]);
  });
});

describe("in a string, at every place of a block", () => {
  const frame = frames["in a field"]!;
  const starts = upTo(50);
  const tails = ["", "!", "x".repeat(14), "x".repeat(15), "x".repeat(16), "x".repeat(40)];
  const everywhere = (...pieces: Piece[]): Text[] =>
    starts.flatMap((start) => tails.map((tail) => quoted("x".repeat(start), ...pieces, tail)));

  test("strings of every length, from every place, are proved", () => {
    const texts = upTo(36).flatMap((blanks) =>
      upTo(70).map((length) => [" ".repeat(blanks), ...quoted("x".repeat(length))]),
    );
    expect(mistakesIn(frames["by itself"]!, texts)).toEqual({ wronglyProved: [], notProved: [] });
    expect(mistakesIn(frame, texts)).toEqual({ wronglyProved: [], notProved: [] });
  });

  const characters: [string, string][] = [
    ["a short escape", "\\n"],
    ["an escaped quote", '\\"'],
    ["an escaped backslash", "\\\\"],
    ["many escaped backslashes", "\\\\\\\\\\\\"],
    ["a long escape", "\\u00e9"],
    ["an escaped pair", "\\ud83d\\ude00"],
    ["the last character of one byte", "\u007f"],
    ["a character of two bytes", "é"],
    ["a character of three bytes", "€"],
    ["a character of four bytes", "😀"],
    ["the last character of all", "\u{10ffff}"],
    ["characters of all lengths", "é€😀é"],
  ];
  test.each(characters)("%s is proved", (_name, unit) => {
    expect(mistakesIn(frame, everywhere(unit))).toEqual({ wronglyProved: [], notProved: [] });
  });

  test.each(Object.entries(badUtf8))("%s is not proved", (_name, sorts) => {
    expect(
      mistakesIn(
        frame,
        sorts.flatMap((units) => everywhere(...units)),
      ).wronglyProved,
    ).toEqual([]);
  });

  test("a control character is not proved", () => {
    expect(
      mistakesIn(
        frame,
        upTo(32).flatMap((unit) => everywhere(unit)),
      ).wronglyProved,
    ).toEqual([]);
  });

  test("an escape that is none is not proved", () => {
    const escapes = ["\\", "\\x", "\\u12", "\\u12g4", '\\"\\', "\\\\\\", "\\U1234"];
    expect(
      mistakesIn(
        frame,
        escapes.flatMap((text) => everywhere(text)),
      ).wronglyProved,
    ).toEqual([]);
  });

  test("a quote that is not escaped is not proved", () => {
    expect(
      mistakesIn(
        frame,
        ['"', '\\\\"', '"\\"', '"x"'].flatMap((text) => everywhere(text)),
      ).wronglyProved,
    ).toEqual([]);
  });

  test("bytes that are no UTF-8 are not proved after characters that are", () => {
    const texts = everyBad.flatMap((units) => upTo(18).map((count) => quoted("é€😀".repeat(count), ...units, "é")));
    expect(mistakesIn(frame, texts).wronglyProved).toEqual([]);
  });

  test("a string that ends in half a character is not proved where the next bytes would complete it", () => {
    const halves = [[0xc3], [0xe2, 0x82], [0xf0, 0x9f, 0x98]].flatMap((units) =>
      starts.map((start) => [...quoted("x".repeat(start), ...units), 0x80]),
    );
    expect(mistakesIn(frames["by itself"]!, halves).wronglyProved).toEqual([]);
  });
});

describe("in a key, at every place of a block", () => {
  const frame = frames["by itself"]!;
  const keys = (...pieces: Piece[]): Text[] =>
    upTo(50).map((start) => ["{", ...quoted("k".repeat(start), ...pieces), ":1}"]);

  test("keys of every length are proved, and are not when they stand twice", () => {
    const once = upTo(70).map((length) => `{"${"k".repeat(length)}":1,"${"k".repeat(length + 1)}":2}`);
    const twice = upTo(70).map((length) => `{"${"k".repeat(length)}":1,"seat":0,"${"k".repeat(length)}":2}`);
    expect(mistakesIn(frame, once)).toEqual({ wronglyProved: [], notProved: [] });
    expect(mistakesIn(frame, twice).wronglyProved).toEqual([]);
  });

  test("keys that differ in one letter are two keys, wherever it is", () => {
    const texts = upTo(40).map((at) => {
      const key = "k".repeat(40);
      return `{"${key}":1,"${key.slice(0, at)}K${key.slice(at + 1)}":2}`;
    });
    expect(mistakesIn(frame, texts)).toEqual({ wronglyProved: [], notProved: [] });
  });

  test("a key that stands twice is not proved, whichever of its letters is escaped", () => {
    const texts = upTo(40).flatMap((at) => {
      const key = "k".repeat(40);
      const escaped = `${key.slice(0, at)}\\u006b${key.slice(at + 1)}`;
      return [`{"${key}":1,"${escaped}":2}`, `{"${escaped}":1,"${key}":2}`, `{"${escaped}":1,"${escaped}":2}`];
    });
    expect(mistakesIn(frame, texts).wronglyProved).toEqual([]);
  });

  test("what is no UTF-8, no escape or a control character is not proved", () => {
    const texts = [
      ...everyBad.map((units) => keys(...units)),
      keys("\\x"),
      keys("\\"),
      ...upTo(32).map((unit) => keys(unit)),
    ];
    expect(mistakesIn(frame, texts.flat()).wronglyProved).toEqual([]);
  });
});

describe("a text with one thing wrong, on a prover that has proved it", () => {
  const record =
    '{"id":"booking_7Qx","seats":[1,22,-3.5e+2,{"row":"A\\n\\u00e9é😀"}],"paid":true,"note":null,"guest":{"name":"Zoë","tags":[]}} ';
  const whole = Buffer.from(record);
  const schemas: [string, unknown][] = [
    ["that allows anything", {}],
    [
      "that names each field",
      {
        type: "object",
        properties: {
          id: { type: "string", minLength: 3 },
          seats: { type: "array", items: { type: ["number", "object"] } },
          paid: { type: "boolean" },
          note: { type: ["string", "null"] },
          guest: {
            type: "object",
            properties: { name: { type: "string" }, tags: { type: "array", items: { type: "string" } } },
            required: ["name", "tags"],
            additionalProperties: false,
          },
        },
        required: ["id", "seats", "guest"],
        additionalProperties: false,
      },
    ],
  ];

  /** What is proved of `texts` though something is wrong with it, the whole record being proved in between. */
  function wronglyProved(schema: unknown, texts: Iterable<Uint8Array>): string[] {
    const judge = judgeOf(schema);
    const prover = createSchemaProver(schema, "2020-12");
    const wrong: string[] = [];
    expect(prover.proves(whole)).toBe(true);
    for (const text of texts) {
      if (prover.proves(text) && judge.faultOf(text) !== undefined) wrong.push(shown(text));
      if (!prover.proves(whole)) wrong.push(`after ${shown(text)} the record itself is not proved`);
    }
    return wrong;
  }

  function* changed(change: (at: number) => Iterable<Uint8Array>): Generator<Uint8Array> {
    for (let at = 0; at < whole.length; at++) yield* change(at);
  }

  const changes: [string, (at: number) => Uint8Array[]][] = [
    ["cut short", (at) => [whole.subarray(0, at)]],
    ["cut off in front", (at) => [whole.subarray(at + 1)]],
    ["without a byte", (at) => [bytes(whole.subarray(0, at), whole.subarray(at + 1))]],
    ["with a byte twice", (at) => [bytes(whole.subarray(0, at + 1), whole.subarray(at))]],
    [
      "with two bytes swapped",
      (at) => [bytes(whole.subarray(0, at), whole.subarray(at, at + 2).toReversed(), whole.subarray(at + 2))],
    ],
    ["with another byte", (at) => upTo(256).map((unit) => bytes(whole.subarray(0, at), unit, whole.subarray(at + 1)))],
    [
      "with a byte more",
      (at) =>
        [...Buffer.from('"\\{}[]:,0-.eE+ tnulx\n\0'), 0x80, 0xc3, 0xff].map((unit) =>
          bytes(whole.subarray(0, at), unit, whole.subarray(at)),
        ),
    ],
    ["with its end at its beginning", (at) => [bytes(whole.subarray(at), whole.subarray(0, at))]],
    ["twice, and cut short", (at) => [bytes(whole, whole.subarray(0, at + 1))]],
  ];

  describe.each(schemas)("under a schema %s", (_name, schema) => {
    test.each(changes)("%s", (_change, change) => {
      expect(wronglyProved(schema, changed(change))).toEqual([]);
    });
  });
});

describe("what a prover reads", () => {
  const schema = { type: ["array", "string", "number", "object"] };

  test("is the text it is given, and nothing beside it", () => {
    const prover = createSchemaProver(schema, "2020-12");
    const around = Buffer.from('[1,[2,[3]]]   "table"12345 {"a":{"b":1}}');
    const judge = judgeOf(schema);
    const wrong: string[] = [];
    for (let start = 0; start <= around.length; start++) {
      for (let end = start; end <= around.length; end++) {
        const part = around.subarray(start, end);
        const isGood = judge.faultOf(part) === undefined;
        if (prover.proves(part) !== isGood) wrong.push(shown(part));
      }
    }
    expect(wrong).toEqual([]);
  });

  test("is not changed", () => {
    const prover = createSchemaProver(schema, "2020-12");
    const text = Buffer.from('   [1,"caf\\u00e9",{"a":[null]}]   ');
    const before = Buffer.from(text);
    prover.proves(text.subarray(3, -3));
    expect(text.equals(before)).toBe(true);
  });

  test("is never what a longer text left behind", () => {
    const prover = createSchemaProver(schema, "2020-12");
    for (const length of [1, 15, 16, 17, 1000, 70_000, 3_000_000]) {
      const text = Buffer.from(JSON.stringify(["table ".repeat(length), 1]));
      expect([length, prover.proves(text)]).toEqual([length, true]);
      const cuts = [1, 2, 3, 4, 5, 16, 17, 32, 33].filter((cut) => cut < text.length);
      expect(cuts.filter((cut) => prover.proves(text.subarray(0, -cut)))).toEqual([]);
      expect(prover.proves(bytes("[1"))).toBe(false);
      expect(prover.proves(bytes('"a'))).toBe(false);
      expect(prover.proves(bytes(""))).toBe(false);
      expect([length, prover.proves(bytes("[1]"))]).toEqual([length, true]);
    }
  });

  test("is its own, whatever another prover does in between", () => {
    const one = createSchemaProver({ type: "object", properties: { a: { type: "string" } } }, "2020-12");
    const other = createSchemaProver({ type: "object", properties: { a: { type: "number" } } }, "2020-12");
    const [text, number] = [bytes('{"a":"table","b":1}'), bytes('{"a":8901234,"b":1}')];
    for (let round = 0; round < 5; round++) {
      expect([one.proves(text), other.proves(text)]).toEqual([true, false]);
      expect([one.proves(number), other.proves(number)]).toEqual([false, true]);
    }
  });
});
