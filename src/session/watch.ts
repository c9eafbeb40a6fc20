/** Sessions of one input, and the rules that watch them: events go in one after another, what is wrong comes out. */
import type { Place } from "../event.ts";
import type { Level, Related, Severity } from "../finding.ts";
import { apply, changeOf, partOf } from "./apply.ts";
import { createEventIds, printOf } from "./event-ids.ts";
import { isOfBeta, withinItem } from "./kinds.ts";
import type { Family, More, Scene, SessionRule } from "./rule.ts";
import type { Seen } from "./seen.ts";
import { blur, createSession, type Session } from "./state.ts";
import type { Id } from "./text.ts";

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

export interface Watch {
  /**
   * Looks at the next event.
   * @param type of the event, as it stands there.
   * @param key of the session that it belongs to, where records say so.
   */
  see(seen: Seen, place: Place, type: string, isServers: boolean, key?: Id): readonly Complaint[];
  /** The event that was seen last is not as it should be, which was told: what it belongs to cannot be compared. */
  blur(key?: Id): void;
  /** Something that could not be read, which was told, may have been an event of any session. */
  miss(): void;
  /** The input is over. */
  end(): readonly Complaint[];
}

/** The rules that look at a kind of event, and what the event changes. */
interface Reaction {
  rules: readonly { rule: SessionRule; severity: Severity; family: number }[];
  change: ((scene: Scene) => void) | undefined;
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
  const active = rules.flatMap((rule) => {
    const severity = level(rule.id);
    return severity === "off" ? [] : [{ rule, severity, family: 1 << families.indexOf(rule.family) }];
  });
  const reactions = new Map<string, Reaction>();
  const sessions = new Map<Id, Session>();
  const eventIds = createEventIds();
  const toldOf = new Map<string, WeakSet<object>>();
  let begun = 0;
  let complaints: Complaint[] = [];

  function reactionTo(kind: string): Reaction {
    let reaction = reactions.get(kind);
    if (!reaction) {
      const isOn = ({ rule: { on } }: (typeof active)[number]): boolean => on === "all" || on.includes(kind);
      reaction = { rules: active.filter(isOn), change: changeOf(kind) };
      reactions.set(kind, reaction);
    }
    return reaction;
  }

  function complain(rule: string, severity: Severity, pointer: string, words: string, more: More = {}): void {
    const { isVoid: _isVoid, isDouble: _isDouble, severity: _severity, once: _once, at = "value", ...rest } = more;
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

  /** Has the rules look at an event. False if it belongs to nothing that is known, so that nothing is learnt from it. */
  function judge(scene: Scene, reaction: Reaction): boolean {
    const { session } = scene;
    let told = 0;
    let isLearnt = true;
    for (const { rule, severity, family } of reaction.rules) {
      if (told & family) continue;
      rule.check?.(scene, (pointer, words, more) => {
        if (told & family) return;
        // what stands elsewhere is no mistake of this event
        if (!more?.place) told |= family;
        if (more?.isVoid) blur(session);
        if (more?.isVoid || more?.isDouble) isLearnt = false;
        scene.isDoubted ||= rule.family === "content";
        if (more?.once && wasTold(rule.id, more.once)) return;
        if (rule.needsWhole && !knowsAll(session)) missWhatWas(session);
        else complain(rule.id, severity, pointer, words, more);
      });
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
      rule.atEnd?.(session, (pointer, words, more) =>
        complain(rule.id, more?.severity ?? severity, pointer, words, more),
      );
    }
  }

  function sessionOf(key: Id, place: Place): Session {
    const known = sessions.get(key);
    if (known && sessions.size === 1) return known;
    sessions.delete(key);
    const session = known ?? createSession(place, ++begun, eventIds);
    // last, so that the first is the one that was idle for longest
    sessions.set(key, session);
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
  function sceneOf(session: Session, seen: Seen, place: Place, isServers: boolean): Scene {
    const { responses, items } = session;
    let item = items.get(seen.itemId ?? seen.item?.id);
    const response =
      responses.get(seen.responseId ?? seen.response?.id) ?? (isWithinItem(seen) ? item?.response : undefined);
    if (!item && (isWithinItem(seen) || seen.kind === "response.output_item.done")) {
      const meant = seen.outputIndex === undefined ? undefined : response?.items[seen.outputIndex];
      if (meant?.done === 0) item = meant;
    }
    return { seen, session, place, isServers, response, item, part: partOf(seen, item), isDoubted: false };
  }

  return {
    see(seen, place, type, isServers, key = 0) {
      let session = sessionOf(key, place);
      const { kind, eventId } = seen;
      session.isBeta ||= isOfBeta(type);
      session.line = place.line;
      session.events++;
      if (isReversing(session, seen)) {
        session.isReversed = true;
        const before = "this item comes before that of an earlier line";
        tell("newest-first", `${before}: the newest event stands first, and rules that go by the order are off`);
      }
      if (session.isReversed) return taken();
      const reaction = reactionTo(kind);
      const scene = sceneOf(session, seen, place, isServers);
      const isBelieved = judge(scene, reaction);
      if (isServers && isBelieved && kind === "session.created" && session.first) {
        close(session);
        sessions.delete(key);
        scene.session = session = sessionOf(key, place);
      }
      if (isServers && !session.first) {
        session.first = { kind, place };
        session.isWhole = kind === "session.created" && !session.isBroken;
        session.isJoined = kind === "session.updated";
        if (session.isWhole) session.tail = null;
      }
      if (isBelieved) apply(scene, reaction.change);
      if (isServers && eventId !== undefined) eventIds.put(session.number, eventId, place.line, printOf(seen));
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
const isWithinItem = ({ kind }: Seen): boolean => kindsWithinItem.has(kind);

/** Whether an event shows that its capture has the newest event first: an item comes after the one that is said to come after it. */
function isReversing({ isWhole, isReversed, tail, items }: Session, { kind, item }: Seen): boolean {
  if (isWhole || isReversed || kind !== "conversation.item.added" || item?.id === undefined) return false;
  return items.get(tail)?.previous === item.id;
}
