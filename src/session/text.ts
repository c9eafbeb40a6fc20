/**
 * Texts as numbers: two polynomial hashes over UTF-16 code units, each modulo 2^32. What is compared is never kept, and the
 * hashes of deltas make that of the text that they join to. prover/assembly/digest/hash.ts makes the same of bytes.
 */

/** A text, by its hashes, as signed integers, and its length in UTF-16 code units. */
export interface Text {
  one: number;
  other: number;
  length: number;
}

/** What stands for a short text, such as an id or a status: as much of its hashes as a double holds exactly. */
export type Id = number;

/** Both are odd, so that a unit can be taken away again. */
const bases = [0x9e3779b1, 0x85ebca6b] as const;

export const nothing: Readonly<Text> = { one: 0, other: 0, length: 0 };

export function textOf(units: string): Text {
  let one = 0;
  let other = 0;
  for (let at = 0; at < units.length; at++) {
    const unit = units.charCodeAt(at) + 1;
    one = (Math.imul(one, bases[0]) + unit) | 0;
    other = (Math.imul(other, bases[1]) + unit) | 0;
  }
  return { one, other, length: units.length };
}

/** `base` to the power of `exponent`, modulo 2^32. */
function power(base: number, exponent: number): number {
  let result = 1;
  for (let square = base, left = exponent; left > 0; left >>>= 1) {
    if (left & 1) result = Math.imul(result, square);
    square = Math.imul(square, square);
  }
  return result;
}

const mostShort = 64;
/** Powers for texts as short as most deltas are. */
const powers = bases.map((base) => Int32Array.from({ length: mostShort }, (_, exponent) => power(base, exponent)));

function shifted(hash: number, which: 0 | 1, length: number): number {
  const factor = length < mostShort ? (powers[which]?.[length] ?? 0) : power(bases[which], length);
  return Math.imul(hash, factor);
}

/** Puts `next` behind `text`. */
export function append(text: Text, next: Readonly<Text>): void {
  text.one = (shifted(text.one, 0, next.length) + next.one) | 0;
  text.other = (shifted(text.other, 1, next.length) + next.other) | 0;
  text.length += next.length;
}

export const isSame = (a: Readonly<Text>, b: Readonly<Text>): boolean =>
  a.one === b.one && a.other === b.other && a.length === b.length;

export const idOf = (text: string): Id => idOfText(textOf(text));

export const idOfText = ({ one, other }: Readonly<Text>): Id => (one >>> 0) * 0x200000 + (other >>> 11);

/** Bits of an id for the place in a table: ids of texts that differ in their last letter alone differ in few, which a product spreads. */
export const spread = (id: Id): number => Math.imul(id, 0x9e3779b1) >>> 16;

/** What is taken away from the ends of a text to compare it without its blanks. */
const blanks = ["", " ", "  ", "\n", " \n"].map(textOf);

/** What most models begin the first word with. */
const space = textOf(" ");

/** The inverse of an odd number, modulo 2^32, by Newton's method: each step doubles the bits that are right. */
function inverse(odd: number): number {
  let found = odd;
  for (let step = 0; step < 5; step++) found = Math.imul(found, 2 - Math.imul(odd, found));
  return found;
}
const inverses = [inverse(bases[0]), inverse(bases[1])] as const;

function withoutBeginning(text: Readonly<Text>, beginning: Readonly<Text>): Text {
  const length = text.length - beginning.length;
  const one = (text.one - shifted(beginning.one, 0, length)) | 0;
  return { one, other: (text.other - shifted(beginning.other, 1, length)) | 0, length };
}

function withoutEnd(text: Readonly<Text>, end: Readonly<Text>): Text {
  const length = text.length - end.length;
  const one = Math.imul(text.one - end.one, power(inverses[0], end.length));
  return { one, other: Math.imul(text.other - end.other, power(inverses[1], end.length)), length };
}

/** Every text that `text` could be with a few blanks taken from its ends. */
function trimmings(text: Readonly<Text>): Text[] {
  return blanks.flatMap((beginning) =>
    beginning.length > text.length
      ? []
      : blanks.flatMap((end) => {
          const rest = withoutBeginning(text, beginning);
          return end.length > rest.length ? [] : [withoutEnd(rest, end)];
        }),
  );
}

/** Whether two texts are the same but for a few blanks at their ends. */
export function isSameTrimmed(a: Readonly<Text>, b: Readonly<Text>): boolean {
  if (isSame(a, b) || (a.length === b.length + 1 && isSame(withoutBeginning(a, space), b))) return true;
  const others = trimmings(b);
  return trimmings(a).some((one) => others.some((other) => isSame(one, other)));
}
