/** The prover of an input: its blocks lie in the memory of WebAssembly, and only what could not be proved comes back. */
import type { Digesting, Digests, Room, Skimmer } from "../event.ts";
import { type Admission, createAdmitting } from "./admitting.ts";
import * as L from "./assembly/layout.ts";
import { createInstance } from "./instance.ts";
import { createLessons } from "./lessons.ts";
import { createEncoder } from "./program/encode.ts";
import type { Loaded } from "./program/program.ts";
import { createTally } from "./tally.ts";

export interface Prover extends Room, Skimmer {
  /** Goes on with another program, which may be the one at hand. */
  use(name: string): void;
  /** Begins another input by the program of that name: what was counted and admitted is forgotten, shapes are not. */
  renew(name: string): void;
  /** Bytes of its memory. */
  readonly size: number;
  admit(admission: Admission): void;
  /** Whether bytes are in its memory. */
  holds(bytes: Buffer): boolean;
  /**
   * Has every record recognised from now on that is wrong as the one from `from` to `to`, which is no more than its `holes` say: each its first
   * byte, and the byte after its last. Places are those in `bytes`, which it holds. The number of the lesson; 0 if it cannot be told by its bytes.
   * @param places what is to be found again in each such record.
   */
  teach(bytes: Buffer, from: number, to: number, holes: readonly number[], places: readonly number[]): number;
  /** How many records were proved since the last call whose envelope says who sent them. */
  takeSaid(): number;
  /** Records that were recognised by their shape, of all that were proved. */
  readonly recognised: number;
  /** How many records of each event were proved since the last call. */
  takeEvents(): Map<string, number>;
  /** The names of events, by their numbers less one. */
  readonly events: readonly string[];
}

/** What stands for no record: somebody has to read the digests before it goes on. */
const pause = { from: 0, to: 0, line: 0, isProved: false, isPause: true };

/** Room for what is put to a program later on. */
const spare = 256 * 1024;

const noProgram: Loaded = { bytes: new Uint8Array(0), root: 0, events: [] };

/** What an event is, as the prover is told it. */
const flagsOf = (event: string, { events, audio, runs }: Digesting): number =>
  (events.has(event) ? L.IS_WATCHED : 0) |
  (audio.has(event) ? L.IS_AUDIO : 0) |
  (runs.has(event) ? L.COMES_IN_RUNS : 0);

/**
 * @param load gives the program of a name; undefined where there is none, and nothing is proved.
 * @param stops every record comes back, and says whether it was proved.
 * @param digesting what is to be told of each record that is proved; nothing if it is not there.
 */
export function createProver(
  load: (name: string) => Loaded | undefined,
  first: string,
  stops = false,
  digesting?: Digesting,
): Prover {
  let name = first;
  let program = load(name) ?? noProgram;
  const instance = createInstance(program.bytes.length + spare);
  const { exports, room, read, write } = instance;
  const tally = createTally(instance);
  const admitting = createAdmitting(instance, tally);
  const lessons = createLessons(instance);

  /** Puts the program in its place. */
  function begin(): void {
    instance.put(program);
    admitting.forget();
    lessons.forget();
    if (!digesting) return;
    instance.append((start) => {
      const encoder = createEncoder(start);
      write(L.LENSES + 4, encoder.encodeLens(digesting.lens));
      return encoder.bytes();
    });
    const flags = program.events.map((event) => flagsOf(event, digesting));
    new Uint8Array(instance.words.buffer).set(flags, L.CONTROL + L.EVENT_FLAGS + 1);
  }

  /** The digests from one address to another. */
  const digestsIn = (from: number, to: number): Digests => ({
    words: instance.words,
    from: from / 4,
    to: to / 4,
    base: 0,
    room,
    line: 0,
  });

  write(L.STOPS, stops ? 1 : 0);
  write(L.DIGESTS_WANTED, digesting ? 1 : 0);
  write(L.DIGESTED, L.DIGESTS);
  begin();

  return {
    resize(size, kept) {
      const isElsewhere = kept.buffer !== instance.words.buffer;
      const bytes = instance.resize(size);
      if (isElsewhere) bytes.set(kept);
      return bytes;
    },
    start(at, line, maxRecord) {
      write(L.AT, room + at);
      write(L.LINE, line);
      write(L.MOST_BYTES, Math.min(maxRecord, 0xffffffff));
    },
    next(end, searched, isLast) {
      const outcome = exports.run(room + end, room + searched, isLast ? 1 : 0);
      if (outcome === L.BLOCK_USED) return undefined;
      if (outcome === L.DIGESTS_FULL) return pause;
      const like = outcome === L.RECORD_WRONG ? lessons.likeness() : undefined;
      const digest = read(L.WRONG_DIGEST);
      if (like && digest > 0) {
        const digests = digestsIn(digest, digest + 4 * (instance.words[digest / 4] ?? 0));
        like.telling = { digests, names: program.events };
      }
      const isProved = outcome === L.RECORD_PROVED;
      return { from: read(L.FROM) - room, to: read(L.TO) - room, line: read(L.LINE) - 1, isProved, like };
    },
    likenessOf: (from, to) => (exports.isLike(room + from, room + to) === 0 ? undefined : lessons.likeness()),
    holds: ({ buffer }) => buffer === instance.words.buffer,
    teach({ byteOffset }, from, to, holes, places) {
      const addressOf = (place: number): number => byteOffset + place;
      return lessons.teach(addressOf(from), addressOf(to), holes.map(addressOf), places.map(addressOf));
    },
    get at() {
      return read(L.AT) - room;
    },
    get line() {
      return read(L.LINE);
    },
    get recognised() {
      return read(L.RECOGNISED);
    },
    get size() {
      return instance.words.buffer.byteLength;
    },
    get events() {
      return program.events;
    },
    use(wanted) {
      if (wanted === name) return;
      tally.collect(program.events);
      name = wanted;
      program = load(name) ?? noProgram;
      begin();
    },
    renew(wanted) {
      this.use(wanted);
      this.takeEvents();
      this.takeSaid();
      this.takeProved();
      if (admitting.isFull) begin();
      admitting.close();
      this.forgetDigests();
    },
    admit(admission) {
      if (program !== noProgram) admitting.admit(program, admission);
    },
    digests: () => digestsIn(L.DIGESTS, read(L.DIGESTED)),
    forgetDigests() {
      write(L.DIGESTED, L.DIGESTS);
    },
    takeProved: () => tally.takeProved(),
    takeSaid() {
      tally.collect(program.events);
      return tally.takeSaid();
    },
    takeEvents() {
      tally.collect(program.events);
      return tally.takeEvents();
    },
  };
}
