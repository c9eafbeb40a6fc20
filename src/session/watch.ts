/** Sessions of one input, and the rules that watch them: events go in one after another, what is wrong comes out. */
import type { Place } from "../event.ts";
import type { Level, Related, Severity } from "../finding.ts";
import { apply, changeOf } from "./apply.ts";
import { surmise } from "./conversation.ts";
import { createEventIds, printOfPlace, printWith } from "./event-ids.ts";
import { companions, dones, inRuns, isOfBeta, kindOf, withinItem } from "./kinds.ts";
import { isReversing } from "./newest-first.ts";
import { countEvent, isInPlace, isOpen, partOf } from "./responses.ts";
import type { Family, More, Say, Scene, SessionRule } from "./rule.ts";
import { isAudioKind, type Seen } from "./seen.ts";
import { blur, createSession, type Item, type Part, type Response, type Session, type Stream } from "./state.ts";
import { extend, streamOf } from "./streams.ts";
import type { Id, Text } from "./text.ts";

/** What a rule has to say of an event. */
export interface Complaint {
  rule: string;
  severity: Severity;
  /** Below the event. */
  pointer: string;
  at: "value" | "key";
  words: string;
  got?: unknown;
  want?: unknown;
  related?: readonly Related[];
  /** The record that it stands in, where that is another than the one at hand. */
  place?: Place;
}

/** A rule that is on, in one form for all, since it is asked so often; its family is a bit. */
interface Active {
  rule: SessionRule;
  check: NonNullable<SessionRule["check"]>;
  severity: Severity;
  family: number;
}

const nothingToCheck = (): void => undefined;

/** A type of events, as a watch has it. */
export interface EventKind {
  /** From 0, in the order in which types were asked for. */
  number: number;
  /** Its name in GA. */
  kind: string;
  isServers: boolean;
  isOfBeta: boolean;
  isWithinItem: boolean;
  /** The rules that look at it, those that look at it if it is odd, and what it changes. */
  rules: readonly Active[];
  ifOdd: readonly Active[];
  /** Those of them that look at it even where it is in its place; undefined where each has to look. */
  inPlace: readonly Active[] | undefined;
  /** Events that differ from such a one in nothing but their id and their delta need not be looked at. */
  isInRuns: boolean;
  change: ((scene: Scene) => void) | undefined;
  /** The number of the session that is known to have had one. */
  isKnownOf: number;
}

/** An event that is where it belongs, of which nothing is said, and what others change that are like it. */
export interface Run {
  session: Session;
  /** As the session had it. */
  changes: number;
  isServers: boolean;
  print: number;
  /** What it is a piece of, if that can be over before the session is. */
  response: Response | undefined;
  item: Item | undefined;
  part: Part | undefined;
  isAudio: boolean;
  stream: Stream | undefined;
}

export interface Watch {
  /** What there is to know of a type; the same for the same. */
  kindOf(type: string, isServers: boolean): EventKind;
  /**
   * Looks at the next event.
   * @param key of the session that it belongs to, where records say so.
   */
  see(seen: Seen, place: Place, kind: EventKind, key?: Id): readonly Complaint[];
  /** What others can go on with that are like the event that was seen last; undefined where each has to be seen. */
  readonly run: Run | undefined;
  /** Looks at an event that is like that of a run but for its id and its delta. False, and nothing is learnt, where it has to be seen. */
  goOn(run: Run, line: number, eventId: Id | undefined, delta: Text | undefined): boolean;
  /** The event that was seen last is not as it should be, which was told: what it belongs to cannot be compared. */
  blur(key?: Id): void;
  /** Something that could not be read, which was told, may have been an event of any session. */
  miss(): void;
  /** The input is over. */
  end(): readonly Complaint[];
}

const families: readonly Family[] = ["order", "content", "usage"];

const none: readonly Complaint[] = [];

/** References to what came before the capture from which on it is said that there are some: a sample of an event has one. */
const enoughUnseen = 2;

export interface WatchOptions {
  rules: readonly SessionRule[];
  level: (rule: string) => Level;
  /** Sessions that are watched at once. */
  maxSessions: number;
}

/** Whether what an event refers to could be known: all of the session is here, and nothing of it forgotten. */
const knowsAll = ({ isWhole, items, responses }: Session): boolean =>
  isWhole && !items.hasForgotten && !responses.hasForgotten;

export function createWatch({ rules, level, maxSessions }: WatchOptions): Watch {
  const active = rules.flatMap((rule): Active[] => {
    const severity = level(rule.id);
    const { check = nothingToCheck } = rule;
    return severity === "off" ? [] : [{ rule, check, severity, family: 1 << families.indexOf(rule.family) }];
  });
  const kinds = new Map<string, EventKind>();
  const sessions = new Map<Id, Session>();
  const eventIds = createEventIds();
  const toldOf = new Map<string, WeakSet<object>>();
  let begun = 0;
  /** That of the last event, and its key. */
  let current: Session | undefined;
  let currentKey: Id = 0;
  let run: Run | undefined;
  let complaints: Complaint[] = [];

  function kindOfType(type: string, isServers: boolean): EventKind {
    // as a name of a property it is one with the literals of the rules, which are compared with it all the time
    const [kind = ""] = Object.keys({ [kindOf(type)]: 0 });
    const ifOdd = active.filter(({ rule: { on } }) => on === "odd" || on.includes(kind));
    const looking = ifOdd.filter(({ rule: { on } }) => on !== "odd");
    const isWithinItem = kindsWithinItem.has(kind);
    const comesInRuns = inRuns.has(kind);
    const inPlace = looking.filter(({ rule }) => rule.inPlace !== undefined);
    return {
      number: kinds.size,
      kind,
      isServers,
      isOfBeta: isOfBeta(type),
      isWithinItem,
      rules: looking,
      ifOdd,
      inPlace: comesInRuns || isWithinItem ? inPlace : undefined,
      isInRuns: comesInRuns && inPlace.every(({ rule }) => rule.inPlace === "first"),
      change: changeOf(kind),
      isKnownOf: 0,
    };
  }

  function complain(rule: string, severity: Severity, pointer: string, words: string, more: More = {}): void {
    const {
      isVoid: _isVoid,
      isDouble: _isDouble,
      severity: _severity,
      once: _once,
      lacks: _lacks,
      beside: _beside,
      ...told
    } = more;
    const { at = "value", ...rest } = told;
    complaints.push({ rule, severity, pointer, at, words, ...rest });
  }

  /** Says what has to be said of an input in the middle of which rules can tell less. */
  function tell(rule: string, words: string, severity = level(rule)): void {
    if (level(rule) !== "off" && severity !== "off") complain(rule, severity, "", words);
  }

  /** Something is referred to that was there before the capture, if it was. */
  function missWhatWas(session: Session): void {
    session.unseen++;
    if (session.unseen !== enoughUnseen || session.isJoined || session.isBroken || session.isWhole) return;
    const words = "this capture begins in the middle of its session; what refers to what came before is not judged";
    tell("session-not-created", words, "note");
  }

  /**
   * Whether an event is missed of a kind that a recorder leaves out: one that was missed before and never seen, or that should have been seen
   * with another that was not. It is noted as missed, and a recorder that keeps only some kinds of events is told so once.
   * @param atHand the kind of the event that is judged.
   */
  function isLeftOut(
    rule: SessionRule,
    session: Session,
    { lacks: kind, beside }: Pick<More, "lacks" | "beside"> = {},
    atHand?: string,
  ): boolean {
    if (kind === undefined || session.kinds.has(kind)) return false;
    const { missed } = session;
    if (missed.has(kind)) return true;
    // the end of one text may be lost, but who lacks those of several kinds leaves them all out
    const endsMissed = dones.includes(kind) ? dones.filter((done) => missed.has(done)) : [];
    const others = beside ?? companions[kind] ?? endsMissed;
    missed.add(kind);
    if (others.length === 0 || others.some((other) => other === atHand || session.kinds.has(other))) return false;
    if (!session.isSelective) {
      const words = `neither ${[kind, ...others].join(" nor ")} is here so far; a capture of some kinds of events is not judged as a whole`;
      complain(rule.id, "note", "", words);
    }
    session.isSelective = true;
    return true;
  }

  /** The event that is judged, by which rule, in which families it was told to be wrong, and whether anything is to be learnt from it. */
  let scene: Scene | undefined;
  let judging: Active | undefined;
  let told = 0;
  let isLearnt = true;

  const say: Say = (pointer, words, more) => {
    if (!judging || !scene || told & judging.family) return;
    const { rule, severity, family } = judging;
    const { session } = scene;
    session.changes++;
    // what stands elsewhere is no mistake of this event
    if (!more?.place) told |= family;
    if (more?.isVoid) blur(session);
    if (more?.isVoid || more?.isDouble) isLearnt = false;
    scene.isDoubted ||= rule.family === "content";
    if (more?.once && wasTold(rule.id, more.once)) return;
    if (rule.needsWhole && !knowsAll(session)) missWhatWas(session);
    else if (!isLeftOut(rule, session, more, scene.seen.kind))
      complain(rule.id, more?.severity ?? severity, pointer, words, more);
  };

  /** Has the rules look at an event. False if it belongs to nothing that is known, so that nothing is learnt from it. */
  function judge(next: Scene, looking: readonly Active[]): boolean {
    scene = next;
    told = 0;
    isLearnt = true;
    for (const one of looking) {
      if (told & one.family) continue;
      judging = one;
      one.check(next, say);
      if (!isLearnt) return false;
    }
    return true;
  }

  /** Whether a rule has told of something before. */
  function wasTold(rule: string, subject: object): boolean {
    const subjects = toldOf.get(rule) ?? new WeakSet();
    toldOf.set(rule, subjects);
    const before = subjects.has(subject);
    subjects.add(subject);
    return before;
  }

  function close(session: Session): void {
    if (session.isReversed) return;
    for (const { rule, severity } of active) {
      rule.atEnd?.(session, (pointer, words, more) => {
        // what is but noted needs no other note
        if (more?.severity !== "note" && isLeftOut(rule, session, more)) return;
        complain(rule.id, more?.severity ?? severity, pointer, words, more);
      });
    }
  }

  function sessionOf(key: Id, place: Place): Session {
    if (current && key === currentKey) return current;
    const known = sessions.get(key);
    sessions.delete(key);
    const session = known ?? createSession(place, ++begun, eventIds);
    // last, so that the first is the one that was idle for longest
    sessions.set(key, session);
    current = session;
    currentKey = key;
    if (sessions.size <= maxSessions) return session;
    for (const [idle, oldest] of sessions) {
      close(oldest);
      sessions.delete(idle);
      break;
    }
    return session;
  }

  function taken(): readonly Complaint[] {
    if (complaints.length === 0) return none;
    const given = complaints;
    complaints = [];
    return given;
  }

  /** What an event is about. Where one of its ids is not known, the others tell. */
  function sceneOf(session: Session, seen: Seen, place: Place, eventKind: EventKind): Scene {
    const { responses, items } = session;
    const { kind, isServers, isWithinItem } = eventKind;
    let item = items.get(seen.itemId ?? seen.item?.id);
    const response = responses.get(seen.responseId ?? seen.response?.id) ?? (isWithinItem ? item?.response : undefined);
    if (!item && (isWithinItem || kind === "response.output_item.done")) {
      const meant = seen.outputIndex === undefined ? undefined : response?.items[seen.outputIndex];
      if (meant?.done === 0) item = meant;
    }
    const print = printWith(printOfPlace(eventKind.number, seen), seen.delta);
    return { seen, session, place, isServers, print, response, item, part: partOf(seen, item), isDoubted: false };
  }

  return {
    get run() {
      return run;
    },
    goOn({ session, changes, isServers, print, response, item, part, isAudio, stream }, line, eventId, delta) {
      if (session !== current || session.changes !== changes || session.closed > 0) return false;
      if (response && item && !isOpen(response, item, part, isAudio, stream)) return false;
      const isNew =
        !isServers ||
        eventId === undefined ||
        eventIds.put(session.number, eventId, line, printWith(print, delta), true);
      if (!isNew) return false;
      session.line = line;
      session.events++;
      if (stream && delta) extend(stream, delta);
      if (isAudio && part) part.audio = line;
      if (response) countEvent(response, line);
      return true;
    },
    kindOf(type, isServers) {
      let known = kinds.get(type);
      if (!known) kinds.set(type, (known = kindOfType(type, isServers)));
      return known;
    },
    see(seen, place, eventKind, key = 0) {
      let session = sessionOf(key, place);
      const { eventId } = seen;
      const { kind, isServers } = eventKind;
      session.isBeta ||= eventKind.isOfBeta;
      session.line = place.line;
      session.events++;
      if (isReversing(session, seen)) {
        session.isReversed = true;
        session.changes++;
        const before = "this comes before what stands in an earlier line";
        tell("newest-first", `${before}: the newest event stands first, and rules that go by the order are off`);
      }
      run = undefined;
      if (session.isReversed) return taken();
      const at = sceneOf(session, seen, place, eventKind);
      const hasId = isServers && eventId !== undefined;
      const { number } = session;
      const isNew = !hasId || eventIds.put(number, eventId, place.line, at.print, true);
      const isOdd = !isNew || session.closed > 0;
      const isPlain = !isOdd && eventKind.inPlace !== undefined && isInPlace(at, eventKind.isWithinItem);
      const usual = (isPlain ? eventKind.inPlace : undefined) ?? eventKind.rules;
      const isBelieved = judge(at, isOdd ? eventKind.ifOdd : usual);
      if (isServers && isBelieved && kind === "session.created" && session.first) {
        close(session);
        sessions.delete(key);
        current = undefined;
        at.session = session = sessionOf(key, place);
      }
      if (isServers && !session.first) {
        session.first = { kind, place };
        session.isWhole = kind === "session.created" && !session.isBroken;
        session.isJoined = kind === "session.updated";
        if (session.isWhole) session.tail = null;
      }
      if (isBelieved) apply(at, eventKind.change, eventKind.isWithinItem, isPlain);
      else surmise(at);
      if (eventKind.isKnownOf !== session.number) {
        eventKind.isKnownOf = session.number;
        session.kinds.add(kind);
      }
      if (hasId && (!isNew || session.number !== number)) eventIds.put(session.number, eventId, place.line, at.print);
      if (isPlain && eventKind.isInRuns && told === 0 && isBelieved) {
        const { response, item, part } = at;
        const { changes } = session;
        const stream = streamOf(seen, item, part);
        const print = printOfPlace(eventKind.number, seen);
        run = { session, changes, isServers, print, response, item, part, isAudio: isAudioKind(kind), stream };
      }
      return taken();
    },
    blur(key = 0) {
      const session = sessions.get(key);
      if (session) blur(session);
    },
    miss() {
      for (const session of sessions.values()) {
        blur(session);
        session.isWhole = false;
        session.isBroken = true;
      }
    },
    end() {
      for (const session of sessions.values()) close(session);
      sessions.clear();
      return taken();
    },
  };
}

const kindsWithinItem: ReadonlySet<string> = new Set(withinItem);
