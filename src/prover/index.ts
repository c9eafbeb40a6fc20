/** The prover of an input: its blocks lie in the memory of WebAssembly, and only what could not be proved comes back. */
import { senderBy } from "../envelope.ts";
import type { Digesting, Direction, Lens, Likeness, Room, Skimmer, Step } from "../event.ts";
import * as L from "./assembly/layout.ts";
import { createEncoder, type Encoder } from "./program/encode.ts";
import { envelopeModel, envelopeOf } from "./envelope.ts";
import { createInstance } from "./instance.ts";

export { createGang, largeShares, tinyShares } from "./gang.ts";
export { createSchemaProver, programOf } from "./schema.ts";

/** A program, the node in it that records are held against, and the names of its events in the order of their numbers. */
export interface Loaded {
  bytes: Uint8Array;
  root: number;
  /** Nodes for what stands in an envelope of a sender; undefined where nothing does. */
  wrapped?: Readonly<Record<Direction | "unknown", number>>;
  events: readonly string[];
}

/** What stands before a record in a line of a log, and who sent it in the log's word. */
export interface LineOfLog {
  before: Uint8Array;
  sender?: string;
}

export interface Prover extends Room, Skimmer {
  /** Goes on with another program, which may be the one at hand. */
  use(name: string): void;
  /** Begins another input by the program of that name: what was counted and admitted is forgotten, shapes are not. */
  renew(name: string): void;
  /** Bytes of its memory. */
  readonly size: number;
  /**
   * Takes records that are as `record`, which is clean and carries an event along `path`, sent by `sender` if it says so.
   * @param line where it stands in a line of a log, what is around it.
   * @param lens what is to be told of such records, if anything is.
   */
  admit(
    record: unknown,
    path: readonly Step[],
    sender: Direction | undefined,
    line: LineOfLog | undefined,
    lens: Lens | undefined,
  ): void;
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

/** Addresses of what was put to a program. */
interface Put {
  root: number;
  lens: number;
}

/** A place in a record of a shape: so many bytes after a leaf, which is counted from 1, or after the record's first byte. */
interface Anchor {
  leaf: number;
  after: number;
}

/** What was taught, and the likeness that is given of each record that is like it, which is the same object each time. */
interface Taught {
  anchors: readonly Anchor[];
  like: Likeness & { places: number[]; isAscii: boolean };
}

/** What stands for no record: somebody has to read the digests before it goes on. */
const pause = { from: 0, to: 0, line: 0, isProved: false, isPause: true };
const zero = 0x30;
const isDigit = (byte: number): boolean => byte >= zero && byte < zero + 10;

/** Room for what is put to a program later on, and kinds of envelopes that are known at once. */
const spare = 256 * 1024;
const mostEnvelopes = 8;
/** Kinds that are looked at. */
const mostLookedAt = 64;
/** Lessons that are taught at most. */
const mostLessons = 1000;

const word = (place: number): number => (L.CONTROL + place) / 4;

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
  let program = load(name);
  const instance = createInstance((program?.bytes.length ?? 0) + spare);
  const { exports, room } = instance;
  let words = instance.words();
  let taken = 0;
  const events = new Map<string, number>();
  /** Roots of envelopes that say who sent what is in them. */
  const saying = new Set<number>();
  let said = 0;
  /** Roots of the envelopes that were put to the program, and the envelopes that were looked at in this input. */
  const envelopes = new Map<string, Put>();
  const admitted = new Set<string>();
  /** By their numbers less one. */
  let lessons: (Taught | undefined)[] = [];
  /** Address behind the program and what was put to it. */
  let free = 0;

  /** Adds up what the prover counted, and begins to count anew. */
  function collect(): void {
    program?.events.forEach((event, at) => {
      const place = word(L.COUNTS) + at + 1;
      const count = words[place] ?? 0;
      if (count > 0) events.set(event, (events.get(event) ?? 0) + count);
      words[place] = 0;
    });
    for (const root of saying) {
      said += words[word(L.BY_ROOT) + root] ?? 0;
      words[word(L.BY_ROOT) + root] = 0;
    }
  }
  /** Takes records in lines of a log that begin in the same way, whatever the digits: to src/log.ts each is as good as another. */
  function admitLine({ before, sender: sentBy }: LineOfLog, root: number): void {
    const count = words[word(L.FORMS)] ?? 0;
    // behind a block there are zeros, which nothing is to be taken for
    if (count === L.MOST_FORMS || before.length > L.FORM_MOST || before.includes(0)) return;
    const form = before.map((byte) => (isDigit(byte) ? zero : byte));
    const kind = `line ${Buffer.from(form).toString("latin1")}`;
    if (admitted.has(kind)) return;
    admitted.add(kind);
    const sender = senderBy(sentBy);
    const node = sender && (program?.wrapped?.[sender] ?? root);
    const place = L.FORM_LIST + count * L.FORM_SIZE;
    words.set([form.length, node ?? 0], place / 4);
    new Uint8Array(words.buffer).set(form, place + L.FORM_BYTES);
    words[word(L.BY_ROOT) + L.FIRST_FORM + count] = 0;
    words[word(L.LENSES) + L.FIRST_FORM + count] = words[word(L.LENSES) + 1] ?? 0;
    if (sender) saying.add(L.FIRST_FORM + count);
    words[word(L.FORMS)] = count + 1;
  }
  function begin(): void {
    if (program) instance.put(program.bytes);
    words.set(program ? [1, program.root] : [0], word(L.ROOTS));
    words[word(L.FORMS)] = 0;
    free = L.PROGRAM + (program?.bytes.length ?? 0);
    if (digesting) {
      append((encoder) => {
        words[word(L.LENSES) + 1] = encoder.encodeLens(digesting.lens);
      });
    }
    program?.events.forEach((event, at) => {
      const isWatched = digesting?.events.has(event) === true ? L.IS_WATCHED : 0;
      const isAudio = digesting?.audio.has(event) === true ? L.IS_AUDIO : 0;
      const runs = digesting?.runs.has(event) === true ? L.COMES_IN_RUNS : 0;
      new Uint8Array(words.buffer)[L.CONTROL + L.EVENT_FLAGS + at + 1] = isWatched | isAudio | runs;
    });
    saying.clear();
    envelopes.clear();
    admitted.clear();
    lessons = [];
    exports.forget();
  }
  /** The anchor of a place in the record at `record`, which has so many leaves; undefined where that is within one. */
  function anchorOf(place: number, record: number, leaves: number): Anchor | undefined {
    let anchor: Anchor = { leaf: 0, after: place - record };
    for (let leaf = 1; leaf <= leaves; leaf++) {
      const at = (L.LEAVES + (leaf - 1) * L.LEAF_SIZE) / 4;
      const [from = 0, to = 0] = [words[at + L.LEAF_FROM / 4], words[at + L.LEAF_TO / 4]];
      if (place <= from) break;
      if (place < to) return undefined;
      anchor = { leaf, after: place - to };
    }
    return anchor;
  }
  /** What the record at hand, which was recognised, is like. */
  function likeness(): Likeness | undefined {
    const taught = lessons[(words[word(L.LESSON)] ?? 0) - 1];
    if (!taught) return undefined;
    const { anchors, like } = taught;
    const record = words[word(L.RECORD)] ?? 0;
    like.isAscii = words[word(L.IS_ASCII)] === 1;
    like.told = undefined;
    anchors.forEach(({ leaf, after }, at) => {
      like.places[at] = (leaf === 0 ? 0 : (words[L.SPANS / 4 + 2 * leaf - 1] ?? 0) - record) + after;
    });
    return like;
  }
  /** Puts what an encoder made behind the program. False if there is no room. */
  function append(make: (encoder: Encoder) => void): boolean {
    const start = (free + 7) & ~7;
    const encoder = createEncoder(start);
    make(encoder);
    const bytes = encoder.bytes();
    if (start + bytes.length > room) return false;
    instance.put(bytes, start);
    free = start + bytes.length;
    return true;
  }
  /** Puts the model of an envelope to the program. Its root; undefined where there is no telling it, or no room. */
  function putEnvelope(
    record: unknown,
    path: readonly Step[],
    wrapped: number,
    wanted: Lens | undefined,
  ): Put | undefined {
    const model = envelopeModel(record, path, { mask: L.OBJECT, may: L.OBJECT, address: wrapped });
    if (!model) return undefined;
    let root = 0;
    let lens = 0;
    const isPut = append((encoder) => {
      root = encoder.encode(model);
      if (wanted) lens = encoder.encodeLens(wanted);
    });
    return isPut ? { root, lens } : undefined;
  }
  words[word(L.STOPS)] = stops ? 1 : 0;
  words[word(L.DIGESTS_WANTED)] = digesting ? 1 : 0;
  words[word(L.DIGESTED)] = L.DIGESTS;
  begin();

  return {
    resize(size, kept) {
      const isElsewhere = kept.buffer !== words.buffer;
      const bytes = instance.resize(size);
      words = instance.words();
      if (isElsewhere) bytes.set(kept);
      return bytes;
    },
    start(at, line, maxRecord) {
      words[word(L.AT)] = room + at;
      words[word(L.LINE)] = line;
      words[word(L.MOST_BYTES)] = Math.min(maxRecord, 0xffffffff);
    },
    next(end, searched, isLast) {
      const outcome = exports.run(room + end, room + searched, isLast ? 1 : 0);
      if (outcome === L.BLOCK_USED) return undefined;
      if (outcome === L.DIGESTS_FULL) return pause;
      const [from = 0, to = 0, line = 0] = [words[word(L.FROM)], words[word(L.TO)], words[word(L.LINE)]];
      const isProved = outcome === L.RECORD_PROVED;
      const like = outcome === L.RECORD_WRONG ? likeness() : undefined;
      const digest = (words[word(L.WRONG_DIGEST)] ?? 0) / 4;
      if (like && digest > 0) {
        const digests = { words, from: digest, to: digest + (words[digest] ?? 0), base: 0, room, line: 0 };
        like.told = { digests, names: program?.events ?? [] };
      }
      return { from: from - room, to: to - room, line: line - 1, isProved, like };
    },
    likenessOf: (from, to) => (exports.isLike(room + from, room + to) === 0 ? undefined : likeness()),
    holds: ({ buffer }) => buffer === words.buffer,
    teach({ byteOffset }, from, to, holes, places) {
      if (holes.length > 2 * L.MOST_HOLES || lessons.length === mostLessons) return 0;
      words[L.HOLES / 4] = holes.length / 2;
      words.set(
        holes.map((place) => byteOffset + place),
        L.HOLES / 4 + 2,
      );
      const record = byteOffset + from;
      const leaves = exports.teach(record, byteOffset + to, lessons.length + 1) - 1;
      if (leaves < 0) return 0;
      const anchors = places.flatMap((place) => anchorOf(byteOffset + place, record, leaves) ?? []);
      const isFound = anchors.length === places.length;
      const lesson = lessons.length + 1;
      lessons.push(isFound ? { anchors, like: { lesson, places: [], isAscii: false } } : undefined);
      return isFound ? lesson : 0;
    },
    get at() {
      return (words[word(L.AT)] ?? 0) - room;
    },
    get line() {
      return words[word(L.LINE)] ?? 0;
    },
    get recognised() {
      return words[word(L.RECOGNISED)] ?? 0;
    },
    takeProved() {
      const proved = words[word(L.PROVED)] ?? 0;
      const fresh = (proved - taken) >>> 0;
      taken = proved;
      return fresh;
    },
    takeSaid() {
      collect();
      const saidSince = said;
      said = 0;
      return saidSince;
    },
    use(wanted) {
      if (wanted === name) return;
      collect();
      name = wanted;
      program = load(name);
      begin();
    },
    renew(wanted) {
      this.use(wanted);
      this.takeEvents();
      this.takeProved();
      said = 0;
      if (envelopes.size > mostLookedAt) begin();
      words[word(L.ROOTS)] = Math.min(words[word(L.ROOTS)] ?? 0, 1);
      words[word(L.FORMS)] = 0;
      words[word(L.DIGESTED)] = L.DIGESTS;
      saying.clear();
      admitted.clear();
    },
    get size() {
      return words.buffer.byteLength;
    },
    admit(record, path, sender, line, lens) {
      // who sent what is in an envelope in a line might be said by either
      if (program && line && (path.length === 0 || line.sender === undefined)) admitLine(line, program.root);
      const count = words[word(L.ROOTS)] ?? 0;
      if (!program?.wrapped || path.length === 0 || count > mostEnvelopes || admitted.size > mostLookedAt) return;
      const kind = envelopeOf(record, path);
      if (admitted.has(kind)) return;
      admitted.add(kind);
      const put = envelopes.get(kind) ?? putEnvelope(record, path, program.wrapped[sender ?? "unknown"], lens);
      if (!put) return;
      envelopes.set(kind, put);
      words[word(L.ROOTS)] = count + 1;
      words[word(L.ROOTS) + count + 1] = put.root;
      words[word(L.LENSES) + count + 1] = put.lens;
      words[word(L.BY_ROOT) + count + 1] = 0;
      if (sender) saying.add(count + 1);
    },
    get events() {
      return program?.events ?? [];
    },
    digests() {
      return { words, from: L.DIGESTS / 4, to: (words[word(L.DIGESTED)] ?? 0) / 4, base: 0, room, line: 0 };
    },
    forgetDigests() {
      words[word(L.DIGESTED)] = L.DIGESTS;
    },
    takeEvents() {
      collect();
      const taking = new Map(events);
      events.clear();
      return taking;
    },
  };
}
