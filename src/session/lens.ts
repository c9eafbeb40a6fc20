/**
 * What rules want to know of a record, as a prover is told it: a lens names the fields of an event that seenIn() looks at, each by a number.
 */
import type { Lens, Step } from "../event.ts";
import type { Usage } from "./seen.ts";

/** Numbers of fields. Those of an item, and of a part of its content, follow the object that they are in. */
export const F = {
  eventId: 1,
  responseId: 2,
  itemId: 3,
  previousItemId: 4,
  callId: 5,
  outputIndex: 6,
  contentIndex: 7,
  delta: 8,
  text: 9,
  transcript: 10,
  arguments: 11,
  audio: 12,
  startMs: 13,
  endMs: 14,
  elapsedMs: 15,
  response: 16,
  ownId: 17,
  status: 18,
  details: 19,
  detailsType: 20,
  detailsReason: 21,
  detailsError: 22,
  conversationId: 23,
  modalities: 24,
  modality: 25,
  output: 26,
  usage: 27,
  item: 28,
  itemId_: 29,
  itemType: 30,
  itemRole: 31,
  itemStatus: 32,
  itemCallId: 33,
  itemName: 34,
  itemApproval: 35,
  itemArguments: 36,
  content: 37,
  contentType: 38,
  contentText: 39,
  contentTranscript: 40,
  contentAudio: 41,
  part: 42,
  sessionKey: 43,
  limits: 44,
  limit: 45,
  limitOf: 46,
  remaining: 47,
  reset: 48,
  session: 49,
  sessionType: 50,
  transcription: 51,
  betaTranscription: 52,
  format: 53,
  betaFormat: 54,
  errorEventId: 55,
  errorCode: 56,
  sessionId: 57,
  /** The first of the counts of usage, in the order of `counts`. */
  counts: 64,
} as const;

export const counts: readonly (keyof Usage)[] = [
  "total",
  "input",
  "output",
  "inputText",
  "inputAudio",
  "inputImage",
  "cached",
  "cachedText",
  "cachedAudio",
  "cachedImage",
  "outputText",
  "outputAudio",
  "reasoning",
];

const at = (field: number): Lens => ({ field });
const countAt = (name: keyof Usage): Lens => at(F.counts + counts.indexOf(name));
const none = 0;

const contentFields = {
  type: at(F.contentType),
  text: at(F.contentText),
  transcript: at(F.contentTranscript),
  audio: { field: F.contentAudio, lengthOnly: "always" },
} as const satisfies Record<string, Lens>;

const itemFields: Readonly<Record<string, Lens>> = {
  id: at(F.itemId_),
  type: at(F.itemType),
  role: at(F.itemRole),
  status: at(F.itemStatus),
  call_id: at(F.itemCallId),
  name: at(F.itemName),
  approval_request_id: at(F.itemApproval),
  arguments: at(F.itemArguments),
  content: { field: none, items: { field: F.content, fields: contentFields } },
};

const modalities: Lens = { field: F.modalities, items: at(F.modality) };

const usage: Lens = {
  field: F.usage,
  fields: {
    total_tokens: countAt("total"),
    input_tokens: countAt("input"),
    output_tokens: countAt("output"),
    input_token_details: {
      field: none,
      fields: {
        text_tokens: countAt("inputText"),
        audio_tokens: countAt("inputAudio"),
        image_tokens: countAt("inputImage"),
        cached_tokens: countAt("cached"),
        cached_tokens_details: {
          field: none,
          fields: {
            text_tokens: countAt("cachedText"),
            audio_tokens: countAt("cachedAudio"),
            image_tokens: countAt("cachedImage"),
          },
        },
      },
    },
    output_token_details: {
      field: none,
      fields: {
        text_tokens: countAt("outputText"),
        audio_tokens: countAt("outputAudio"),
        reasoning_tokens: countAt("reasoning"),
      },
    },
  },
};

/** What is wanted of an event: all that seenIn() looks at. */
const eventFields: Readonly<Record<string, Lens>> = {
  event_id: { field: F.eventId, varies: true },
  response_id: at(F.responseId),
  item_id: at(F.itemId),
  previous_item_id: at(F.previousItemId),
  call_id: at(F.callId),
  output_index: at(F.outputIndex),
  content_index: at(F.contentIndex),
  delta: { field: F.delta, lengthOnly: "audio", varies: true },
  text: at(F.text),
  transcript: at(F.transcript),
  arguments: at(F.arguments),
  audio: { field: F.audio, lengthOnly: "always", varies: true },
  audio_start_ms: at(F.startMs),
  audio_end_ms: at(F.endMs),
  elapsed_ms: at(F.elapsedMs),
  response: {
    field: F.response,
    fields: {
      id: at(F.ownId),
      status: at(F.status),
      status_details: {
        field: F.details,
        fields: { type: at(F.detailsType), reason: at(F.detailsReason), error: at(F.detailsError) },
      },
      conversation_id: at(F.conversationId),
      output_modalities: modalities,
      modalities,
      output: { field: F.output, items: { field: F.item, fields: itemFields } },
      usage,
    },
  },
  session: {
    field: F.session,
    fields: {
      id: at(F.sessionId),
      type: at(F.sessionType),
      audio: {
        field: none,
        fields: {
          input: { field: none, fields: { transcription: at(F.transcription) } },
          output: { field: none, fields: { format: { field: none, fields: { type: at(F.format) } } } },
        },
      },
      input_audio_transcription: at(F.betaTranscription),
      output_audio_format: at(F.betaFormat),
    },
  },
  error: { field: none, fields: { event_id: at(F.errorEventId), code: at(F.errorCode) } },
  item: { field: F.item, fields: itemFields },
  part: { field: F.part, fields: contentFields },
  usage,
  rate_limits: {
    field: F.limits,
    items: {
      field: F.limit,
      fields: { limit: at(F.limitOf), remaining: at(F.remaining), reset_seconds: at(F.reset) },
    },
  },
};

/**
 * What is wanted of a record that carries its event along `path`, and says at `key` which session it is of. Undefined where the key is
 * something that is wanted for itself.
 */
export function lensFor(path: readonly Step[], key: readonly string[] | undefined): Lens | undefined {
  let around: Lens = { field: none, fields: eventFields };
  for (const step of path.toReversed()) {
    if (step === null) around.isJson = true;
    else around = { field: none, fields: { [step]: around } };
  }
  return key === undefined ? around : withKey(around, key);
}

function withKey({ fields = {}, ...lens }: Lens, [step, ...rest]: readonly string[]): Lens | undefined {
  if (step === undefined) return lens.field === none ? { field: F.sessionKey } : undefined;
  const inner = withKey(Object.hasOwn(fields, step) ? (fields[step] ?? at(none)) : at(none), rest);
  return inner && { ...lens, fields: { ...fields, [step]: inner } };
}
