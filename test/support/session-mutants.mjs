/**
 * Mutations of whole sessions, one mistake each, and how many of them a judge finds. `npm run mutants` prints it.
 */
import { between, mulberry32, pick } from "./generate.mjs";
import { kinds, session } from "./sessions.mjs";

// where, in an event

/** The paths in `value` that `pattern` names; `*` stands for every index. */
function pathsIn(value, [name, ...rest]) {
  if (name === undefined) return [[]];
  if (typeof value !== "object" || value === null) return [];
  const names = name === "*" ? Object.keys(value) : Object.hasOwn(value, name) ? [name] : [];
  return names.flatMap((key) => pathsIn(value[key], rest).map((path) => [key, ...path]));
}

const valueAt = (value, path) => path.reduce((inner, name) => inner[name], value);

/** A copy of `value` with another value at `path`. */
function replaced(value, [name, ...rest], by) {
  if (name === undefined) return by;
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[name] = replaced(value[name], rest, by);
  return copy;
}

const withEvent = (events, at, ...some) => [...events.slice(0, at), ...some, ...events.slice(at + 1)];

/**
 * A mutation of the values that `patterns` name: one of them, at random, becomes what `change` makes of it; undefined where it
 * makes nothing of it.
 */
const changing = (patterns, change) => (events, at, random) => {
  const event = events[at];
  const made = patterns
    .flatMap((pattern) => pathsIn(event, pattern.split(".")))
    .map((path) => [path, change(valueAt(event, path), { event, events, at, random })])
    .filter(([path, value]) => value !== undefined && value !== valueAt(event, path));
  return made.length === 0 ? undefined : withEvent(events, at, replaced(event, ...pick(random, made)));
};

// changes of values

const unknown = (id) => (typeof id === "string" ? `${id.slice(0, -3)}Zzz` : undefined);

/** The id that another event before has in the place that `idOf` tells; null is none. */
const ofAnother =
  (idOf) =>
  (id, { events, at, random }) => {
    const others = [...new Set(events.slice(0, at).map(idOf))].filter((other) => other && other !== id);
    return typeof id !== "string" || others.length === 0 ? undefined : pick(random, others);
  };

const responseOf = ({ response_id, response }) => response_id ?? response?.id;
const isAdded = ({ type }) => type === "conversation.item.added";
const joinedItemOf = (event) => (isAdded(event) ? event.item.id : undefined);

const oneMore = (count) => count + 1;

/** Another letter for one of them; for a text without any, one more. */
function otherLetter(text, { random }) {
  if (text === "" || text === null) return undefined;
  const places = [...text.matchAll(/[a-z]/g)].map(({ index }) => index);
  if (places.length === 0) return `${text}q`;
  const at = pick(random, places);
  return text.slice(0, at) + (text[at] === "q" ? "j" : "q") + text.slice(at + 1);
}

const otherOf =
  (...values) =>
  (value, { random }) => {
    const others = values.filter((other) => other !== value);
    return value === null || value === undefined ? undefined : pick(random, others);
  };

const text = ["text", "transcript"];
const under = (prefix, names) => names.map((name) => `${prefix}.${name}`);
const kindsOfTokens = ["text_tokens", "audio_tokens", "image_tokens"];
const usageFields = [
  "total_tokens",
  "input_tokens",
  "output_tokens",
  ...under("input_token_details", [
    ...kindsOfTokens,
    "cached_tokens",
    ...under("cached_tokens_details", kindsOfTokens),
  ]),
  ...under("output_token_details", ["text_tokens", "audio_tokens"]),
];
const reasons = ["turn_detected", "client_cancelled", "max_output_tokens", "content_filter"];
const reasonsOf = { cancelled: reasons.slice(0, 2), incomplete: reasons.slice(2), failed: [] };

/** Mutations by name: another session, or undefined where there is nothing to change at that event. */
const mutations = {
  // an event
  drop: (events, at) => withEvent(events, at),
  repeat: (events, at) => withEvent(events, at, events[at], events[at]),
  "repeat anew": (events, at) => {
    const { event_id, type } = events[at];
    if (isOfClient(type) || event_id === undefined) return undefined;
    return withEvent(events, at, events[at], { ...events[at], event_id: `${unknown(event_id)}` });
  },
  swap: (events, at) => {
    const [one, other] = [events[at], events[at + 1]];
    return other === undefined || sameButId(one, other)
      ? undefined
      : withEvent(withEvent(events, at, other), at + 1, one);
  },
  // an id
  "event_id of another": changing(["event_id"], (id, { event, ...more }) =>
    isOfClient(event.type) ? undefined : ofAnother(({ event_id, type }) => !isOfClient(type) && event_id)(id, more),
  ),
  "response_id unknown": changing(["response_id", "response.id"], unknown),
  "response_id of another": changing(["response_id", "response.id"], ofAnother(responseOf)),
  "item_id unknown": changing(["item_id", "item.id"], unknown),
  "item_id of another": changing(["item_id", "item.id"], ofAnother(joinedItemOf)),
  "previous_item_id unknown": changing(["previous_item_id"], unknown),
  "previous_item_id of another": changing(["previous_item_id"], ofAnother(joinedItemOf)),
  "previous_item_id null": changing(["previous_item_id"], () => null),
  "call_id unknown": changing(["call_id", "item.call_id", "response.output.*.call_id"], unknown),
  "approval_request_id unknown": changing(["item.approval_request_id"], unknown),
  // an index
  output_index: changing(["output_index"], oneMore),
  content_index: changing(["content_index"], oneMore),
  // a text
  "letter of a delta": changing(["delta"], otherLetter),
  "empty delta": changing(["delta"], () => ""),
  "letter of a text": changing(text, otherLetter),
  "letter of a part": changing(under("part", text), otherLetter),
  "letter of an item": changing(under("item.content.*", text), otherLetter),
  "letter of an output": changing(under("response.output.*.content.*", text), otherLetter),
  "letter of arguments": changing(["arguments", "item.arguments", "response.output.*.arguments"], otherLetter),
  // a count
  usage: changing([...under("response.usage", usageFields), ...under("usage", usageFields.slice(0, 3))], oneMore),
  "rate limit": changing(["rate_limits.*.remaining", "rate_limits.*.reset_seconds"], (value) =>
    Number.isInteger(value) ? 1e9 : -1,
  ),
  // a state
  "status of a response": changing(
    ["response.status"],
    otherOf("in_progress", "completed", "cancelled", "incomplete", "failed"),
  ),
  "status of an item": changing(["item.status"], otherOf("in_progress", "completed", "incomplete")),
  "status of an output": changing(["response.output.*.status"], otherOf("in_progress", "completed", "incomplete")),
  "type of status_details": changing(
    ["response.status_details.type"],
    otherOf("completed", "cancelled", "incomplete", "failed"),
  ),
  "reason of status_details": changing(["response.status_details"], (details, { random }) => {
    const others = reasons.filter((reason) => !reasonsOf[details?.type]?.includes(reason));
    return details && { ...details, reason: pick(random, others) };
  }),
  "status_details or none": changing(["response.status_details"], (details, { event }) =>
    event.type === "response.created" ? undefined : details === null ? { type: "cancelled" } : null,
  ),
  "output without an item": changing(["response.output"], (output) =>
    output.length > 0 ? output.slice(1) : undefined,
  ),
  "other modalities": changing(["response.output_modalities"], (modalities, { event }) =>
    event.type === "response.created" ? [modalities[0] === "audio" ? "text" : "audio"] : undefined,
  ),
  // a time
  "audio_start_ms after the end": changing(["audio_start_ms"], () => 1e9),
  "audio_end_ms before the start": changing(["audio_end_ms"], (end, { event }) =>
    event.type === "conversation.item.truncated" ? end + 1 : -1,
  ),
  // a part of the capture
  "begin later": (events, at) => (at === 0 ? undefined : events.slice(at)),
  "end earlier": (events, at) => (at === 0 ? undefined : events.slice(0, at)),
};

/** Names of the mutations that there are. */
export const mutationNames = Object.keys(mutations);

const clientTypes =
  /^(session\.update|conversation\.item\.(create|delete|retrieve|truncate)|response\.(create|cancel)|input_audio_buffer\.(append|clear|commit)|output_audio_buffer\.clear)$/;
export const isOfClient = (type) => clientTypes.test(type);

/** Whether one may stand for the other, so that it does not matter which comes first. */
function sameButId(one, other) {
  const bare = (event) => JSON.stringify({ ...event, event_id: "", obfuscation: "" });
  return bare(one) === bare(other);
}

/**
 * Mutants of one session: of each mutation and each type of event one, where there is one. `event` is the event at fault, and
 * from `at` on a judge has to find something.
 */
export function* mutantsOf(events, random) {
  const byType = new Map(events.map(({ type }) => [type, []]));
  for (const [at, { type }] of events.entries()) byType.get(type).push(at);
  for (const [mutation, mutate] of Object.entries(mutations))
    for (const [type, places] of byType) {
      const left = [...places];
      while (left.length > 0) {
        const [at] = left.splice(between(random, 0, left.length - 1), 1);
        const made = mutate(events, at, random);
        if (made === undefined) continue;
        yield { mutation, type, event: events[at], events, at, made };
        break;
      }
    }
}

/** Captures that lack their begin or their end are no worse for it; a judge may note it, and finds nothing. */
export const harmless = ["begin later", "end earlier"];

// how many are found

const matches = (row, { mutation, type, ...mutant }) =>
  [row.mutation].flat().includes(mutation) &&
  (typeof row.event === "string" ? row.event === type : row.event.test(type)) &&
  (row.when?.({ mutation, type, ...mutant }) ?? true);

/** A session for mutants: few turns, so that judging is quick, and over `sessionsForAll` of them turns of every kind. */
export function sessionFor(seed) {
  const three = [2 * seed, 2 * seed + 1, 0].map((at) => kinds[at % kinds.length]);
  return session({ seed, turns: three.length, kinds: three });
}
export const sessionsForAll = Math.ceil(kinds.length / 2);

/**
 * Judges mutants of `sessions` sessions. `judge` answers a session with its findings; what it only notes does not count. `explained`
 * has the mutants that nothing can find: `{ mutation, event, when?, why }`, where `mutation` may be a list, `event` a pattern
 * of types, and `when` asks more of the mutant.
 *
 * @returns `rows` by mutation and type; `broken`, the sessions in which something is found as they are; `surprises`, what
 * survives without a reason, or is found in spite of one.
 */
export async function measure({ sessions, seed, judge, explained }) {
  const rows = new Map();
  const broken = [];
  const surprises = new Map();
  const found = async (events) => (await judge(events)).filter(({ severity }) => severity !== "note");
  for (let number = seed; number < seed + sessions; number++) {
    const events = sessionFor(number);
    const already = await found(events);
    if (already.length > 0) {
      broken.push({ session: number, findings: already });
      continue;
    }
    for (const mutant of mutantsOf(events, mulberry32(number))) {
      const { mutation, type, at } = mutant;
      const findings = await found(mutant.made);
      // nothing was found in the session as it was; what is at fault may stand before what is missing
      const isFound = findings.length > 0;
      const key = `${mutation}\n${type}`;
      const row = rows.get(key) ?? { mutation, type, tried: 0, found: 0, once: 0, explained: 0 };
      rows.set(key, row);
      row.tried++;
      if (isFound) row.found++;
      if (isFound && findings.length === 1) row.once++;
      const reason = explained.find((entry) => matches(entry, mutant));
      if (!isFound && reason) row.explained++;
      if (isFound !== (reason !== undefined)) continue;
      const what = `${key}\n${reason?.why ?? ""}`;
      const surprise = surprises.get(what) ?? {
        mutation,
        type,
        why: reason?.why,
        session: number,
        line: at + 1,
        count: 0,
      };
      if (isFound) surprise.rules = [...new Set([...(surprise.rules ?? []), ...findings.map(({ rule }) => rule)])];
      surprises.set(what, { ...surprise, count: surprise.count + 1 });
    }
  }
  return { rows: [...rows.values()], broken, surprises: [...surprises.values()] };
}
