/** Mistakes in sessions that nobody can find, since they could be none: see session-mutants.mjs. */
import { harmless, isOfClient } from "./session-mutants.mjs";

// what may stand in any order

const itemOf = ({ item_id, item }) => item_id ?? item?.id;
const responseOf = ({ response_id, response }) => response_id ?? response?.id;
const isPlayback = ({ type }) => type.startsWith("output_audio_buffer.");
const isDefault = ({ response }) => response !== undefined && response.conversation_id !== null;

/** Pairs of events of one item of which either may come first. */
const loosePairs = [
  [/output_audio\.delta/, /output_audio\.delta|transcript\.(delta|done)/],
  [/output_audio\.done/, /transcript\.(delta|done)/],
  [/conversation\.item\.added/, /content_part\.added|arguments\.(delta|done)|mcp_list_tools|transcription/],
  [/conversation\.item\.done/, /content_part\.done|arguments\.done|mcp_call\.|mcp_list_tools|transcription/],
  [/speech_st(art|opp)ed/, /committed|transcription/],
  [/committed|timeout_triggered/, /transcription|timeout_triggered/],
  [/transcription\.segment/, /transcription/],
];
const isLoose = (one, other) =>
  loosePairs.some(([a, b]) => (a.test(one.type) && b.test(other.type)) || (a.test(other.type) && b.test(one.type)));

/** What answers a wish of the client. */
const answers = {
  "session.update": "session.updated",
  "response.create": "response.created",
  "conversation.item.create": "conversation.item.added",
};

/** Whether `event` may answer a wish for one of its kind: an item that is written, or was spoken, does not. */
const isAnswer = (event, events) =>
  event.type !== "conversation.item.added" ||
  (event.item.status !== "in_progress" &&
    !events.some(
      ({ type, item_id, item }) =>
        (type === "input_audio_buffer.committed" && item_id === event.item.id) ||
        (type === "response.output_item.added" && item.id === event.item.id),
    ));

/** Whether some wish has no answer by the end of a response that was created after it. */
function isMissed(events) {
  let wishes = [];
  const grant = (wish) => {
    wishes = wishes.filter((one) => one !== wish);
  };
  for (const event of events) {
    if (event.type in answers) wishes.push({ event, isOvertaken: false });
    else if (event.type === "error") {
      const { event_id: id } = event.error;
      grant(wishes.find((wish) => id !== null && wish.event.event_id === id) ?? wishes[0]);
    } else if (isAnswer(event, events)) grant(wishes.find((wish) => answers[wish.event.type] === event.type));
    if (event.type === "response.created") for (const wish of wishes) wish.isOvertaken = true;
    if (event.type === "response.done" && wishes.some(({ isOvertaken }) => isOvertaken)) return true;
  }
  return false;
}

/** Whether a rule says that `one` comes before `other`, which follows it. */
function isOrdered(one, other) {
  if (isOfClient(one.type) || isOfClient(other.type)) return false;
  if (isPlayback(one) || isPlayback(other)) return false;
  const types = [one.type, other.type];
  if (types.every((type) => type === "conversation.item.added")) return true;
  if (other.previous_item_id && other.previous_item_id === one.item?.id)
    return one.type === "conversation.item.added" && !other.type.endsWith("item.done");
  if (isDefault(one) && isDefault(other)) return true;
  if (itemOf(one) !== undefined && itemOf(one) === itemOf(other))
    return !isLoose(one, other) && (one.content_index ?? 0) === (other.content_index ?? 0);
  if (responseOf(one) === undefined || responseOf(one) !== responseOf(other)) return false;
  return (
    one.response !== undefined || other.response !== undefined || types.every((type) => type.endsWith("item.added"))
  );
}

/** What the deltas of a transcript come to before it is completed, blanks at the ends aside. */
function heardOf(events, id) {
  const own = events.filter(({ item_id }) => item_id === id);
  const until = own.findIndex(({ type }) => type === transcriptDone);
  const before = until < 0 ? own : own.slice(0, until);
  return before
    .filter(({ type }) => type === transcriptDelta)
    .map(({ delta }) => delta)
    .join("")
    .trim();
}
/** Whether two events of one transcript have changed places, and it is the same all the same. */
function isHeardAlike({ events, at, made: after }) {
  const pair = [events[at], events[at + 1]];
  const [{ item_id: id }, { item_id: other }] = pair;
  const isOfOne = id === other && pair.every(({ type }) => type === transcriptDelta || type === transcriptDone);
  return isOfOne && heardOf(events, id) === heardOf(after, id);
}

// what a mutant was made of

/** Whether a whole response of the conversation comes after it. */
const isFollowed = (mutant) => {
  const begun = later(mutant).filter((event) => event.type === "response.created" && isDefault(event));
  return begun.some(({ response }) =>
    later(mutant).some((event) => event.type === "response.done" && event.response.id === response.id),
  );
};
const later = ({ events, at }) => events.slice(at + 1);
const isOfResponse = ({ event, events }) =>
  events.some(({ type, item }) => type === "response.output_item.added" && item.id === itemOf(event));
/** The event as the mutation made it. */
const made = ({ made: after, at }) => after[at];
/** Whether no item was said to be done before. */
const isOfFirst = ({ events, at }) => !events.slice(0, at).some(({ type }) => type === "conversation.item.done");
const isEndOf = (one, { type, item }) => type === "conversation.item.done" && item.id === itemOf(one);
/** The item that is the last of the conversation before the event. */
function lastBefore({ events, at }) {
  const items = [];
  for (const event of events.slice(0, at)) {
    if (event.type === "conversation.item.added") items.push(event.item.id);
    if (event.type === "conversation.item.deleted") items.splice(items.indexOf(event.item_id), 1);
  }
  return items.at(-1);
}
/** Whether a response that begins after all else of that of `event` is done. */
function isOutlived({ events, event }) {
  const after = events.slice(
    events.findLastIndex((other) => other !== event && responseOf(other) === responseOf(event)) + 1,
  );
  const begun = new Set(after.filter(({ type }) => type === "response.created").map(responseOf));
  return after.some((other) => other.type === "response.done" && begun.has(responseOf(other)));
}
/** Deltas of the transcript of which `event` is. */
const transcriptsOf = ({ events, event: mutated }, event = mutated) =>
  events.filter((other) => other.type === transcriptDelta && other.item_id === event.item_id);
const transcriptDelta = "conversation.item.input_audio_transcription.delta";
const transcriptDone = "conversation.item.input_audio_transcription.completed";
const audioDelta = "response.output_audio.delta";
/** Whether a capture that begins later shows all of its session but how it was created. */
const seemsWhole = ({ mutation, events, at }) =>
  mutation === "begin later" &&
  !events
    .slice(at)
    .find(({ type }) => !isOfClient(type))
    ?.type.startsWith("session.") &&
  // the end of what the user says refers to its beginning
  !events
    .slice(0, at)
    .findLast(({ type }) => type.startsWith("input_audio_buffer.speech_"))
    ?.type.endsWith("started") &&
  !events
    .slice(0, at)
    .some(
      ({ type: before }) => /^(conversation\.item\.(added|done)$|response\.)/.test(before) && !isOfClient(before),
    ) &&
  !events.slice(at).some(({ type }) => isOfCall.test(type));
/** Who joins a call by its id gets no session.created. */
const isOfCall = /^output_audio_buffer\.(started|stopped|cleared)$|dtmf/;
/** Wishes of the client to which no rule asks for an answer. */
const quiet =
  /^(conversation\.item\.(delete|retrieve|truncate)|response\.cancel|(input|output)_audio_buffer\.(append|clear|commit))$/;

/**
 * Mutants that no rule can find, and why: `mutation` may be a list, `event` a pattern of types, and `when` asks more of the mutant.
 */
export const explained = [
  {
    mutation: harmless,
    event: /./,
    when: (mutant) => !seemsWhole(mutant),
    why: "a capture may begin and end anywhere",
  },
  {
    mutation: "swap",
    event: /./,
    when: (mutant) => {
      const { events, at, made: after } = mutant;
      return (!isOrdered(events[at], events[at + 1]) || isHeardAlike(mutant)) && !isMissed(after);
    },
    why: "nothing says which of the two comes first",
  },
  {
    mutation: "drop",
    event: "session.updated",
    when: (mutant) => !isMissed(mutant.made),
    why: "an error that does not say what it answers may be the answer",
  },
  {
    mutation: "repeat",
    event: /^(session\.update|response\.create|conversation\.item\.create)$/,
    when: (mutant) => !isMissed(mutant.made),
    why: "another answer, or an error that does not say to what, may be the answer",
  },
  {
    mutation: ["drop", "swap"],
    event: "conversation.item.done",
    when: (mutant) => isOfResponse(mutant) && isOfFirst(mutant),
    why: "nothing says until then that items are said to be done, as they are not in the beta",
  },
  {
    mutation: ["drop", "swap"],
    event: "conversation.item.done",
    when: (mutant) => isOfResponse(mutant) && mutant.event.item.status !== "completed",
    why: "nobody knows whether what was cut short is said to be done in the conversation",
  },
  // events that may be missing
  { mutation: "drop", event: "session.created", why: "a sideband connection has none" },
  { mutation: "drop", event: "session.update", why: "another connection may have wished for it" },
  { mutation: "repeat anew", event: "session.updated", why: "another connection may have wished for it" },
  { mutation: "drop", event: /^response\.mcp_call\.(completed|failed)$/, why: "that the item is done says the same" },
  {
    mutation: "drop",
    event: quiet,
    why: "recorders leave out audio, and no rule asks for what comes of the others",
  },
  {
    mutation: "drop",
    event: /^(conversation\.item|response)\.create$/,
    why: "the service adds items and begins responses by itself, and for other connections",
  },
  {
    mutation: "drop",
    event:
      /^(conversation\.item\.(deleted|retrieved|truncated)|input_audio_buffer\.(cleared|dtmf_event_received|timeout_triggered))$/,
    why: "no rule asks for it",
  },
  {
    mutation: "drop",
    event: /^input_audio_buffer\.(speech_stopped|committed)$/,
    why: "the client may commit while the user speaks, and an item of the user may join by itself",
  },
  {
    mutation: "drop",
    event: /input_audio_transcription\.(completed|failed|segment)$/,
    why: "it may come at any time, or after the end",
  },
  {
    mutation: ["drop", "empty delta"],
    event: transcriptDelta,
    when: (mutant) =>
      mutant.event.delta.trim() === "" || (mutant.mutation === "drop" && transcriptsOf(mutant).length === 1),
    why: "a transcript may come without deltas, and space around it does not count",
  },
  {
    mutation: "drop",
    event: /\.delta$/,
    when: ({ events, at, event }) =>
      !events.slice(0, at).some(({ type }) => type === event.type) &&
      events.filter(({ type, item_id }) => type === event.type && item_id === event.item_id).length === 1,
    why: "a recorder that leaves out deltas leaves out all of a kind, and none came before",
  },
  {
    mutation: "drop",
    event: "response.created",
    when: ({ events, at, event: { response } }) =>
      !events.slice(0, at).some(({ type }) => type.startsWith("response.") && !isOfClient(type)) &&
      !events.some((event) => event.response_id === response.id),
    why: "a capture of some kinds of events has responses when they are done alone, as this looks until then",
  },
  {
    mutation: "drop",
    event: "response.output_item.added",
    when: ({ events, at, event: { item } }) =>
      !events
        .slice(0, at)
        .some(({ type }) => type === "conversation.item.added" || type === "response.content_part.added") &&
      events.find(({ item_id }) => item_id === item.id)?.type !== "response.content_part.added",
    why: "a capture of some kinds of events has neither, as this looks until then",
  },
  { mutation: "drop", event: "rate_limits.updated", why: "it may come anywhere, or never" },
  { mutation: "drop", event: /^output_audio_buffer\./, why: "a browser or a phone may play or not" },
  {
    mutation: "drop",
    event: "conversation.item.done",
    when: (mutant) => !isOfResponse(mutant) && !isFollowed(mutant),
    why: "the capture may end before it",
  },
  {
    mutation: "drop",
    event: "response.output_audio.done",
    when: ({ events, event: { item_id: id, content_index: part } }) =>
      !events.some(
        ({ type, item_id, content_index }) => type === audioDelta && item_id === id && content_index === part,
      ),
    why: "no audio came, and the end of none is not missed",
  },
  {
    mutation: ["drop", "swap"],
    event: /^response\.output_(text|audio_transcript)\.done$/,
    when: ({ event }) => (event.text ?? event.transcript) === "",
    why: "nothing was said, and the end of nothing is not missed",
  },
  {
    mutation: "drop",
    event: "response.output_item.done",
    when: ({ event }) => event.item.type === "mcp_call",
    why: "nobody documents that a response waits for a server that it calls",
  },
  {
    mutation: "drop",
    event: "response.done",
    when: (mutant) =>
      !isOutlived(mutant) &&
      (!isDefault(mutant.event) ||
        !later(mutant).some((event) => event.type === "response.created" && isDefault(event))),
    why: "the capture may end before it",
  },
  {
    mutation: "drop",
    event: "error",
    when: (mutant) => mutant.event.error.event_id === null || !isMissed(mutant.made),
    why: "it does not say what it answers, or something else may be the answer",
  },
  { mutation: "drop", event: /^mcp_list_tools\.(completed|failed)$/, why: "the capture may end before it" },
  // events that may come twice
  { mutation: "repeat", event: quiet, why: "a wish may be made twice" },
  { mutation: "repeat", event: "input_audio_buffer.dtmf_event_received", why: "a key may be pressed twice" },
  {
    mutation: "repeat anew",
    event:
      /^(rate_limits\.updated|error|output_audio_buffer\..*|conversation\.item\.(retrieved|truncated)|mcp_list_tools\.in_progress|response\.mcp_call\.in_progress)$/,
    why: "no rule says that it comes once",
  },
  {
    mutation: "repeat anew",
    event: /^input_audio_buffer\.(cleared|timeout_triggered)$/,
    why: "no rule says that it comes once",
  },
  {
    mutation: "repeat anew",
    event: /input_audio_transcription\.(completed|failed|segment)$/,
    why: "no rule says that it comes once",
  },
  {
    mutation: "repeat anew",
    event: transcriptDelta,
    when: ({ event }) => event.delta.trim() === "",
    why: "space around a transcript does not count",
  },
  // ids
  {
    mutation: ["item_id unknown", "item_id of another"],
    event: quiet,
    why: "the service answers it with an error",
  },
  {
    mutation: ["item_id unknown", "item_id of another"],
    event: "conversation.item.create",
    why: "the service may give the item another id",
  },
  {
    mutation: ["item_id unknown", "item_id of another"],
    event: "input_audio_buffer.timeout_triggered",
    why: "no rule compares it with the item that follows",
  },
  {
    mutation: "item_id of another",
    event: "conversation.item.retrieved",
    why: "it may be meant for that one",
  },
  {
    mutation: "item_id of another",
    event: "conversation.item.deleted",
    when: (mutant) =>
      ![itemOf(mutant.event), itemOf(made(mutant))].includes(lastBefore(mutant)) ||
      !later(mutant).some(({ type }) => type === "conversation.item.added"),
    why: "it may be meant for that one, if neither was the last",
  },
  {
    mutation: ["drop", "item_id unknown"],
    event: /^conversation\.item\.(added|done)$/,
    when: ({ event }) => event.item.type === "mcp_list_tools",
    why: "the guide shows a list of tools when it is done alone, and a listing may take its time",
  },
  {
    mutation: "item_id of another",
    event: "conversation.item.done",
    when: (mutant) =>
      !isOfResponse(mutant) && !mutant.events.some((event) => isEndOf(made(mutant), event)) && !isFollowed(mutant),
    why: "it may be meant for that one",
  },
  {
    mutation: "item_id of another",
    event: "conversation.item.truncated",
    when: ({ events, ...mutant }) =>
      events.some(({ item }) => item?.id === itemOf(made(mutant)) && item.role === "assistant"),
    why: "it may be meant for that message",
  },
  {
    mutation: "item_id of another",
    event: "input_audio_buffer.speech_stopped",
    when: ({ events, ...mutant }) =>
      events.some(({ type, item_id }) => type.endsWith("speech_started") && item_id === itemOf(made(mutant))) &&
      !events.some(({ type, item_id }) => type.endsWith("speech_stopped") && item_id === itemOf(made(mutant))),
    why: "it may be meant for what was said there",
  },
  {
    mutation: "item_id of another",
    event: /input_audio_transcription\.(failed|segment)$/,
    why: "it may be meant for that one",
  },
  {
    mutation: "item_id of another",
    event: transcriptDone,
    when: (mutant) =>
      transcriptsOf(mutant, made(mutant)).length === 0 &&
      mutant.made.every(
        ({ type, item_id, transcript }) =>
          type !== transcriptDone ||
          item_id !== made(mutant).item_id ||
          transcript.trim() === mutant.event.transcript.trim(),
      ),
    why: "it may be meant for that one",
  },
  {
    mutation: "item_id unknown",
    event: transcriptDelta,
    when: (mutant) => mutant.event.delta.trim() === "" || transcriptsOf(mutant).length === 1,
    why: "a transcript may come without deltas, and deltas may be the first to name an item",
  },
  {
    mutation: "item_id of another",
    event: transcriptDelta,
    when: (mutant) =>
      mutant.event.delta.trim() === "" ||
      (transcriptsOf(mutant).length === 1 &&
        !mutant.events.some(({ type, item_id }) => type === transcriptDone && item_id === made(mutant).item_id)),
    why: "there is nothing to compare it with",
  },
  {
    mutation: "response_id of another",
    event: /^output_audio_buffer\./,
    why: "it may be meant for that one",
  },
  {
    mutation: ["previous_item_id unknown", "previous_item_id of another", "previous_item_id null"],
    event: "conversation.item.done",
    why: "the service forgets it there",
  },
  {
    mutation: ["previous_item_id unknown", "previous_item_id of another"],
    event: "conversation.item.create",
    why: "the client may wish for any",
  },
  {
    mutation: ["previous_item_id of another", "previous_item_id null"],
    event: "input_audio_buffer.committed",
    why: "any known item will do, or none",
  },
  {
    mutation: "call_id unknown",
    event: /^(response\.function_call_arguments\.delta|conversation\.item\.retrieved)$/,
    why: "no rule compares it with that of the item",
  },
  {
    mutation: "approval_request_id unknown",
    event: /^(conversation\.item\.(added|retrieved)|response\.output_item\.added)$/,
    when: ({ event }) => event.item.type === "mcp_call",
    why: "no rule compares it with the item when it is done",
  },
  {
    mutation: "approval_request_id unknown",
    event: "conversation.item.done",
    when: (mutant) => !isOfResponse(mutant),
    why: "no rule compares it with the item that joined",
  },
  // indexes
  { mutation: "content_index", event: /^conversation\.item\./, why: "no rule counts the parts of these items" },
  // texts
  {
    mutation: ["drop", "repeat anew", "empty delta", "letter of a delta"],
    event: audioDelta,
    why: "audio is not compared with anything",
  },
  {
    mutation: ["letter of a delta", "letter of a text"],
    event: /input_audio_transcription\.(delta|completed|segment)$/,
    when: (mutant) => transcriptsOf(mutant).length === 0,
    why: "there is nothing to compare it with",
  },
  {
    mutation: "letter of an item",
    event: /^conversation\.item\.(create|added|done|retrieved)$/,
    when: (mutant) => !isOfResponse(mutant) || mutant.type === "conversation.item.retrieved",
    why: "nobody else has the text of an item that is whole when it joins",
  },
  {
    mutation: "letter of arguments",
    event: /^(conversation\.item\.(added|retrieved)|response\.output_item\.added)$/,
    why: "no rule compares it with the item when it is done",
  },
  // states
  {
    mutation: "status of an item",
    event: /^(conversation\.item\.(added|create|retrieved)|response\.output_item\.added)$/,
    why: "an item may have any status when it joins",
  },
  {
    mutation: "status of an item",
    event: "conversation.item.done",
    when: (mutant) => !isOfResponse(mutant) && made(mutant).item.status !== "in_progress",
    why: "an item of the client or the user may be incomplete",
  },
  {
    mutation: "output without an item",
    event: "response.done",
    when: (mutant) => made(mutant).response.output.length === 0 && mutant.event.response.status !== "completed",
    why: "a response that is cut short may show none of its items",
  },
  {
    mutation: "other modalities",
    event: "response.created",
    when: ({ event, events }) =>
      !events.some((other) => other.type === audioDelta && other.response_id === event.response.id),
    why: "text may be said, too",
  },
  // times
  {
    mutation: ["audio_start_ms after the end", "audio_end_ms before the start"],
    event: "input_audio_buffer.timeout_triggered",
    why: "no rule compares them",
  },
  {
    mutation: "audio_end_ms before the start",
    event: /^conversation\.item\.truncated?$/,
    why: "nobody else knows how much was heard",
  },
];
