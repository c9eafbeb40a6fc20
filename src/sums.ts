/** Adds up what each session of an input came to: counts, tokens, seconds of audio. A few numbers a session are kept, and no events. */
import { sessionKeyIn } from "./envelope.ts";
import { type Event, recorderFields, type Step } from "./event.ts";
import type { SessionSums } from "./finding.ts";
import { isObject } from "./json.ts";
import { eventOf } from "./schema/catalogue.ts";
import { kindOf } from "./session/kinds.ts";
import { type Id, idOf } from "./session/text.ts";
import { escaped, printable } from "./text.ts";

/** Where a record was read. */
export interface Origin {
  file: string;
  line: number;
}

export interface Sums {
  see(record: unknown, event: Event, origin: Origin): void;
  report(): { sessions: SessionSums[]; moreSessions: number };
}

/** Sessions that are told of one by one. */
const mostListed = 100;
/** Sessions of an input that are told apart at once; one that was idle for longer than so many others begins anew. */
const mostOpen = 1000;
/** Waits of a session that its median is of: the last ones. */
const mostWaits = 1000;

type Fields = Record<string, unknown>;

const fieldsIn = (value: unknown): Fields => (isObject(value) ? value : {});
const countIn = (value: unknown): number =>
  typeof value === "number" && Number.isFinite(value) && value > 0 ? value : 0;

/** Other statuses come from the data, and there is no end of them. */
const statuses: ReadonlySet<unknown> = new Set(["completed", "cancelled", "failed", "incomplete", "in_progress"]);

/** Events that carry audio, and where; the last are of translation. */
const audioIn: Readonly<Record<string, string>> = {
  "input_audio_buffer.append": "audio",
  "session.input_audio_buffer.append": "audio",
};
const audioOut: Readonly<Record<string, string>> = {
  "response.output_audio.delta": "delta",
  "session.output_audio.delta": "delta",
};
/** Events after which an answer is waited for. */
const asking = new Set(["input_audio_buffer.speech_stopped", "input_audio_buffer.committed", "response.create"]);
/** Events that show that the audio of a response is there; over WebRTC and SIP there are no deltas of it. */
const hearing = new Set(["response.output_audio.delta", "output_audio_buffer.started"]);

/** Bytes of a second of PCM with samples of 16 bits at 24 kHz, which is what a session has that says nothing. */
const pcm = 2 * 24_000;

/** Bytes of a second, by the names that formats have in GA and in the beta. */
const byteRates: Readonly<Record<string, number>> = {
  "audio/pcm": pcm,
  pcm16: pcm,
  "audio/pcmu": 8000,
  "audio/pcma": 8000,
  g711_ulaw: 8000,
  g711_alaw: 8000,
};

/** Bytes that a second takes in a format; undefined where that is not said, or not known. */
function byteRateOf(format: unknown): number | undefined {
  const { type, rate } = isObject(format) ? format : { type: format };
  if (typeof type !== "string" || !Object.hasOwn(byteRates, type)) return undefined;
  return type === "audio/pcm" && countIn(rate) > 0 ? 2 * countIn(rate) : byteRates[type];
}

/** Bytes that a text of base64 stands for. */
function bytesOf(base64: unknown): number {
  if (typeof base64 !== "string") return 0;
  const padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
  return Math.floor(((base64.length - padding) * 3) / 4);
}

/** A time in milliseconds, and the field that it is of: those of two fields may have begun at different times. */
interface Time {
  clock: string;
  ms: number;
}

/** Numbers from which on a time since 1970 is one of nanoseconds, and so on, and what makes milliseconds of it. */
const epochs: readonly (readonly [from: number, factor: number])[] = [
  [1e17, 1e-6],
  [1e14, 1e-3],
  [1e11, 1],
  [1e9, 1000],
];
const namesMilliseconds = /(?:_ms|Ms)$/;
/** Fields of seconds since the recording began. Source: pydantic-ai (cassettes of its tests of realtime sessions). */
const secondsFields: ReadonlySet<string> = new Set(["at"]);
const isoTime = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;
const wallTime = /^(\d{1,2}):(\d\d):(\d\d)(?:[.,](\d{1,3}))?\s?([AP]M)?$/i;
/** Characters of the longest text that is read as a time. */
const longestTime = 40;

function millisecondsIn(name: string, value: unknown): number | undefined {
  if (typeof value === "number") {
    if (namesMilliseconds.test(name)) return value;
    const epoch = epochs.find(([from]) => value >= from);
    if (epoch) return value * epoch[1];
    return secondsFields.has(name) ? value * 1000 : undefined;
  }
  if (typeof value !== "string" || value.length > longestTime) return undefined;
  if (isoTime.test(value)) {
    const ms = Date.parse(value.replace(",", "."));
    return Number.isNaN(ms) ? undefined : ms;
  }
  if (/^\d+(?:\.\d+)?$/.test(value)) return millisecondsIn(name, Number(value));
  const parts = wallTime.exec(value);
  if (!parts) return undefined;
  const [, hour = "", minute = "", second = "", fraction = "", half] = parts;
  const hours = half ? (Number(hour) % 12) + (half.toLowerCase() === "pm" ? 12 : 0) : Number(hour);
  return ((hours * 60 + Number(minute)) * 60 + Number(second)) * 1000 + Number(fraction.padEnd(3, "0"));
}

/** When an event was recorded, by the nearest field around it that can be read. */
function timeOf(record: unknown, path: readonly Step[], payload: Fields): Time | undefined {
  const levels: unknown[] = [];
  let around = record;
  for (const step of path) {
    levels.unshift(around);
    if (step === null || !isObject(around)) break;
    around = around[step];
  }
  for (const level of [payload, ...levels]) {
    if (!isObject(level)) continue;
    for (const clock of recorderFields) {
      const ms = Object.hasOwn(level, clock) ? millisecondsIn(clock, level[clock]) : undefined;
      if (ms !== undefined) return { clock, ms };
    }
  }
  return undefined;
}

interface Session {
  sums: SessionSums;
  byteRate: { in: number; out: number };
  /** An event of the server was seen. */
  isOpen: boolean;
  /** When an answer was last asked for, if no response has been created since. */
  asked?: Time | undefined;
  /** The response that was created last, and when it was asked for. */
  created?: { id: Id | undefined; asked: Time | undefined };
  /** The response that was heard last. */
  heard?: Id | undefined;
  waits: number[];
  waited: number;
  longest: number;
}

function createSession({ file, line }: Origin): Session {
  return {
    sums: {
      file: escaped(file),
      line,
      events: { server: 0, client: 0 },
      turns: 0,
      responses: {},
      functionCalls: 0,
      mcpCalls: 0,
      tokens: { total: 0, input: { total: 0, text: 0, audio: 0, cached: 0 }, output: { total: 0, text: 0, audio: 0 } },
      audioSeconds: { in: 0, out: 0 },
    },
    byteRate: { in: pcm, out: pcm },
    isOpen: false,
    waits: [],
    waited: 0,
    longest: 0,
  };
}

/** Takes what a session says of itself. */
function configure({ byteRate, sums }: Session, settings: Fields, isFirst: boolean): void {
  const { id, audio, input_audio_format: betaIn, output_audio_format: betaOut } = settings;
  const { input, output } = fieldsIn(audio);
  if (isFirst && typeof id === "string") sums.id = printable(id);
  byteRate.in = byteRateOf(fieldsIn(input)["format"] ?? betaIn) ?? byteRate.in;
  byteRate.out = byteRateOf(fieldsIn(output)["format"] ?? betaOut) ?? byteRate.out;
}

/** Adds a response that is over. */
function addResponse({ sums }: Session, { status, output, usage }: Fields): void {
  const name = typeof status === "string" && statuses.has(status) ? status : "other";
  sums.responses[name] = (sums.responses[name] ?? 0) + 1;
  for (const item of Array.isArray(output) ? output : []) {
    const { type } = fieldsIn(item);
    if (type === "function_call") sums.functionCalls++;
    if (type === "mcp_call") sums.mcpCalls++;
  }
  const used = fieldsIn(usage);
  const given = fieldsIn(used["input_token_details"]);
  const made = fieldsIn(used["output_token_details"]);
  const { tokens } = sums;
  tokens.total += countIn(used["total_tokens"]);
  tokens.input.total += countIn(used["input_tokens"]);
  tokens.input.text += countIn(given["text_tokens"]);
  tokens.input.audio += countIn(given["audio_tokens"]);
  tokens.input.cached += countIn(given["cached_tokens"]);
  tokens.output.total += countIn(used["output_tokens"]);
  tokens.output.text += countIn(made["text_tokens"]);
  tokens.output.audio += countIn(made["audio_tokens"]);
}

/** The first audio of a response: how long it was waited for, if both times are known, and of one clock. */
function hear(session: Session, id: Id | undefined, now: Time | undefined): void {
  const { created, asked: latest, heard } = session;
  if (id === undefined || id === heard) return;
  session.heard = id;
  const asked = created?.id === id ? created.asked : latest;
  if (!asked || !now || asked.clock !== now.clock || now.ms < asked.ms) return;
  const wait = now.ms - asked.ms;
  session.waits[session.waited++ % mostWaits] = wait;
  session.longest = Math.max(session.longest, wait);
}

function follow(session: Session, kind: string, payload: Fields, now: () => Time | undefined): void {
  const { sums, byteRate } = session;
  const { session: settings, response, item } = payload;
  const [soundIn, soundOut] = [audioIn[kind], audioOut[kind]];
  if (soundIn) sums.audioSeconds.in += bytesOf(payload[soundIn]) / byteRate.in;
  if (soundOut) sums.audioSeconds.out += bytesOf(payload[soundOut]) / byteRate.out;
  if (kind === "session.created" || kind === "session.updated")
    configure(session, fieldsIn(settings), kind === "session.created");
  if (kind === "input_audio_buffer.committed") sums.turns++;
  if (kind === "conversation.item.create" && fieldsIn(item)["role"] === "user") sums.turns++;
  if (kind === "response.done") addResponse(session, fieldsIn(response));
  if (asking.has(kind)) session.asked = now();
  if (kind === "response.created") {
    const { id } = fieldsIn(response);
    session.created = { id: typeof id === "string" ? idOf(id) : undefined, asked: session.asked };
    session.asked = undefined;
  }
  if (hearing.has(kind)) {
    const { response_id: id } = payload;
    hear(session, typeof id === "string" ? idOf(id) : undefined, now());
  }
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

function reported({ sums, waits, waited, longest }: Session): SessionSums {
  const { tokens, audioSeconds } = sums;
  const sorted = waits.toSorted((one, other) => one - other);
  const middle = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1);
  const median = middle.reduce((sum, wait) => sum + wait, 0) / middle.length;
  return {
    ...sums,
    ...(tokens.input.total > 0 && { cachedShare: rounded(tokens.input.cached / tokens.input.total, 4) }),
    audioSeconds: { in: rounded(audioSeconds.in, 3), out: rounded(audioSeconds.out, 3) },
    ...(waited > 0 && { firstAudioMs: { count: waited, median: rounded(median, 1), max: rounded(longest, 1) } }),
  };
}

/** @param sessionKey where records say which session they are of, as a pointer; else it is looked for in envelopes. */
export function createSums(sessionKey?: string): Sums {
  const listed: Session[] = [];
  let moreSessions = 0;
  let input: string | undefined;
  /** Sessions of the input by their keys; the first is the one that was idle for longest. */
  const open = new Map<Id, Session>();

  function begun(key: Id, origin: Origin): Session {
    const session = createSession(origin);
    if (listed.length < mostListed) listed.push(session);
    else moreSessions++;
    open.set(key, session);
    for (const idle of open.keys()) {
      if (open.size <= mostOpen) break;
      open.delete(idle);
    }
    return session;
  }

  return {
    see(record, event, origin) {
      if (event.kind !== "checked" || !isObject(event.payload)) return;
      const { event: type, path, payload } = event;
      const direction = eventOf(type)?.direction;
      // who brings a schema of his own has no events
      if (!direction && type !== "realtime.response") return;
      if (origin.file !== input) open.clear();
      input = origin.file;
      const said = sessionKeyIn(record, path, sessionKey);
      const key = said === undefined ? 0 : idOf(said);
      const kind = kindOf(type);
      const known = open.get(key);
      open.delete(key);
      const isNext = kind === "session.created" && known?.isOpen;
      const session = known && !isNext ? known : begun(key, origin);
      open.set(key, session);
      if (!direction) {
        addResponse(session, payload);
        return;
      }
      session.sums.events[direction]++;
      session.isOpen ||= direction === "server";
      follow(session, kind, payload, () => timeOf(record, path, payload));
    },
    report: () => ({ sessions: listed.map(reported), moreSessions }),
  };
}
