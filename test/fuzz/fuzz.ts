/**
 * Looks for a text that is proved and must not be: texts of random schemas and of genuine events, written in many ways and
 * spoilt, one after another on the same prover, which remembers. What it finds is made small.
 */
import { createSchemaProver } from "../../src/prover/index.ts";
import { shown } from "../support/forms.ts";
import { between, type Json, mulberry32, pick, type Random } from "../support/generate.mjs";
import { createJudge, type Dialect, type Judge } from "../support/judge.ts";
import { eventSchema, someEvents } from "./events.ts";
import { anySchema, valueFor } from "./schemas.ts";
import { anyStyle, changed, spoilt, write } from "./texts.ts";

type Prover = ReturnType<typeof createSchemaProver>;

export interface Counts {
  schemas: number;
  cases: number;
  valid: number;
  proved: number;
  refused: number;
}

/** One prover was asked about these texts, and was wrong about the last. */
export interface Failure {
  schema: unknown;
  dialect: Dialect;
  texts: Uint8Array[];
  what: string;
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

/** The prover's answer, and what is wrong with it. */
function ask(prover: Prover, judge: Judge, text: Uint8Array): { isProved: boolean; mistake?: string } {
  let isProved: boolean;
  try {
    isProved = prover.proves(text);
  } catch (error) {
    return { isProved: false, mistake: `the prover ends with ${reasonOf(error)}` };
  }
  const fault = isProved ? judge.faultOf(text) : undefined;
  return { isProved, ...(fault && { mistake: `proved, and is ${fault}` }) };
}

/** What goes wrong with the last of `texts` on a new prover. */
function replayed({ schema, dialect, texts }: Omit<Failure, "what">): string | undefined {
  let judge: Judge;
  try {
    judge = createJudge(schema, dialect);
  } catch {
    return undefined;
  }
  let prover: Prover;
  try {
    prover = createSchemaProver(schema, dialect);
  } catch (error) {
    return `no prover: ${reasonOf(error)}`;
  }
  let mistake: string | undefined;
  for (const text of texts) ({ mistake } = ask(prover, judge, text));
  return mistake;
}

/** `list` without as many of its elements as can be spared, the longest runs first. */
function shortened<T>(list: T[], isEnough: (fewer: T[]) => boolean): T[] {
  let left = list;
  for (let run = left.length; run >= 1; run = Math.floor(run / 2)) {
    for (let at = 0; at < left.length;) {
      const fewer = left.toSpliced(at, run);
      if (isEnough(fewer)) left = fewer;
      else at += run;
    }
  }
  return left;
}

/** Without two elements that cannot be spared one by one, as brackets cannot. Only of short lists. */
function withoutPairs<T>(list: T[], isEnough: (fewer: T[]) => boolean): T[] {
  if (list.length > 60) return list;
  for (let one = 0; one < list.length; one++) {
    for (let other = list.length - 1; other > one; other--) {
      const fewer = list.toSpliced(other, 1).toSpliced(one, 1);
      if (isEnough(fewer)) return withoutPairs(fewer, isEnough);
    }
  }
  return list;
}

/** `schema` with one keyword, field or branch less, in every way. */
function* simpler(schema: unknown): Iterable<unknown> {
  if (typeof schema !== "object" || schema === null) return;
  if (Array.isArray(schema)) {
    for (const [at, inner] of schema.entries()) {
      yield schema.toSpliced(at, 1);
      for (const less of simpler(inner)) yield schema.with(at, less);
    }
    return;
  }
  const members = Object.entries(schema);
  for (const [at, [key, inner]] of members.entries()) {
    yield Object.fromEntries(members.toSpliced(at, 1));
    for (const less of simpler(inner)) yield Object.fromEntries(members.with(at, [key, less]));
  }
}

const sizeOf = (schema: unknown, texts: Uint8Array[]): number =>
  texts.reduce((sum, { length }) => sum + length + 1, JSON.stringify(schema).length);

/** A failure as small as dropping things one by one makes it. */
export function shrunk(failure: Failure): Failure {
  let { schema, texts } = failure;
  const { dialect } = failure;
  const fails = (change: { schema?: unknown; texts?: Uint8Array[] }): boolean =>
    replayed({ schema, dialect, texts, ...change }) !== undefined;
  if (!fails({})) return { ...failure, what: `${failure.what}; it does not happen again` };

  function shortenTexts(): void {
    const last = texts.slice(-1);
    texts = [...shortened(texts.slice(0, -1), (fewer) => fails({ texts: [...fewer, ...last] })), ...last];
    for (const at of texts.keys()) {
      const isEnough = (fewer: number[]): boolean => fails({ texts: texts.with(at, Uint8Array.from(fewer)) });
      const short = withoutPairs(shortened([...texts[at]!], isEnough), isEnough);
      texts = texts.with(at, Uint8Array.from(short));
    }
  }
  function simplifySchema(): void {
    for (let isDone = false; !isDone;) {
      isDone = true;
      for (const other of simpler(schema)) {
        if (!fails({ schema: other })) continue;
        schema = other;
        isDone = false;
        break;
      }
    }
  }
  // what the schema no longer asks for, the texts need no longer have
  for (let size = Infinity; sizeOf(schema, texts) < size;) {
    size = sizeOf(schema, texts);
    shortenTexts();
    simplifySchema();
  }
  return { schema, dialect, texts, what: replayed({ schema, dialect, texts }) ?? failure.what };
}

/** Texts of `value` and its like, the later the worse. */
function textFor(random: Random, value: Json, last: Uint8Array): Uint8Array {
  const isChanged = random() < 0.4;
  const text = Buffer.from(write(random, isChanged ? changed(random, value) : value, anyStyle(random)));
  return random() < 0.5 ? text : spoilt(random, text, last, pick(random, [1, 1, 1, 2, 3]));
}

/** A schema, and what can be asked of it. */
interface Subject {
  schema: unknown;
  dialect: Dialect;
  values: () => Json;
}

function randomSubject(random: Random): Subject {
  const dialect = pick<Dialect>(random, ["2020-12", "2020-12", "draft-07"]);
  const schema = anySchema(random, dialect);
  const kept = Array.from({ length: 3 }, () => valueFor(random, schema));
  return { schema, dialect, values: () => (random() < 0.6 ? pick(random, kept) : valueFor(random, schema)) };
}

function eventSubject(random: Random): Subject | undefined {
  const made = someEvents(between(random, 1, 1e9), 60);
  const { type } = pick(random, made);
  const schema = eventSchema(String(type), pick(random, ["wire", "spec"]));
  const alike = made.filter((event) => event["type"] === type);
  return schema && { schema, dialect: "2020-12", values: () => pick(random, random() < 0.95 ? alike : made) };
}

/** How many texts a prover is asked about before the next one. */
const textsOfSubject = 60;

/** Asks about one schema; what it finds first. */
function tryOne(random: Random, counts: Counts): Failure | undefined {
  const subject = random() < 0.15 ? eventSubject(random) : randomSubject(random);
  if (!subject) return undefined;
  const { schema, dialect, values } = subject;
  let judge: Judge;
  try {
    judge = createJudge(schema, dialect);
  } catch {
    return undefined;
  }
  counts.schemas++;
  const texts: Uint8Array[] = [];
  let prover: Prover;
  try {
    prover = createSchemaProver(schema, dialect);
  } catch (error) {
    return { schema, dialect, texts, what: `no prover: ${reasonOf(error)}` };
  }
  let last: Uint8Array = Buffer.from("[1]");
  for (let made = 0; made < textsOfSubject; made++) {
    const text = textFor(random, values(), last);
    texts.push(text);
    counts.cases++;
    if (judge.faultOf(text) === undefined) counts.valid++;
    const { isProved, mistake } = ask(prover, judge, text);
    if (mistake !== undefined) return { schema, dialect, texts, what: mistake };
    counts[isProved ? "proved" : "refused"]++;
    last = text;
  }
  return undefined;
}

/** Tries one schema after another until one fails or `isEnough`. */
export function fuzz(
  seed: number,
  isEnough: (counts: Counts) => boolean,
): { counts: Counts; failure: Failure | undefined } {
  const random = mulberry32(seed);
  const counts: Counts = { schemas: 0, cases: 0, valid: 0, proved: 0, refused: 0 };
  let failure: Failure | undefined;
  while (!failure && !isEnough(counts)) failure = tryOne(random, counts);
  return { counts, failure: failure && shrunk(failure) };
}

/** A failure in words; each byte of a text is a letter of it. */
export function told({ schema, dialect, texts, what }: Failure): string {
  const lines = texts.map((text, at) => `text ${at + 1} of ${texts.length}: ${shown(text)}`);
  return [`${dialect}: ${JSON.stringify(schema)}`, ...lines, what].join("\n");
}
