/** What proves the records of one input, alone or by threads, and what it has counted. Nothing is loaded before it pays. */
import type { Classifier } from "./dispatch.ts";
import {
  type Api,
  type Block,
  type Digests,
  type Event,
  type Lens,
  nameOf,
  type SkimmedPiece,
  type SourceFile,
  type Span,
  type Step,
  type Telling,
} from "./event.ts";
import type { Skimming } from "./frame/lines.ts";
import type { Lesson, Teaching } from "./lessons.ts";
import type { Admission } from "./prover/admitting.ts";
import type { ProvingGang } from "./prover/gang.ts";
import type { Prover } from "./prover/index.ts";

export interface Loaded {
  prover: Prover;
  /** Threads for the rest of a file, where they pay. */
  spread(file: SourceFile, from: number, admissions: readonly Admission[]): ProvingGang | undefined;
  /** The prover may be had by another input from now on. */
  release(): void;
  /** What is to be told of records as `record`, which carries an event along `path`; not there where nobody wants it. */
  lensOf?: (record: unknown, path: readonly Step[]) => Lens;
}

/** How records are proved, and after how many bytes of an input it pays to load what does so. */
export interface ProvingPlan {
  from: number;
  load: (api: Api) => Promise<Loaded>;
}

/** What provers were taught, by number: they go from one input to the next. */
const lessonsOf = new WeakMap<Prover, Map<number, Lesson>>();

/** Kinds of envelopes that are noted at most. */
const mostAdmissions = 32;

/** How many records were proved, and how many of them say who sent them. */
export interface Taken {
  proved: number;
  said: number;
}

export interface Proving {
  skimming: Skimming;
  /** What was proved since the last call; undefined if nothing was. */
  take(): Taken | undefined;
  /** Goes on by what `event`, which the clean record at `span` turned out to be, shows of the input: its API, and what is around it. */
  learn(record: unknown, event: Event, block: Block, span: Span): void;
  /** Goes on by the API that the input is known to speak, after a record that was explained. */
  follow(): void;
  /** Has others recognised that are wrong as the record at `span` is, whose text that was, where they can be. */
  teach(teaching: () => Teaching | undefined, text: string, block: Block, span: Span): void;
  /** What was taught; by the number that the prover has for it. */
  lessonOf(number: number): Lesson | undefined;
  /**
   * Hands on what was told of the records that were proved since the last time, and the file whose places it has; where there is none it
   * has those of the block at hand.
   */
  told(look: (telling: Telling, file: SourceFile | undefined) => void): void;
  /** How many records of each event were proved. */
  events(): ReadonlyMap<string, number>;
}

/** @param fresh makes a classifier that has seen nothing. */
export function createProving(plan: ProvingPlan, classifier: Classifier, fresh: () => Classifier): Proving {
  let loaded: Loaded | undefined;
  let gang: ProvingGang | undefined;
  let gangApi: Api | undefined;
  /** Threads prove so little that they are only in the way. */
  let isInVain = false;
  /** How many more of the records that came to others were explained than were clean. */
  let wrongness = 0;
  /** What threads have proved and nobody took yet; and what they have told of their piece so far. */
  let pending = { proved: 0, said: 0 };
  let told = { proved: 0, said: 0 };
  /** What threads have told of records and nobody took yet, the names of events in it, and their file. */
  let digested: Digests[] = [];
  let names: readonly string[] = [];
  let gangFile: SourceFile | undefined;
  const events = new Map<string, number>();
  const admissions = new Map<string, Omit<Admission, "lens">>();
  let lessons = new Map<number, Lesson>();

  function count(name: string, amount: number): void {
    events.set(name, (events.get(name) ?? 0) + amount);
  }
  const withLens = (admission: Omit<Admission, "lens">): Admission => ({
    ...admission,
    lens: loaded?.lensOf?.(admission.record, admission.path),
  });
  function useApi(): void {
    loaded?.prover.use(classifier.api);
  }

  return {
    follow() {
      useApi();
      wrongness++;
    },
    teach(teaching, text, { bytes }, { from, to }) {
      const taught = loaded?.prover.holds(bytes) === true ? teaching() : undefined;
      if (!loaded || !taught) return;
      const { lesson, holes, places } = taught;
      const isNarrow = text.length === to - from;
      const placeOf = (at: number): number => from + (isNarrow ? at : Buffer.byteLength(text.slice(0, at)));
      const placesOf = (ranges: Teaching["places"]): number[] =>
        ranges.flatMap((range) => [placeOf(range.from), placeOf(range.to)]);
      const number = loaded.prover.teach(bytes, from, to, placesOf(holes), placesOf(places));
      if (number > 0) lessons.set(number, lesson);
    },
    lessonOf: (number) => lessons.get(number),
    skimming: {
      from: plan.from,
      async load() {
        loaded = await plan.load(classifier.api);
        const { prover } = loaded;
        lessons = lessonsOf.get(prover) ?? lessons;
        lessonsOf.set(prover, lessons);
        for (const admission of admissions.values()) prover.admit(withLens(admission));
        return prover;
      },
      spread(file, from) {
        if (wrongness > 0) return undefined;
        gangApi = classifier.api;
        gangFile = file;
        names = loaded?.prover.events ?? [];
        gang = loaded?.spread(file, from, [...admissions.values()].map(withLens));
        return gang;
      },
      heed(proved: number, said: number, digests: readonly Digests[], piece?: SkimmedPiece) {
        digested.push(...digests);
        pending.proved += proved - told.proved;
        pending.said += said - told.said;
        told = piece ? { proved: 0, said: 0 } : { proved, said };
        isInVain ||= piece !== undefined && piece.doubts.length > piece.proved;
        for (const [name, amount] of piece?.events ?? []) count(name, amount);
      },
      recount(records) {
        for (const record of records) {
          const name = nameOf(fresh().classify(JSON.parse(record.toString())));
          if (name !== undefined) count(name, 1);
        }
      },
      isSpread: () => classifier.api === gangApi && !isInVain,
      end: () => loaded?.release(),
    },
    take() {
      const own = loaded?.prover.takeProved() ?? 0;
      const { proved, said } = pending;
      if (proved + own === 0) return undefined;
      pending = { proved: 0, said: 0 };
      return { proved: proved + own, said: said + (own > 0 ? (loaded?.prover.takeSaid() ?? 0) : 0) };
    },
    told(look) {
      if (!loaded) return;
      for (const digests of digested) look({ digests, names }, gangFile);
      digested = [];
      const { prover } = loaded;
      const digests = prover.digests();
      if (digests.to > digests.from) look({ digests, names: prover.events }, undefined);
      prover.forgetDigests();
    },
    learn(record, event, { bytes }, { from, whole, sender: word }) {
      useApi();
      wrongness--;
      // one whose words are the other way round may be right or wrong, by what came before it
      if (event.kind !== "checked" || event.isReversed || (event.path.length === 0 && !whole)) return;
      const { path, sender } = event;
      const before = whole && Uint8Array.from(bytes.subarray(whole[0], from));
      const line = before && { before, ...(word !== undefined && { sender: word }) };
      const form = before && Buffer.from(before).toString("latin1").replaceAll(/\d/g, "0");
      const kind = JSON.stringify([path, sender, path.length > 0 && Object.keys(record as object), form]);
      if (admissions.has(kind) || admissions.size > mostAdmissions) return;
      const admission = { record, path, sender, line };
      admissions.set(kind, admission);
      if (!loaded) return;
      const full = withLens(admission);
      loaded.prover.admit(full);
      gang?.admit(full);
    },
    events() {
      for (const [name, amount] of loaded?.prover.takeEvents() ?? []) count(name, amount);
      return events;
    },
  };
}
