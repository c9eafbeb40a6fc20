/** Has a prover take what stands around events: the envelopes of recorders, and what logs write before a record. */
import { senderBy } from "../envelope.ts";
import type { Direction, Lens, Step } from "../event.ts";
import * as L from "./assembly/layout.ts";
import { envelopeModel, envelopeOf } from "./envelope.ts";
import type { Instance } from "./instance.ts";
import { createEncoder } from "./program/encode.ts";
import type { Loaded } from "./program/program.ts";
import type { Tally } from "./tally.ts";

/** What stands before a record in a line of a log, and who sent it in the log's word. */
export interface LineOfLog {
  before: Uint8Array;
  sender?: string;
}

/** Kinds of envelopes that are known at once, and kinds that are looked at. */
const mostEnvelopes = 8;
const mostLookedAt = 64;

const zero = 0x30;
const isDigit = (byte: number): boolean => byte >= zero && byte < zero + 10;

/** Addresses of what was put to a program. */
interface Put {
  root: number;
  lens: number;
}

/** Records that are to be taken: such as `record`, which is clean and carries an event along `path`. */
export interface Admission {
  record: unknown;
  path: readonly Step[];
  /** Who sent it, if it says so. */
  sender: Direction | undefined;
  /** Where it stands in a line of a log, what is around it. */
  line: LineOfLog | undefined;
  /** What is to be told of such records, if anything is. */
  lens: Lens | undefined;
}

export interface Admitting {
  /** Takes such records by a program. */
  admit(program: Loaded, admission: Admission): void;
  /** Takes nothing that was admitted before, but remembers what was put to the program for it. */
  close(): void;
  /** Forgets that as well; for when another program takes its place. */
  forget(): void;
  /** Whether so many kinds were put to the program that it had better be put in its place anew. */
  readonly isFull: boolean;
}

export function createAdmitting(instance: Instance, tally: Tally): Admitting {
  const { read, write } = instance;
  /** What was put to the program for an envelope, and the kinds that were looked at since nothing was admitted. */
  const envelopes = new Map<string, Put>();
  const lookedAt = new Set<string>();

  /** Whether that kind is looked at for the first time. */
  function isNew(kind: string): boolean {
    if (lookedAt.has(kind)) return false;
    lookedAt.add(kind);
    return true;
  }

  /** Takes records in lines of a log that begin in the same way, whatever the digits: to src/log.ts each is as good as another. */
  function admitLine({ root, wrapped }: Loaded, { before, sender: sentBy }: LineOfLog): void {
    const count = read(L.FORMS);
    // behind a block there are zeros, which nothing is to be taken for
    if (count === L.MOST_FORMS || before.length > L.FORM_MOST || before.includes(0)) return;
    const form = before.map((byte) => (isDigit(byte) ? zero : byte));
    if (!isNew(`line ${Buffer.from(form).toString("latin1")}`)) return;
    const sender = senderBy(sentBy);
    const node = sender && (wrapped?.[sender] ?? root);
    const place = L.FORM_LIST + count * L.FORM_SIZE;
    instance.words.set([form.length, node ?? 0], place / 4);
    new Uint8Array(instance.words.buffer).set(form, place + L.FORM_BYTES);
    write(L.LENSES + 4 * (L.FIRST_FORM + count), read(L.LENSES + 4));
    tally.add(L.FIRST_FORM + count, sender !== undefined);
    write(L.FORMS, count + 1);
  }

  /** Puts the model of an envelope to the program. Undefined where there is no telling it, or no room. */
  function put(record: unknown, path: readonly Step[], wrapped: number, lens: Lens | undefined): Put | undefined {
    const model = envelopeModel(record, path, { mask: L.OBJECT, may: L.OBJECT, address: wrapped });
    if (!model) return undefined;
    const addresses = { root: 0, lens: 0 };
    const isPut = instance.append((start) => {
      const encoder = createEncoder(start);
      addresses.root = encoder.encode(model);
      if (lens) addresses.lens = encoder.encodeLens(lens);
      return encoder.bytes();
    });
    return isPut ? addresses : undefined;
  }

  /** Takes records in envelopes that are as the one around an event in `record`. */
  function admitEnvelope(wrapped: NonNullable<Loaded["wrapped"]>, { record, path, sender, lens }: Admission): void {
    const count = read(L.ROOTS);
    if (count > mostEnvelopes || lookedAt.size > mostLookedAt) return;
    const kind = envelopeOf(record, path);
    if (!isNew(kind)) return;
    const known = envelopes.get(kind) ?? put(record, path, wrapped[sender ?? "unknown"], lens);
    if (!known) return;
    envelopes.set(kind, known);
    write(L.ROOTS, count + 1);
    write(L.ROOTS + 4 * (count + 1), known.root);
    write(L.LENSES + 4 * (count + 1), known.lens);
    tally.add(count + 1, sender !== undefined);
  }

  function close(): void {
    write(L.ROOTS, Math.min(read(L.ROOTS), 1));
    write(L.FORMS, 0);
    lookedAt.clear();
    tally.forgetRoots();
  }

  return {
    admit(program, admission) {
      const { path, line } = admission;
      // who sent what is in an envelope in a line might be said by either
      if (line && (path.length === 0 || line.sender === undefined)) admitLine(program, line);
      if (program.wrapped && path.length > 0) admitEnvelope(program.wrapped, admission);
    },
    close,
    forget() {
      close();
      envelopes.clear();
    },
    get isFull() {
      return envelopes.size > mostLookedAt;
    },
  };
}
