/**
 * Valid RealtimeResponse objects and response events, of great variety, the same for the same seed.
 * Keys come in the order the service writes them; counts add up; status and status_details agree.
 */

/**
 * Mulberry32: 32 bits of state, numbers in [0, 1).
 * Source: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c (public domain).
 * @param {number} seed
 * @returns {() => number}
 */
export function mulberry32(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A whole number from `low` to `high`, both included. */
export function between(random, low, high) {
  return low + Math.floor(random() * (high - low + 1));
}

/** One of `list`. */
export function pick(random, list) {
  return list[Math.floor(random() * list.length)];
}

/** One key of `weights`, as often as its weight says. */
function pickByWeight(random, weights) {
  const entries = Object.entries(weights);
  let left = random() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  return (entries.find(([, weight]) => (left -= weight) < 0) ?? entries[0])[0];
}

const places = [
  "Harbour Lantern",
  "Blue Anchor",
  "Corner Bakery",
  "Café Ñandú",
  "麺屋みなと",
  "Пекарня «Лада»",
  "مطعم الواحة",
  'The "Copper" Kettle',
  "Zoë & Sons",
];
const cities = [
  "Bergen",
  "Porto",
  "Wellington",
  "Galway",
  "Halifax",
  "Tromsø",
  "Valparaíso",
  "札幌",
  "Łódź",
  "Reykjavík",
];
const weathers = ["light rain", "snow showers", "dense fog", "clear skies", "a dry wind", "drizzle"];
const goods = ["two ginger teas", "a rye loaf", "three miso soups", "an oat latte", "a box of pears", "six candles"];
const times = ["half past seven", "noon", "20:15", "9 a.m.", "tomorrow morning", "Friday at six"];
const voices = ["alloy", "ash", "ballad", "coral", "echo", "sage", "shimmer", "verse", "marin", "cedar"];
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** What is said, by language; a text keeps to one. */
const sentences = {
  english: [
    (r) => `Your table at ${pick(r, places)} is booked for ${pick(r, times)}.`,
    (r) => `In ${pick(r, cities)} expect ${pick(r, weathers)} and ${between(r, -20, 34)} degrees.`,
    (r) => `I have added ${pick(r, goods)} to your order, that makes $${between(r, 3, 90)}.${between(r, 10, 99)}.`,
    (r) => `Parcel ${between(r, 10000, 99999)} left ${pick(r, cities)} at ${pick(r, times)}.`,
    (r) => `Shall I move the appointment to ${pick(r, times)}?`,
    (r) => `She said "${pick(r, times)}", and I'll call back then.`,
  ],
  german: [
    (r) => `Der Zug nach ${pick(r, cities)} fährt auf Gleis ${between(r, 1, 24)} ab.`,
    (r) => `Für ${between(r, 2, 9)} Gäste wären das ${between(r, 20, 90)} €.`,
  ],
  spanish: [
    (r) => `¿Quiere que reserve también para ${between(r, 2, 9)} personas?`,
    (r) => `Mañana en ${pick(r, cities)}: ${between(r, -5, 34)} °C.`,
  ],
  japanese: [(r) => `${pick(r, cities)}行きの便は定刻どおりです。`, (r) => `ご予約は${between(r, 2, 9)}名様ですね。`],
  russian: [(r) => `Заказ №${between(r, 100, 999)} готов ✅`, (r) => `Столик на ${between(r, 2, 9)} гостей.`],
  emoji: [(r) => `Enjoy your evening ${pick(r, ["🎉", "👩‍👩‍👧", "🛎️", "🍜", "🇳🇴"])}`],
  escapes: [
    (r) => `Notes:\n\t1. ${pick(r, goods)}\n\t2. path C:\\orders\\${between(r, 1, 99)}\n`,
    () => "The caller paused\u2028and hung up\u0001.",
  ],
};
const languageWeights = {
  english: 12,
  german: 1,
  spanish: 1,
  japanese: 1,
  russian: 1,
  emoji: 1,
  escapes: 1,
};

/** Sentences that make sense one by one; often one or two, now and then some thousand characters. */
export function text(random) {
  const kind = random();
  const count =
    kind < 0.04
      ? 0
      : kind < 0.75
        ? between(random, 1, 3)
        : kind < 0.95
          ? between(random, 4, 9)
          : between(random, 15, 40);
  const language = sentences[pickByWeight(random, languageWeights)];
  return Array.from({ length: count }, () => pick(random, language)(random)).join(" ");
}

export function id(random, prefix, length = 21) {
  return prefix + Array.from({ length }, () => pick(random, alphabet)).join("");
}

export function base64(random) {
  return Buffer.from(Array.from({ length: between(random, 0, 90) }, () => between(random, 0, 255))).toString("base64");
}

function callArguments(random) {
  const value = pick(random, [
    { city: pick(random, cities), days: between(random, 1, 7) },
    { place: pick(random, places), guests: between(random, 1, 12), when: pick(random, times) },
    {
      order: [{ what: pick(random, goods), count: between(random, 1, 5), gift: random() < 0.5 }],
      note: null,
    },
    {},
  ]);
  return JSON.stringify(value, null, random() < 0.2 ? 2 : 0);
}

/** `fields` without those that are undefined and, each with the chance given, without the optional ones. */
function sometimesWithout(random, fields, optional, chance = 0.08) {
  const kept = Object.entries(fields).filter(
    ([name, value]) => value !== undefined && !(optional.includes(name) && random() < chance),
  );
  return Object.fromEntries(kept);
}

function itemHead(random, type, prefix, status) {
  return {
    id: id(random, prefix),
    object: random() < 0.1 ? "realtime.item" : undefined,
    type,
    status,
  };
}

function assistantPart(random, spoken) {
  if (!spoken) return { type: "output_text", text: text(random) };
  const audio = random() < 0.1 ? base64(random) : undefined;
  return sometimesWithout(random, { type: "output_audio", audio, transcript: text(random) }, ["transcript"], 0.03);
}

const userParts = [
  (random) => ({ type: "input_text", text: text(random) }),
  (random) => ({ type: "input_audio", transcript: random() < 0.4 ? null : text(random) }),
  (random) => ({ type: "input_audio", audio: base64(random), transcript: text(random) }),
  (random) => ({
    type: "input_image",
    image_url: pick(random, [
      `https://images.example/menu/${between(random, 1, 999)}.png?size=2x#top`,
      `data:image/png;base64,${base64(random)}`,
    ]),
    ...(random() < 0.7 && { detail: pick(random, ["auto", "low", "high"]) }),
  }),
];

function parts(random, make) {
  return Array.from({ length: pick(random, [0, 1, 1, 1, 1, 1, 2, 3]) }, () => make(random));
}

function tool(random) {
  const name = pick(random, ["book_table", "track_parcel", "get_forecast", "list_orders"]);
  const fields = {
    name,
    description: pick(random, [null, text(random), `Runs ${name}`]),
    input_schema: pick(random, [
      {},
      {
        type: "object",
        properties: { city: { type: "string", minLength: 1 } },
        required: ["city"],
      },
    ]),
    annotations: pick(random, [null, {}, { read_only: true, cost: 0.5, tags: ["travel", null] }]),
  };
  return sometimesWithout(random, fields, ["description", "annotations"], 0.3);
}

const callErrors = [
  () => null,
  () => null,
  (random) => ({
    type: "protocol_error",
    code: -between(random, 32000, 32700),
    message: text(random),
  }),
  (random) => ({ type: "tool_execution_error", message: text(random) }),
  (random) => ({ type: "http_error", code: between(random, 400, 599), message: text(random) }),
];

const serverLabel = (random) => pick(random, ["kitchen", "parcel-desk", "天気", "bookings_eu"]);

const items = {
  assistant: (random, status, spoken) => ({
    ...itemHead(random, "message", "item_", status),
    role: "assistant",
    content: parts(random, () => assistantPart(random, spoken)),
    phase: random() < 0.15 ? pick(random, ["commentary", "final_answer"]) : undefined,
  }),
  user: (random, status) => ({
    ...itemHead(random, "message", "item_", status),
    role: "user",
    content: parts(random, () => pick(random, userParts)(random)),
  }),
  system: (random, status) => ({
    ...itemHead(random, "message", "item_", status),
    role: "system",
    content: parts(random, () => ({ type: "input_text", text: text(random) })),
  }),
  functionCall: (random, status) => ({
    ...itemHead(random, "function_call", "item_", status),
    name: pick(random, ["get_forecast", "book_table", "track_parcel", "add_to_order"]),
    call_id: id(random, "call_", 16),
    arguments: callArguments(random),
  }),
  functionCallOutput: (random, status) => ({
    ...itemHead(random, "function_call_output", "item_", status),
    call_id: id(random, "call_", 16),
    output: pick(random, [callArguments, text])(random),
  }),
  mcpListTools: (random) => ({
    id: id(random, "mcpl_"),
    type: "mcp_list_tools",
    server_label: serverLabel(random),
    tools: Array.from({ length: between(random, 0, 3) }, () => tool(random)),
  }),
  mcpCall: (random) => {
    const error = pick(random, callErrors)(random);
    return {
      id: id(random, "mcp_"),
      type: "mcp_call",
      server_label: serverLabel(random),
      name: pick(random, ["list_orders", "track_parcel"]),
      arguments: callArguments(random),
      approval_request_id: pick(random, [null, id(random, "mcpr_")]),
      output: error === null ? pick(random, [null, text(random)]) : null,
      error,
    };
  },
  mcpApprovalRequest: (random) => ({
    id: id(random, "mcpr_"),
    type: "mcp_approval_request",
    server_label: serverLabel(random),
    name: pick(random, ["cancel_order", "book_table"]),
    arguments: callArguments(random),
  }),
  mcpApprovalResponse: (random) => ({
    id: id(random, "item_"),
    type: "mcp_approval_response",
    approval_request_id: id(random, "mcpr_"),
    approve: random() < 0.5,
    reason: pick(random, [null, text(random)]),
  }),
};

const itemWeights = {
  assistant: 10,
  functionCall: 6,
  user: 1.5,
  system: 0.7,
  functionCallOutput: 1,
  mcpListTools: 1,
  mcpCall: 1.5,
  mcpApprovalRequest: 0.7,
  mcpApprovalResponse: 0.7,
};

/** Fields that the schema asks of no item, and those it does not ask of an item of some type. */
const optionalOfItem = {
  message: ["id", "status"],
  function_call: ["id", "status", "call_id"],
  function_call_output: ["id", "status"],
  mcp_list_tools: ["id"],
  mcp_call: ["approval_request_id", "output", "error"],
  mcp_approval_request: [],
  mcp_approval_response: ["reason"],
};

function item(random, status, spoken) {
  const made = items[pickByWeight(random, itemWeights)](random, status, spoken);
  return sometimesWithout(random, made, optionalOfItem[made.type]);
}

function statusDetails(random, status) {
  switch (status) {
    case "cancelled":
      return { type: status, reason: pick(random, ["turn_detected", "client_cancelled"]) };
    case "incomplete":
      return { type: status, reason: pick(random, ["max_output_tokens", "content_filter"]) };
    case "failed":
      return { type: status, error: failure(random) };
    default:
      return status === "completed" && random() < 0.05 ? { type: status } : null;
  }
}

function failure(random) {
  const fields = {
    type: pick(random, ["server_error", "invalid_request_error", "insufficient_quota"]),
    code: pick(random, [null, "rate_limit_exceeded", "inference_not_available"]),
    message: text(random),
  };
  return sometimesWithout(random, fields, ["type", "code", "message"], 0.2);
}

/** `total` cut at random into `count` whole numbers. */
function split(random, total, count) {
  const sizes = [];
  for (let left = total; sizes.length < count; left -= sizes.at(-1)) {
    sizes.push(sizes.length === count - 1 ? left : between(random, 0, left));
  }
  return sizes;
}

function usage(random) {
  const input = pick(random, [0, between(random, 5, 900), between(random, 1000, 128000)]);
  const output = pick(random, [0, between(random, 5, 900)]);
  const [textIn, audioIn, imageIn] = split(random, input, 3);
  const cachedDetails = {
    text_tokens: between(random, 0, textIn),
    audio_tokens: between(random, 0, audioIn),
    image_tokens: between(random, 0, imageIn),
  };
  const cached = cachedDetails.text_tokens + cachedDetails.audio_tokens + cachedDetails.image_tokens;
  const [textOut, audioOut] = split(random, output, 2);
  const inputDetails = {
    text_tokens: textIn,
    audio_tokens: audioIn,
    image_tokens: imageIn,
    cached_tokens: cached,
    cached_tokens_details: cachedDetails,
  };
  const outputDetails = {
    text_tokens: textOut,
    audio_tokens: audioOut,
    reasoning_tokens: random() < 0.3 ? between(random, 0, textOut) : undefined,
  };
  const fields = {
    total_tokens: input + output,
    input_tokens: input,
    output_tokens: output,
    input_token_details: sometimesWithout(random, inputDetails, ["image_tokens", "cached_tokens_details"], 0.1),
    output_token_details: sometimesWithout(random, outputDetails, []),
  };
  return sometimesWithout(random, fields, ["input_token_details", "output_token_details"], 0.04);
}

/** Values on the edge of what metadata allows: lengths are counted in code points, not in UTF-16 units. */
const edgeOfMetadata = [
  () => ({ ["🛎".repeat(64)]: "🍜".repeat(512) }),
  () => ({ ["k".repeat(64)]: "v".repeat(512) }),
  () => ({ "": "", "a/b~c": "slash and tilde", constructor: "a plain key", 0: "zero" }),
  () => Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`seat_${index}`, `row ${index}`])),
  () => ({}),
];

function metadata(random) {
  const kind = random();
  if (kind < 0.6) return null;
  if (kind > 0.96) return pick(random, edgeOfMetadata)();
  const names = ["table", "caller_id", "language", "loyalty tier", "campaign", "ort/straße", "顧客"];
  return Object.fromEntries(
    Array.from({ length: between(random, 1, 4) }, () => [
      pick(random, names),
      pick(random, [...places, String(between(random, 0, 9999))]),
    ]),
  );
}

function audio(random) {
  const format = pick(random, [
    { type: "audio/pcm", rate: 24000 },
    { type: "audio/pcm", rate: 24000 },
    { type: "audio/pcmu" },
    { type: "audio/pcma" },
  ]);
  const voice = random() < 0.1 ? { id: id(random, "voice_", 12) } : pick(random, voices);
  return {
    output: sometimesWithout(random, { format: { ...format }, voice }, ["format", "voice"], 0.03),
  };
}

const statusWeights = { in_progress: 3, completed: 5, cancelled: 1, incomplete: 0.8, failed: 0.8 };

function response(random, status) {
  const running = status === "in_progress";
  const spoken = random() < 0.5;
  const finished = status === "completed" ? "completed" : "incomplete";
  const output = Array.from(
    { length: running ? Number(random() < 0.1) : pick(random, [0, 1, 1, 1, 1, 2, 2, 4]) },
    (_, index) => item(random, running ? "in_progress" : index === 0 ? finished : "completed", spoken),
  );
  const fields = {
    object: "realtime.response",
    id: id(random, "resp_"),
    status,
    status_details: statusDetails(random, status),
    output,
    conversation_id: random() < 0.1 ? null : id(random, "conv_"),
    output_modalities: random() < 0.05 ? ["text", "audio"] : [spoken ? "audio" : "text"],
    max_output_tokens: random() < 0.3 ? between(random, 1, 4096) : "inf",
    audio: audio(random),
    usage: running ? null : usage(random),
    metadata: metadata(random),
  };
  return withoutSome(random, fields);
}

/**
 * The service always writes all of them; on paper none is required. `status` and `output` stay, so that
 * a record without `object` can still be told for what it is.
 */
function withoutSome(random, fields) {
  const kind = random();
  if (kind < 0.9) return fields;
  if (kind < 0.92) return sometimesWithout(random, fields, ["object"], 1);
  const optional = Object.keys(fields).filter((name) => !["object", "status", "output"].includes(name));
  return sometimesWithout(random, fields, optional, 0.5);
}

/** `count` responses, each by itself. */
export function* responses({ seed, count }) {
  const random = mulberry32(seed);
  for (let made = 0; made < count; made++) yield response(random, pickByWeight(random, statusWeights));
}

/** The response as it was when it began. */
function begun(done) {
  const start = { status: "in_progress", status_details: null, output: [], usage: null };
  return Object.fromEntries(
    Object.entries(done).map(([name, value]) => [name, name in start ? start[name] : structuredClone(value)]),
  );
}

/** `count` events: response.created and response.done in turn, two and two of the same response. */
export function* events({ seed, count }) {
  const random = mulberry32(seed);
  const { in_progress: _, ...terminal } = statusWeights;
  for (let made = 0; made < count; made += 2) {
    const done = response(random, pickByWeight(random, terminal));
    yield { type: "response.created", event_id: id(random, "event_"), response: begun(done) };
    if (made + 1 < count) yield { type: "response.done", event_id: id(random, "event_"), response: done };
  }
}
