/** What an event changes in what is known of its session, after the rules have looked at it. */
import { addItem, askForItem, deleteItem, settleItem } from "./conversation.ts";
import { beginSpeech, commit, endSpeech, hear, hearAll, hearDelta } from "./input.ts";
import { beginListing, endCall, endListing, runCall } from "./mcp.ts";
import { answer, ask, refuse } from "./requests.ts";
import {
  addAudio,
  addDelta,
  adopt,
  beginOutput,
  beginPart,
  beginResponse,
  countEvent,
  endAudio,
  endCallArguments,
  endMcpArguments,
  endOutput,
  endPart,
  endResponse,
  endStream,
} from "./responses.ts";
import type { Scene } from "./rule.ts";
import { type Id, idOf } from "./text.ts";

const transcription = idOf("transcription");
const translation = idOf("translation");
const pcm: ReadonlySet<Id> = new Set(["audio/pcm", "pcm16"].map(idOf));

function configure({ session, seen, isServers }: Scene): void {
  const image = seen.session;
  if (!image) return;
  if (image.format !== undefined) session.isPcm = pcm.has(image.format);
  const transcribes = image.type === transcription || image.transcribes;
  if (transcribes !== undefined) session.transcribes = session.transcribes === true || transcribes;
  // what a client asks for may be refused
  if (isServers) session.id ??= image.id;
  if (isServers && image.type === translation) session.isTranslation = true;
  if (isServers && image.type === transcription) session.isTranscription = true;
}

function elapse({ session, seen, place: { line } }: Scene): void {
  if (seen.elapsedMs !== undefined) session.elapsed.set(seen.kind, { ms: seen.elapsedMs, line });
}

const changes: Readonly<Record<string, (scene: Scene) => void>> = {
  "session.created": configure,
  "session.updated": (scene) => {
    configure(scene);
    answer(scene.session, "session.update");
  },
  "session.update": (scene) => {
    configure(scene);
    ask(scene);
  },
  "session.closed": ({ session, place: { line } }) => {
    session.closed = line;
  },
  error({ session, seen }) {
    refuse(session, seen);
  },

  "conversation.item.create": askForItem,
  "response.create": ask,

  "response.created": beginResponse,
  "response.done": endResponse,

  "response.output_item.added": beginOutput,
  "response.output_item.done": endOutput,
  "response.content_part.added": beginPart,
  "response.content_part.done": endPart,
  "response.output_audio.delta": addAudio,
  "response.output_text.delta": addDelta,
  "response.output_audio_transcript.delta": addDelta,
  "response.function_call_arguments.delta": addDelta,
  "response.mcp_call_arguments.delta": addDelta,
  "response.output_text.done": endStream,
  "response.output_audio_transcript.done": endStream,
  "response.function_call_arguments.done": endCallArguments,
  "response.mcp_call_arguments.done": endMcpArguments,
  "response.output_audio.done": endAudio,

  "conversation.item.added": addItem,
  "conversation.item.done": settleItem,
  "conversation.item.deleted": deleteItem,
  "conversation.item.truncated": ({ item }) => {
    if (item) item.isTruncated = true;
  },
  "conversation.item.truncate": ({ item }) => {
    if (item) item.isTruncated = true;
  },

  "input_audio_buffer.speech_started": beginSpeech,
  "input_audio_buffer.speech_stopped": endSpeech,
  "input_audio_buffer.committed": commit,
  "input_audio_buffer.cleared": ({ session, place: { line } }) => {
    session.cleared = line;
  },
  "conversation.item.input_audio_transcription.delta": hearDelta,
  "conversation.item.input_audio_transcription.completed": hearAll,
  "conversation.item.input_audio_transcription.segment": hear,
  "conversation.item.input_audio_transcription.failed": hear,

  "mcp_list_tools.in_progress": beginListing,
  "mcp_list_tools.completed": endListing,
  "mcp_list_tools.failed": endListing,
  "response.mcp_call.in_progress": runCall,
  "response.mcp_call.completed": endCall,
  "response.mcp_call.failed": endCall,

  "session.output_audio.delta": elapse,
  "session.output_transcript.delta": elapse,
  "session.input_transcript.delta": elapse,
};

/** The change that events of a kind make, if they make one. */
export const changeOf = (kind: string): ((scene: Scene) => void) | undefined =>
  Object.hasOwn(changes, kind) ? changes[kind] : undefined;

/** Changes what is known by an event that was looked at. @param isPlain it is in its place. */
export function apply(
  scene: Scene,
  change: ((scene: Scene) => void) | undefined,
  isWithinItem: boolean,
  isPlain: boolean,
): void {
  if (!isPlain) adopt(scene, isWithinItem);
  change?.(scene);
  const { response, place: where } = scene;
  if (!response) return;
  countEvent(response, where.line);
}
