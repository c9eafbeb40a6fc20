/**
 * What is known of a session: its responses, items and parts, with the lines at which they came and went. It is bounded: what is over
 * is forgotten in time, and then a session says so.
 */
import type { Place } from "../event.ts";
import type { EventIds } from "./event-ids.ts";
import { createRecent, type Recent } from "./recent.ts";
import type { ItemImage } from "./seen.ts";
import { type Id, nothing, type Text } from "./text.ts";

/** A text that comes in deltas. */
export interface Stream {
  /** What the deltas join to so far. */
  joined: Text;
  deltas: number;
  /** The whole text, as the first event that has it says, and that event's line; 0 before. */
  whole: Text | undefined;
  line: number;
  /** Whether that is JSON that can be parsed; undefined where nobody looked. */
  isJson: boolean | undefined;
  /** The one is not what the other is, which was told. */
  differs: boolean;
}

export interface Part {
  index: number;
  type: Id | undefined;
  /** Lines of content_part.added and content_part.done; 0 before. */
  added: number;
  done: number;
  text: Stream;
  transcript: Stream;
  /** Lines of the last output_audio.delta and of output_audio.done; 0 before. */
  audio: number;
  audioDone: number;
}

/** An item of the conversation, or one that is only announced. Lines are 0 before the event in question. */
export interface Item {
  id: Id;
  /** Where it was first heard of. */
  line: number;
  type: Id | undefined;
  role: Id | undefined;
  callId: Id | undefined;
  /** The response that it is output of, and where in it. */
  response: Response | undefined;
  outputIndex: number | undefined;
  /** Lines of response.output_item.added and .done. */
  added: number;
  done: number;
  /** Lines of conversation.item.added and .done. */
  inConversation: number;
  settled: number;
  parts: (Part | undefined)[];
  arguments: Stream;
  /** What the last event said that showed the item as it is when it is done; undefined where that was told to be wrong, or is over. */
  image: ItemImage | undefined;
  /** The items before and after it in the conversation; undefined where that is not known. */
  previous: Id | null | undefined;
  next: Id | undefined;
  /** Lines of speech_started, speech_stopped and committed, and when the speech began. */
  speech: number;
  speechOver: number;
  speechStart: number | undefined;
  committed: number;
  /** Its transcription, which may come before the item. */
  transcription: Stream;
  /** Lines of what an MCP call, or a listing of tools, went through. */
  mcp: Readonly<{ started: number; argued: number; ended: number }>;
  isDeleted: boolean;
  isTruncated: boolean;
  /** Something of it is missing, so that it cannot be compared. */
  isPartial: boolean;
}

export interface Response {
  id: Id;
  /** Lines of response.created and response.done; 0 before. */
  created: number;
  done: number;
  /** Where response.created stands. */
  place: Place;
  /** Null: it stands beside the conversation. */
  conversationId: Id | null | undefined;
  wantsAudio: boolean | undefined;
  items: (Item | undefined)[];
  isPartial: boolean;
  /** Line of the last event of it. */
  last: number;
  events: number;
}

/** What the client asked for, and what answers it. */
export interface Request {
  kind: string;
  place: Place;
  eventId: Id | undefined;
  /** That it asks for. */
  item: ItemImage | undefined;
  /** It asks for an item at another place than the end of the conversation. */
  saysWhere: boolean;
  /** A response was created since; and the line at which it, or a later one, was done; 0 before. */
  isBefore: boolean;
  overtaken: number;
}

export interface Session {
  /** Counted from 1, over all sessions of the input. */
  number: number;
  eventIds: EventIds;
  /** As its events name it and its conversation; undefined before. */
  id: Id | undefined;
  conversation: Id | undefined;
  /** Where its first event stands, and its first event of the server. */
  began: Place;
  first: { kind: string; place: Place } | undefined;
  /** Everything since the session was created is here. */
  isWhole: boolean;
  /** It was joined while it went on, as the service allows: nobody can know what came before. */
  isJoined: boolean;
  /** Something in it could not be read, which was told. */
  isBroken: boolean;
  /** The newest event stands first, so that no rule can go by the order. */
  isReversed: boolean;
  isBeta: boolean;
  isTranslation: boolean;
  isTranscription: boolean;
  responses: Recent<Response>;
  items: Recent<Item>;
  /** Lines of function calls, by call id. */
  calls: Recent<number>;
  approvals: Recent<number>;
  /** Nothing is before the first item that is added to its conversation; undefined before that. */
  beginsEmpty: boolean | undefined;
  /** The first item of the conversation; undefined where that is not known. */
  head: Id | undefined;
  /** The last item of the conversation; null where it has none yet, undefined where that is not known. */
  tail: Id | null | undefined;
  /** Items that came into the conversation under the ids of others, which was told, and whose own have not come yet. */
  nameless: number;
  /** Items that are in the conversation and not said to be done. */
  unsettled: Item[];
  /** The response that writes to the conversation. */
  active: Response | undefined;
  requests: Request[];
  /** Kinds of requests of which one was answered. */
  answered: Set<string>;
  /** Whether transcription of input is, or ever was, configured; undefined where nobody said. */
  transcribes: boolean | undefined;
  /** Whether its output is PCM, of two bytes a sample; undefined where nobody said. */
  isPcm: boolean | undefined;
  /** Kinds of events that were seen, and those of which one was missing before any was: a recorder may leave out all of a kind. */
  kinds: Set<string>;
  missed: Set<string>;
  /** Its recorder keeps only some kinds of events, which was told. */
  isSelective: boolean;
  /** The last item that was committed and is not in the conversation yet. */
  awaited: Item | undefined;
  /** Line of the last input_audio_buffer.committed; 0 before. */
  committed: number;
  /** Line of the last input_audio_buffer.cleared; 0 before. */
  cleared: number;
  /** MCP servers whose tools are being listed, by item. */
  listings: Set<Id>;
  /** How far into the input a translation came last, and at which line, by the kind of its events. */
  elapsed: Map<string, { ms: number; line: number }>;
  /** Items of its conversation are said to be done, as in GA. */
  settles: boolean;
  /** Line of session.closed; 0 before. */
  closed: number;
  /** How often something was referred to that came before the capture. */
  unseen: number;
  /** Line of the last event. */
  line: number;
  events: number;
  /** Counted up by whatever was told, and so may have changed what things are taken for. */
  changes: number;
  /** Responses that are done, and the lines at which the one of them that began last began and was done. */
  completed: number;
  lastCompleted: { began: number; line: number };
}

export const createStream = (): Stream => ({
  joined: { ...nothing },
  deltas: 0,
  whole: undefined,
  line: 0,
  isJson: undefined,
  differs: false,
});

/** Stands for a stream to which nothing came yet: most items have none of most kinds. */
export const noStream: Stream = Object.freeze(createStream());

/** The same of parts. */
export const noParts: (Part | undefined)[] = [];

/** The same of an MCP call. */
export const noCall: Item["mcp"] = Object.freeze({ started: 0, argued: 0, ended: 0 });

/** Items and responses that a session remembers: more than any reference is known to go back. */
const mostItems = 2048;
const mostResponses = 256;

export function createSession(place: Place, number: number, eventIds: EventIds): Session {
  return {
    number,
    eventIds,
    id: undefined,
    conversation: undefined,
    began: place,
    first: undefined,
    isWhole: false,
    isJoined: false,
    isBroken: false,
    isReversed: false,
    isBeta: false,
    isTranslation: false,
    isTranscription: false,
    responses: createRecent(mostResponses),
    items: createRecent(mostItems),
    calls: createRecent(mostItems),
    approvals: createRecent(mostItems),
    beginsEmpty: undefined,
    head: undefined,
    tail: undefined,
    nameless: 0,
    unsettled: [],
    active: undefined,
    requests: [],
    answered: new Set(),
    transcribes: undefined,
    isPcm: undefined,
    kinds: new Set(),
    missed: new Set(),
    isSelective: false,
    awaited: undefined,
    committed: 0,
    cleared: 0,
    listings: new Set(),
    elapsed: new Map(),
    settles: false,
    closed: 0,
    unseen: 0,
    line: 0,
    events: 0,
    changes: 0,
    completed: 0,
    lastCompleted: { began: 0, line: 0 },
  };
}

export function createItem(id: Id, line: number): Item {
  return {
    id,
    line,
    type: undefined,
    role: undefined,
    callId: undefined,
    response: undefined,
    outputIndex: undefined,
    added: 0,
    done: 0,
    inConversation: 0,
    settled: 0,
    parts: noParts,
    arguments: noStream,
    image: undefined,
    previous: undefined,
    next: undefined,
    speech: 0,
    speechOver: 0,
    speechStart: undefined,
    committed: 0,
    transcription: noStream,
    mcp: noCall,
    isDeleted: false,
    isTruncated: false,
    isPartial: false,
  };
}

export function createPart(index: number): Part {
  return {
    index,
    type: undefined,
    added: 0,
    done: 0,
    text: noStream,
    transcript: noStream,
    audio: 0,
    audioDone: 0,
  };
}

export function createResponse(id: Id, place: Place): Response {
  return {
    id,
    created: 0,
    done: 0,
    place,
    conversationId: undefined,
    wantsAudio: undefined,
    items: [],
    isPartial: false,
    last: place.line,
    events: 0,
  };
}

/** Something that is open may lack an event, which was told: it cannot be compared. */
export function blur(session: Session): void {
  session.changes++;
  // what was open the last time is so already
  for (const response of session.responses.takeFresh()) response.isPartial ||= response.done === 0;
  for (const item of session.items.takeFresh()) item.isPartial ||= item.done === 0;
}

/** Parts of an item at most that are kept; nobody sends as many. */
export const mostParts = 256;
/** Items of a response at most that are kept. */
export const mostOutput = 1024;
