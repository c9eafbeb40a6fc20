/** Strings of any script are proved where they are UTF-8, and nowhere else. */
import { isUtf8 } from "node:buffer";
import { createSchemaProver } from "../src/prover/index.ts";
import { between, mulberry32, pick, type Random } from "./support/generate.mjs";

const scripts = ["привет мир", "こんにちは世界", "안녕하세요", "शुभ प्रभात", "🦜🎧🚀", "naïve café", "مرحبا", "abc DEF"];

/** A text of a few words, of one script or of several, as bytes. */
function textOf(random: Random): Buffer {
  const words = Array.from({ length: between(random, 1, 12) }, () => {
    const units = Array.from(pick(random, scripts));
    const start = between(random, 0, units.length - 1);
    return units.slice(start, start + between(random, 1, units.length)).join("");
  });
  return Buffer.from(words.join(pick(random, ["", " ", ", ", '\\"', "\\n"])));
}

/** The same with a byte or two that may be wrong. */
function broken(text: Buffer, random: Random): Buffer {
  const bytes = [...text];
  for (let times = between(random, 1, 2); times > 0; times--) {
    const at = between(random, 0, bytes.length - 1);
    const byte = pick(
      random,
      [0x80, 0xbf, 0xc0, 0xc1, 0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff, 0x41, 0x8f, 0x90, 0x9f, 0xa0],
    );
    const kind = between(random, 0, 2);
    bytes.splice(at, kind === 0 ? 0 : 1, ...(kind === 2 ? [] : [byte]));
  }
  return Buffer.from(bytes);
}

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString());
    return isUtf8(bytes);
  } catch {
    return false;
  }
}

test("a text is proved where it is UTF-8, wherever it is broken", () => {
  const prover = createSchemaProver({ type: "object", properties: { text: { type: "string" } } }, "2020-12");
  const random = mulberry32(15);
  let proved = 0;
  let refused = 0;
  for (let round = 0; round < 60_000; round++) {
    const text = textOf(random);
    const bytes = between(random, 0, 1) === 0 ? text : broken(text, random);
    const record = Buffer.concat([Buffer.from('{"text":"'), bytes, Buffer.from('"}')]);
    const isProved = prover.proves(record);
    if (isProved !== isJson(record)) throw new Error(`${isProved}: ${record.toString("latin1")}`);
    if (isProved) proved++;
    else refused++;
  }
  expect(proved).toBeGreaterThan(20_000);
  expect(refused).toBeGreaterThan(15_000);
});

test("of two bytes to four each that is a character is taken, and no other", () => {
  const prover = createSchemaProver({ type: "string" }, "2020-12");
  // behind a run of wide characters, and before its end
  const around = (bytes: number[]): Buffer => Buffer.from([0x22, 0xd0, 0xbf, 0xd1, 0x80, ...bytes, 0xd0, 0xb8, 0x22]);
  const edges = [0x7f, 0x80, 0x81, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xff];
  for (let first = 0xc0; first <= 0xff; first++) {
    for (let second = 0x80; second <= 0xbf; second++) {
      const pair = around([first, second]);
      expect([first, second, prover.proves(pair)]).toEqual([first, second, isUtf8(pair)]);
    }
    for (const second of edges) {
      for (const third of edges) {
        const three = around([first, second, third]);
        const four = around([first, second, third, 0x80]);
        expect([first, second, third, prover.proves(three)]).toEqual([first, second, third, isUtf8(three)]);
        expect([first, second, third, prover.proves(four)]).toEqual([first, second, third, isUtf8(four)]);
      }
    }
  }
});
