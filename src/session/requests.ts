/** What the client asked for and waits to be answered. */
import type { Scene } from "./rule.ts";
import type { Seen } from "./seen.ts";
import type { Request, Session } from "./state.ts";
import { type Id, idOf } from "./text.ts";

/** The request that an event answers: the first of its kind. */
export function answered({ requests }: Session, kind: string): Request | undefined {
  return requests.find((request) => request.kind === kind);
}

export function answer(session: Session, kind: string): void {
  const request = answered(session, kind);
  session.answered.add(kind);
  if (request) session.requests.splice(session.requests.indexOf(request), 1);
}

/**
 * Takes a response that begins for what was asked for: by the first request that no other response has overtaken, else by one that was, unless
 * the user has spoken since, which asks for a response as well.
 */
export function answerWithResponse(session: Session): void {
  const { requests, committed } = session;
  session.answered.add("response.create");
  const asking = requests.filter(({ kind }) => kind === "response.create");
  const request =
    asking.find(({ overtaken }) => overtaken === 0) ?? asking.find(({ overtaken }) => overtaken > committed);
  if (request) requests.splice(requests.indexOf(request), 1);
}

/** What an error refuses that says so by its code, whatever else waits. */
const refusedBy: ReadonlyMap<Id, string> = new Map([
  [idOf("conversation_already_has_active_response"), "response.create"],
]);

/**
 * Takes an error for the answer to the request that it names; where that has no name, or the error names none, to one of the kind that
 * its code is about, else to the oldest.
 */
export function refuse({ requests }: Session, seen: Seen): void {
  if (requests.length === 0) return;
  const { errorEventId: name, errorCode: code } = seen;
  const kind = code === undefined ? undefined : refusedBy.get(code);
  const named = name === undefined ? undefined : requests.find(({ eventId }) => eventId === name);
  const nameless = name === undefined ? requests : requests.filter(({ eventId }) => eventId === undefined);
  const refused = named ?? nameless.find((request) => request.kind === kind) ?? nameless[0];
  if (refused) requests.splice(requests.indexOf(refused), 1);
}

/** Requests at most that wait for an answer: a capture of one side has no answers. */
const mostRequests = 256;

export function ask(scene: Scene): void {
  const { session, seen } = scene;
  const saysWhere = seen.previousItemId != null;
  session.requests.push({
    kind: seen.kind,
    place: scene.place,
    eventId: seen.eventId,
    item: seen.item,
    saysWhere,
    isBefore: false,
    overtaken: 0,
  });
  if (session.requests.length > mostRequests) session.requests.shift();
}
