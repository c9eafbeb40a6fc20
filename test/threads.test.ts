/** Rules of sessions with a large file shared out among threads: what is found is the same, in whichever piece and whichever line. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Finding } from "../src/finding.ts";
import { rtvalidate } from "./support/cli.ts";
import { mulberry32 } from "./support/generate.mjs";
import { type Event, mutantsOf, sessionFor } from "./support/session-mutants.mjs";
import { wrongAlike } from "./support/wrong-alike.ts";
import { betaSession, kinds, session, translationSession } from "./support/sessions.mjs";

const scratch = mkdtempSync(join(tmpdir(), "rtvalidate-threads-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const written = (record: unknown): string => JSON.stringify(record);
const lines = (records: readonly unknown[], write: (record: unknown, at: number) => string = written): string =>
  records.map((record, at) => `${write(record, at)}\n`).join("");

/** One mistake of each kind in a session of its own, one session after the other, and all at once. */
const mistaken: (readonly Event[])[] = [
  ...new Map(
    [...mutantsOf(sessionFor(4), mulberry32(4))].map(({ mutation, type, made }) => [`${mutation} ${type}`, made]),
  ).values(),
].filter((_made, at) => at % 20 === 0);
const oneByOne = mistaken.flat();
const atOnce = Array.from({ length: Math.max(...mistaken.map(({ length }) => length)) }, (_, at) =>
  mistaken.flatMap((events, number) => (events[at] ? [{ number, event: events[at] }] : [])),
).flat();

const clean: Event[] = session({ seed: 2, turns: kinds.length, kinds });
const keyed = ({ number, event }: { number: number; event: Event }): string =>
  written({ time: number, connection: `c${number % 7}`, event });
const itself = (event: Event): Event => event;
const another = (event: Event): { number: number; event: Event } => ({ number: 1000, event });
const doubtful = (record: object, at: number): object => (at % 13 === 5 ? { ...record, extra: at } : record);
const word = (at: number): string => `2026-11-25T10:00:${String(at % 60).padStart(2, "0")}Z DEBUG `;

/**
 * Records in `form`, after a session that is without but for every seventh: threads that can prove next to nothing end, and so they
 * would before they know the form.
 */
const later = <Item>(
  items: readonly Item[],
  form: (item: Item, at: number) => string,
  first: (event: Event) => Item,
): string =>
  lines(clean.slice(0, 120), (event, at) => (at % 7 === 6 ? form(first(event as Event), at) : written(event))) +
  items.map((item, at) => `${form(item, at)}\n`).join("");

interface Case {
  text: string;
  args?: string[];
  /** Nothing is wrong with it. */
  isClean?: true;
}

/** Files of many pieces, which are of 1000 bytes here. */
const cases: Record<string, Case> = {
  "all is well": { text: lines(clean), isClean: true },
  "lines that are longer than records may be": {
    text: [0, 1, 0, 2]
      .map((length, at) => `${"x".repeat(length * 700_000)}\n${lines(clean.slice(at * 30, 30 * (at + 1)))}`)
      .join(""),
    args: ["--max-record", "4K"],
  },
  "a translation": { text: lines(translationSession({ seed: 3 })), isClean: true },
  "one mistake after the other": { text: lines(oneByOne) },
  "long runs of deltas": {
    text: lines(
      session({ seed: 7, turns: 30 }).filter((event, at) => at % 50 !== 7 || event["type"] === "response.done"),
    ),
  },
  "lines that are doubtful": { text: lines(oneByOne.map(doubtful)) },
  "lines that are wrong in the same way": {
    text: lines(
      session({ seed: 7, turns: 30 }).map((event, at) =>
        at % 5 === 3 ? { ...event, event_id: 7, ...(at % 10 === 3 && { output_index: "0" }) } : event,
      ),
    ),
  },
  "lines that are wrong in the same way, and others that are not": { text: wrongAlike(21) + wrongAlike(24) },
  "doubtful lines beside a session that is well": { text: lines(clean.map(doubtful)) },
  "CRLF, blank lines, no final newline": {
    text: lines(oneByOne, (record, at) => `${"\n \t\n".slice(0, at % 5)}  ${written(record)}\r`).trimEnd(),
  },
  "a byte order mark": { text: `\ufeff${lines(oneByOne.slice(0, 300))}` },
  "envelopes that are of no session": {
    text: later(oneByOne, (event, at) => written({ time: at, event }), itself),
  },
  "envelopes that come late": { text: lines(clean) + lines(oneByOne.map((event, at) => ({ time: at, event }))) },
  "envelopes with a key that is known": {
    text: later(atOnce, ({ number, event }) => written({ session_id: `s${number}`, event }), another),
  },
  "envelopes with a key that is named": {
    text: later(atOnce, keyed, another),
    args: ["--session-key", "/connection"],
  },
  "keys that are numbers": { text: later(atOnce, keyed, another), args: ["--session-key", "/time"] },
  "JSON in strings": {
    text: later(atOnce, ({ number, event }) => written({ wire: `w${number}`, payload: written(event) }), another),
    args: ["--session-key", "/wire"],
  },
  "lines of a log": { text: later(oneByOne, (event, at) => word(at) + written(event), itself) },
  "columns behind characters of several bytes": {
    text: later(oneByOne, (event) => `${word(7)}é麺🦜 ${written(event)}`, itself),
  },
  "the beta in the middle": {
    text: lines([...oneByOne.slice(0, 300), ...betaSession({ seed: 2, turns: 4 }), ...clean]),
  },
  "the beta in the middle of a log": {
    text: later([...oneByOne, ...betaSession({ seed: 2, turns: 4 })], (event, at) => word(at) + written(event), itself),
  },
  "the beta from the start": {
    text: lines(betaSession({ seed: 2, turns: 6 }).filter((_event, at) => at % 20 !== 9)),
  },
  "lines over the limit": {
    text: `${lines(clean.slice(0, 40))}${"x".repeat(30_000)}\n${lines(oneByOne.slice(0, 300))}`,
  },
  "cut in a record of the middle": {
    text: `${lines(clean.slice(0, 50)).trimEnd().slice(0, -30)}\n${lines(clean.slice(50))}`,
  },
};

it.each(Object.entries(cases))("finds the same as one thread: %s", (name, { text, args = [], isClean }) => {
  const path = join(scratch, `${name.replaceAll(/\W+/g, "-")}.jsonl`);
  writeFileSync(path, text);
  const report = (engine: string, jobs: string): { findings: Finding[]; summary: object; stderr: string } => {
    const all = ["-f", "json", "--max-record", "20000", "--jobs", jobs, ...args, path];
    const { stdout, stderr } = rtvalidate(all, { env: { RTVALIDATE_ENGINE: engine } });
    const { findings, summary } = JSON.parse(stdout) as { findings: Finding[]; summary: Record<string, unknown> };
    delete summary["proved"];
    return { findings, summary, stderr };
  };
  const plain = report("ajv", "1");
  // what is in the first piece, threads might find without the others
  const far = plain.findings.filter(({ rule, offset }) => rule !== "beta-api" && offset > 5000);
  expect(far.length > 0).toBe(!isClean);
  expect(report("prover", "1")).toEqual(plain);
  expect(report("threads", "2")).toEqual(plain);
  expect(report("threads", "5")).toEqual(plain);
});

it("proves as much as one thread does", () => {
  const path = join(scratch, "proved.jsonl");
  writeFileSync(path, lines(clean));
  const provedBy = (engine: string): number => {
    const { stdout } = rtvalidate(["-f", "json", "-j", "3", path], { env: { RTVALIDATE_ENGINE: engine } });
    return (JSON.parse(stdout) as { summary: { proved: number } }).summary.proved;
  };
  const proved = provedBy("threads");
  expect(proved).toBe(provedBy("prover"));
  expect(proved).toBeGreaterThan(clean.length / 2);
});
