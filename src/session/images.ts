/** Images of which nothing is told yet. */
import type { ContentImage, ItemImage, LimitImage, ResponseImage, Seen, SessionImage, Usage } from "./seen.ts";

export const emptyContent = (): ContentImage => ({
  type: undefined,
  text: undefined,
  transcript: undefined,
  hasAudio: false,
});

export const emptyItem = (): ItemImage => ({
  id: undefined,
  type: undefined,
  role: undefined,
  status: undefined,
  callId: undefined,
  name: undefined,
  approvalRequestId: undefined,
  arguments: undefined,
  content: [],
});

export const emptyResponse = (): ResponseImage => ({
  id: undefined,
  status: undefined,
  statusDetails: undefined,
  conversationId: undefined,
  wantsAudio: undefined,
  output: undefined,
  usage: undefined,
});

export const emptyUsage = (): Usage => ({
  total: undefined,
  input: undefined,
  output: undefined,
  inputText: undefined,
  inputAudio: undefined,
  inputImage: undefined,
  cached: undefined,
  cachedText: undefined,
  cachedAudio: undefined,
  cachedImage: undefined,
  outputText: undefined,
  outputAudio: undefined,
  reasoning: undefined,
});

export const emptySeen = (kind: string, payload: Seen["payload"]): Seen => ({
  kind,
  eventId: undefined,
  responseId: undefined,
  itemId: undefined,
  previousItemId: undefined,
  callId: undefined,
  outputIndex: undefined,
  contentIndex: undefined,
  delta: undefined,
  text: undefined,
  transcript: undefined,
  arguments: undefined,
  audio: 0,
  startMs: undefined,
  endMs: undefined,
  elapsedMs: undefined,
  response: undefined,
  item: undefined,
  part: undefined,
  usage: undefined,
  limits: undefined,
  session: undefined,
  errorEventId: undefined,
  errorCode: undefined,
  payload,
});

export const emptyLimit = (): LimitImage => ({ limit: undefined, remaining: undefined, isPast: false });

export const emptySession = (): SessionImage => ({
  id: undefined,
  type: undefined,
  transcribes: undefined,
  format: undefined,
});
