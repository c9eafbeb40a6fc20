/** Services that speak the Realtime protocol loosely: which one an input looks like, by what only they send. */
import { isObject } from "./json.ts";

interface Dialect {
  name: string;
  /** Where in an event, by a dotted path, something stands that only this service has, and what. */
  markers: Readonly<Record<string, RegExp>>;
}

const any = /(?:)/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Sources: recorded sessions of Azure Voice Live, xAI and OpenAI Live (pydantic-ai tests/realtime/cassettes), pipecat issue 3716;
 * glm-realtime-sdk issue 1 and the GLM-Realtime reference; the DashScope reference of Qwen-Omni-Realtime; vllm-omni
 * realtime/session.py; clients of Yandex AI Studio; docs.inworld.ai/realtime.
 */
const dialects: readonly Dialect[] = [
  {
    name: "Azure Voice Live",
    markers: {
      "session.avatar": any,
      "session.animation": any,
      "session.output_audio_timestamp_types": any,
      "session.input_audio_echo_cancellation": any,
      "session.input_audio_sampling_rate": any,
      "session.turn_detection.end_of_utterance_detection": any,
      "session.turn_detection.type": /^azure_/,
      "session.voice.type": /^(openai|azure-)/,
      "response.voice.type": /^(openai|azure-)/,
      type: /^(response\.(animation|audio_timestamp)|session\.avatar)/,
    },
  },
  {
    name: "xAI Grok Voice",
    markers: {
      "session.model": /^grok/,
      "session.input_audio_transcription.model": /^grok/,
      "session.voice": /^(human_)?(ara|eve|leo|rex|sal)$/i,
      "session.enable_phonetic_spelling": any,
      "response.status_details": /^(unimplemented|in_progress|completed)$/,
      event_id: uuid,
      type: /^ping$/,
      rid: uuid,
    },
  },
  {
    name: "Qwen Realtime (DashScope)",
    markers: {
      "session.model": /^qwen/,
      "session.input_audio_transcription.model": /^(gummy|qwen|fun-asr|paraformer)/,
      "session.voice": /^(Cherry|Chelsie|Serena|Ethan)$/,
      "session.smooth_output": any,
    },
  },
  {
    name: "GLM Realtime",
    markers: {
      "session.model": /^glm/,
      "session.beta_fields": any,
      client_timestamp: any,
      type: /^(heartbeat|response\.function_call\.simple_browser.*)$/,
    },
  },
  {
    name: "vLLM-Omni",
    markers: {
      // its ids are the first half of a UUID
      "session.id": /^sess_[0-9a-f]{24}$/,
      "response.id": /^resp_[0-9a-f]{24}$/,
      "item.id": /^item_[0-9a-f]{24}$/,
      "session.expires_at": /\./,
    },
  },
  {
    name: "Yandex Realtime",
    markers: {
      "session.model": /^gpt:\/\//,
      "session.audio.output.role": any,
      "session.audio.output.voice": /^(alena|dasha|jane|julia|lera|marina|masha|alexander|kirill|anton|filipp|ermil)$/,
    },
  },
  {
    name: "OpenAI Live",
    markers: {
      "session.model": /^gpt-live-\d/,
      "session.id": /^live_/,
      "session.delegation": any,
      type: /^session\.(start|started|(input|output)_(audio|transcript)\.)/,
    },
  },
  {
    name: "Inworld Realtime",
    markers: {
      "session.providerData": any,
      "session.audio.output.model": /^inworld-tts/,
      "session.model": /^(inworld|openai|google-ai-studio)\//,
    },
  },
];

/** Markers that make a dialect: one alone may be a slip, or a field that the service has since brought. */
const enough = 2;

/** A marker, its path in steps. */
interface Mark {
  name: string;
  path: string;
  steps: readonly string[];
  pattern: RegExp;
}

const marks: readonly Mark[] = dialects.flatMap(({ name, markers }) =>
  Object.entries(markers).map(([path, pattern]) => ({ name, path, steps: path.split("."), pattern })),
);

/** Fields of an event that markers are in. */
const fields = [...new Set(marks.map(({ steps }) => steps[0] ?? ""))];

/** The markers in those of `fields` that an event has, by a bit for each. */
const marksIn = new Map<number, readonly Mark[]>();

/** The markers that an event may have, in their order. */
function marksFor(event: unknown): readonly Mark[] {
  if (!isObject(event)) return [];
  let present = 0;
  for (const [at, field] of fields.entries()) if (Object.hasOwn(event, field)) present |= 1 << at;
  let found = marksIn.get(present);
  if (!found) {
    found = marks.filter(({ steps }) => present & (1 << fields.indexOf(steps[0] ?? "")));
    marksIn.set(present, found);
  }
  return found;
}

/** What lies in `event` along a path, as text; undefined where nothing is. */
function textAt(event: unknown, steps: readonly string[]): string | undefined {
  let value = event;
  for (const key of steps) {
    if (!isObject(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Where in an event something stands that a dialect might be told by, and what would tell it. */
export interface Sign {
  steps: readonly string[];
  pattern: RegExp;
}

/** The signs that an event has beside its type; undefined if one of them does tell of a dialect. */
export function signsIn(event: unknown): Sign[] | undefined {
  const signs = marksFor(event).filter(({ path, steps }) => path !== "type" && textAt(event, steps) !== undefined);
  return signs.some(({ steps, pattern }) => pattern.test(textAt(event, steps) ?? "")) ? undefined : signs;
}

/** The same of the JSON of what stands there. */
export function tells({ pattern }: Sign, json: string): boolean {
  const isPlain = json.startsWith('"') && !json.includes("\\");
  return pattern.test(isPlain ? json.slice(1, -1) : (textAt(JSON.parse(json), []) ?? ""));
}

/** Looks at the events of one input, one after another; gives the dialect's name once it is clear. */
export function createDialectWatch(): (event: unknown) => string | undefined {
  /** Paths of the markers that were seen, by dialect. */
  const seen = new Map<string, Set<string>>();
  let found: string | undefined;
  return (event) => {
    for (const { name, path, steps, pattern } of marksFor(event)) {
      if (found !== undefined) break;
      const text = textAt(event, steps);
      if (text === undefined || !pattern.test(text)) continue;
      const paths = seen.get(name) ?? new Set();
      seen.set(name, paths.add(path));
      if (paths.size >= enough) found = name;
    }
    return found;
  };
}
