/** Teaches a prover what is wrong with a record, and finds in others that are wrong in the same way where that is. */
import type { Likeness } from "../event.ts";
import * as L from "./assembly/layout.ts";
import type { Instance } from "./instance.ts";

/** A place in a record of a shape: so many bytes after a leaf, which is counted from 1, or after the record's first byte. */
interface Anchor {
  leaf: number;
  after: number;
}

/** A likeness that is given again and again. */
type Found = Likeness & { places: number[]; isAscii: boolean };

/** What was taught, and the likeness that is given of each record that is like it, which is the same object each time. */
interface Taught {
  anchors: readonly Anchor[];
  like: Found;
}

/** Lessons that are taught at most. */
const mostLessons = 1000;

export interface Lessons {
  /** As Prover.teach() has it; places are addresses. */
  teach(from: number, to: number, holes: readonly number[], places: readonly number[]): number;
  /** What the record at hand, which was recognised, is like; undefined where its lesson cannot be told by its bytes. */
  likeness(): Found | undefined;
  forget(): void;
}

export function createLessons(instance: Instance): Lessons {
  const { exports, read } = instance;
  /** By their numbers less one. */
  let lessons: (Taught | undefined)[] = [];

  /** The anchor of a place in the record at `record`, which has so many leaves; undefined where that is within one. */
  function anchorOf(place: number, record: number, leaves: number): Anchor | undefined {
    let anchor: Anchor = { leaf: 0, after: place - record };
    for (let leaf = 1; leaf <= leaves; leaf++) {
      const at = (L.LEAVES + (leaf - 1) * L.LEAF_SIZE) / 4;
      const [from = 0, to = 0] = [instance.words[at + L.LEAF_FROM / 4], instance.words[at + L.LEAF_TO / 4]];
      if (place <= from) break;
      if (place < to) return undefined;
      anchor = { leaf, after: place - to };
    }
    return anchor;
  }

  return {
    teach(from, to, holes, places) {
      if (holes.length > 2 * L.MOST_HOLES || lessons.length === mostLessons) return 0;
      const lesson = lessons.length + 1;
      instance.words[L.HOLES / 4] = holes.length / 2;
      instance.words.set(holes, L.HOLES / 4 + 2);
      const leaves = exports.teach(from, to, lesson) - 1;
      if (leaves < 0) return 0;
      const anchors = places.flatMap((place) => anchorOf(place, from, leaves) ?? []);
      const isFound = anchors.length === places.length;
      lessons.push(isFound ? { anchors, like: { lesson, places: [], isAscii: false } } : undefined);
      return isFound ? lesson : 0;
    },
    likeness() {
      const taught = lessons[read(L.LESSON) - 1];
      if (!taught) return undefined;
      const { anchors, like } = taught;
      const record = read(L.RECORD);
      like.isAscii = read(L.IS_ASCII) === 1;
      like.telling = undefined;
      anchors.forEach(({ leaf, after }, at) => {
        like.places[at] = (leaf === 0 ? 0 : (instance.words[L.SPANS / 4 + 2 * leaf - 1] ?? 0) - record) + after;
      });
      return like;
    },
    forget() {
      lessons = [];
    },
  };
}
