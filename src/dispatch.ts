/**
 * What a record carries -> by which schema it is judged. The generations of the API have events of the same name and another
 * shape: the record itself tells them apart, then what the input has shown so far, unless the user settles it.
 */
import { contentOf, type Knows, responseIn, senderBy } from "./envelope.ts";
import type { Api, Content, Event, Remark } from "./event.ts";
import { isObject } from "./json.ts";
import { entryOf, type EventEntry, eventOf } from "./schema/catalogue.ts";

/** Tells what the records of one input are, in order. */
export interface Classifier {
  /** @param sender who sent it, in the word of the log in which it stands. */
  classify(this: void, record: unknown, sender?: string): Event;
  /** What a record is that has gone by, of which nothing is learnt. */
  recall(this: void, record: unknown): Event;
  /** The API that the input speaks, as far as it has been told. */
  readonly api: Api;
  /** So many records were not classified here, and their senders are as their recorder says. */
  agree(this: void, count: number): void;
}

/** What a user expects of every record; anything else that he names is a schema of his own. */
export const schemaNames = ["auto", "response", "server", "client"] as const;
export type SchemaName = (typeof schemaNames)[number];

export const apiNames = ["auto", "ga", "beta", "translation"] as const;
export type ApiName = (typeof apiNames)[number];

const knows: Knows = (type) => eventOf(type) !== undefined;

/** Fields that a session has in the beta, and under other names or not at all in GA. */
const betaFields = [
  "modalities",
  "voice",
  "input_audio_format",
  "output_audio_format",
  "input_audio_transcription",
  "turn_detection",
  "temperature",
  "max_response_output_tokens",
];

/** What a session that the service describes says of the API; undefined where it does not tell. */
function apiOfSession(session: unknown): Api | undefined {
  if (!isObject(session)) return undefined;
  if (session["type"] === "translation") return "translation";
  if (session["type"] === "realtime" || session["type"] === "transcription") return "ga";
  if ("output_modalities" in session || "audio" in session) return "ga";
  return betaFields.some((name) => name in session) ? "beta" : undefined;
}

/** Server events with a session in them, which begin a session or say what it is now. */
export const sessionEvents: ReadonlySet<string> = new Set([
  "session.created",
  "session.updated",
  "transcription_session.created",
  "transcription_session.updated",
]);

const betaRemark: Remark = {
  rule: "beta-api",
  message: "this session is one of the beta API, which is retired, and is judged as such; --api ga judges it as GA",
};

/** Classifies the records of one input, in order: each can depend on those before. */
export function createClassifier(expected: SchemaName, settled: ApiName): Classifier {
  let current: Api = settled === "auto" ? "ga" : settled;
  /** A session that the service describes says what the input speaks, and no single event stands over it. */
  let isDescribed = false;
  const side = expected === "server" || expected === "client" ? expected : undefined;
  /**
   * Records whose sender is as their recorder says, less those where it is not. A recorder that stands at the service, or
   * in between, has all words the other way round, which is no fault of any record.
   */
  let agreement = 0;

  /** The API that an event is judged by, and whether it is the record that says so. */
  function apiOf(
    type: string,
    entry: EventEntry | undefined,
    payload: Record<string, unknown>,
  ): { api: Api; told: boolean } {
    if (settled !== "auto") return { api: current, told: false };
    const isBetaSession = type.startsWith("transcription_session.");
    const shown = sessionEvents.has(type) ? (isBetaSession ? "beta" : apiOfSession(payload["session"])) : undefined;
    if (shown !== undefined) {
      isDescribed = true;
      return { api: (current = shown), told: true };
    }
    // nothing but translation has these events
    const isTranslation = entry?.only === "translation";
    if (!isDescribed) {
      if (isTranslation) current = "translation";
      else if (entry && !entry.schemas.translation && current === "translation") current = "ga";
    }
    return { api: isTranslation ? "translation" : current, told: false };
  }

  function ofEvent(content: Content & { kind: "event" }, sender: string | undefined): Event {
    const { type, payload, path } = content;
    const entry = eventOf(type);
    const { api, told } = apiOf(type, entry, payload);
    const schema = entry?.schemas[api];
    if (!entry || schema === undefined) return { kind: "unknown-event-type", type, path, api };
    const said = side ?? content.sender ?? senderBy(sender);
    const isWrong = said !== undefined && said !== entry.direction && (side !== undefined || agreement >= 0);
    if (said !== undefined) agreement += said === entry.direction ? 1 : -1;
    return {
      kind: "checked",
      event: type,
      schema,
      payload,
      path,
      ...(told && api === "beta" && { remark: betaRemark }),
      ...(said === entry.direction && { sender: said }),
      ...(isWrong && { wrongSender: said }),
      ...(said !== undefined && said !== entry.direction && !isWrong && { isReversed: true }),
    };
  }

  function classify(record: unknown, sender?: string): Event {
    const content = expected === "response" ? responseIn(record, knows) : contentOf(record, knows);
    switch (content.kind) {
      case "event":
        return ofEvent(content, sender);
      case "response": {
        const { schemas } = entryOf("response") ?? { schemas: {} };
        const { payload, path } = content;
        const schema = schemas[current] ?? schemas.ga ?? "";
        return { kind: "checked", event: "realtime.response", schema, payload, path };
      }
      case "unknown-type":
        return { kind: "unknown-event-type", type: content.type, path: content.path, api: current };
      case "foreign":
        return foreign(content.what);
      case "unrecognized": {
        const want = expected === "response" ? "a RealtimeResponse" : "a Realtime event or a RealtimeResponse";
        return { kind: "unrecognized-record", got: content.got, want };
      }
    }
  }
  return {
    classify,
    recall(record) {
      const before = { current, isDescribed, agreement };
      const event = classify(record);
      ({ current, isDescribed, agreement } = before);
      return event;
    },
    get api() {
      return current;
    },
    agree(count) {
      agreement += count;
    },
  };
}

/** What stands between events and is none. */
export function foreign(what: string): Event {
  const message = `${what}: no Realtime traffic, counted as not checked`;
  return { kind: "foreign", remark: { rule: "foreign-record", message } };
}

/** Every record is what a schema of the user's own is for. */
const ownEvent = (record: unknown): Event => ({ kind: "checked", event: "", schema: "own", payload: record, path: [] });

export const classifierOfOwn: Classifier = {
  classify: ownEvent,
  recall: ownEvent,
  api: "ga",
  agree: () => undefined,
};
