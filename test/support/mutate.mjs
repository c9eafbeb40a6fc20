/**
 * Valid records with exactly one mistake each, and the finding that mistake must give.
 * What is a mistake is told by the tables below, which know nothing of schemas/*.json: two witnesses,
 * written apart, have to agree.
 *
 * Left out, because they are no single clean mistake: an item's `type` changed to another item's, one
 * `role` to another, an audio format's to another's, and an absent tag where the published schema does not ask for it.
 */
import { distance } from "fastest-levenshtein";
import { between, events, mulberry32, pick, responses } from "./generate.mjs";

/*
 * Tables. `null` says what a null is: "fine", "odd" (the warning) or, by default, a wrong type.
 * `near` of a list: values that belong to its neighbours and are wrong in it. `onlyWord`: it is the suggestion for any
 * other word, however far off.
 */
const fine = (node) => ({ ...node, null: "fine" });
const odd = (node) => ({ ...node, null: "odd" });
const string = { is: "string" };
const uri = { is: "string", format: "uri" };
const base64 = { is: "string", format: "base64" };
const integer = { is: "integer" };
const tokens = { is: "integer", minimum: 0 };
const boolean = { is: "boolean" };
const anyObject = { is: "anything", type: "object" };
const oneOf = (...values) => ({ is: "list", values });
const notOf = (near, ...values) => ({ is: "list", values, near });
const arrayOf = (element) => ({ is: "array", element });
const object = (fields, required = [], more = {}) => ({ is: "object", fields, required, ...more });
const byTag = (tag, kinds) => ({ is: "union", tag, kinds });
const byType = (kinds) => ({ is: "either", kinds });

const itemType = oneOf(
  "message",
  "function_call",
  "function_call_output",
  "mcp_list_tools",
  "mcp_call",
  "mcp_approval_request",
  "mcp_approval_response",
);
const itemHead = {
  id: string,
  object: oneOf("realtime.item"),
  type: itemType,
  status: oneOf("completed", "incomplete", "in_progress"),
};
const role = oneOf("user", "assistant", "system");
const message = (part, more = {}) =>
  object({ ...itemHead, role, content: arrayOf(object(part, [], { named: "type" })), ...more }, [
    "type",
    "role",
    "content",
  ]);

const messages = byTag("role", {
  assistant: message(
    {
      type: notOf(["input_text", "input_audio", "text", "audio"], "output_text", "output_audio"),
      text: string,
      audio: base64,
      transcript: string,
    },
    { phase: string },
  ),
  user: message({
    type: notOf(["output_text", "output_audio", "text", "item_reference"], "input_text", "input_audio", "input_image"),
    text: string,
    audio: base64,
    transcript: fine(string),
    image_url: uri,
    detail: oneOf("auto", "low", "high"),
  }),
  system: message({
    type: notOf(["input_audio", "output_text", "text"], "input_text"),
    text: string,
  }),
});

const errorType = oneOf("protocol_error", "tool_execution_error", "http_error");
const coded = object({ type: errorType, code: integer, message: string }, ["type", "code", "message"]);
const mcpError = byTag("type", {
  protocol_error: coded,
  tool_execution_error: object({ type: errorType, message: string }, ["type", "message"]),
  http_error: coded,
});
const mcpHead = { id: string, type: itemType, server_label: string };
const mcpTool = object(
  {
    name: string,
    description: fine(string),
    input_schema: anyObject,
    annotations: fine(anyObject),
  },
  ["name", "input_schema"],
);

const item = byTag("type", {
  message: messages,
  function_call: object({ ...itemHead, call_id: string, name: string, arguments: string }, [
    "type",
    "name",
    "arguments",
  ]),
  function_call_output: object({ ...itemHead, call_id: string, output: string }, ["type", "call_id", "output"]),
  mcp_list_tools: object({ ...mcpHead, tools: arrayOf(mcpTool) }, ["type", "server_label", "tools"]),
  mcp_call: object(
    {
      ...mcpHead,
      name: string,
      arguments: string,
      approval_request_id: fine(string),
      output: fine(string),
      error: fine(mcpError),
    },
    ["type", "id", "server_label", "name", "arguments"],
  ),
  mcp_approval_request: object({ ...mcpHead, name: string, arguments: string }, [
    "type",
    "id",
    "server_label",
    "name",
    "arguments",
  ]),
  mcp_approval_response: object(
    {
      id: string,
      type: itemType,
      approval_request_id: string,
      approve: boolean,
      reason: fine(string),
    },
    ["type", "id", "approval_request_id", "approve"],
  ),
});

const formatType = oneOf("audio/pcm", "audio/pcmu", "audio/pcma");
const format = byTag("type", {
  "audio/pcm": object({ type: formatType, rate: oneOf(24000) }),
  "audio/pcmu": object({ type: formatType }),
  "audio/pcma": object({ type: formatType }),
});
const cachedDetails = object({ text_tokens: tokens, image_tokens: tokens, audio_tokens: tokens });
const usage = object({
  total_tokens: tokens,
  input_tokens: tokens,
  output_tokens: tokens,
  input_token_details: object({
    cached_tokens: tokens,
    text_tokens: tokens,
    image_tokens: tokens,
    audio_tokens: tokens,
    cached_tokens_details: cachedDetails,
  }),
  output_token_details: object({
    text_tokens: tokens,
    audio_tokens: tokens,
    reasoning_tokens: tokens,
  }),
});
const statusDetails = object({
  type: oneOf("completed", "cancelled", "failed", "incomplete"),
  reason: oneOf("turn_detected", "client_cancelled", "max_output_tokens", "content_filter"),
  error: object({ type: string, code: fine(string), message: string }),
});

const response = object({
  id: odd(string),
  object: odd(oneOf("realtime.response")),
  status: odd(oneOf("completed", "cancelled", "failed", "incomplete", "in_progress")),
  status_details: fine(statusDetails),
  output: odd(arrayOf(item)),
  conversation_id: fine(string),
  output_modalities: odd(arrayOf(oneOf("text", "audio"))),
  max_output_tokens: odd(byType({ integer, string: { ...oneOf("inf"), onlyWord: true } })),
  audio: odd(
    object({
      output: object({ format, voice: byType({ string, object: object({ id: string }, ["id"]) }) }),
    }),
  ),
  usage: fine(usage),
  metadata: fine({ is: "map", pairs: 16, keyLength: 64, valueLength: 512 }),
});

/** `type` is no field of the table: a wrong one is found before any schema is chosen. */
const event = object({ event_id: string, response }, ["event_id", "response"]);

/** Names an event's misspelt type could be taken for. */
const eventNames = ["response.created", "response.done", "response.create", "response.cancel", "error"];

/*
 * Places. A place is where the walk stands: the path of keys to it, the value there, and a label that is
 * the same for all places of one kind, in which an index is `*` and a member of a union is named.
 */
const pointerTo = (path) => path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
const below = (at, key, value, step = key) => ({
  path: [...at.path, key],
  value,
  label: at.label === "" ? step : `${at.label}.${step}`,
});
const inside = (root, path) => path.reduce((value, key) => value[key], root);

function put(root, path, value) {
  inside(root, path.slice(0, -1))[path.at(-1)] = value;
}

/** Gives key `from` the name `to`, in its place among the others. */
function rename(target, from, to) {
  const entries = Object.entries(target);
  for (const key of Object.keys(target)) delete target[key];
  for (const [key, value] of entries) target[key === from ? to : key] = value;
}

function typeOf(value) {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value === "number" ? "integer" : typeof value;
}

const error = (rule, path, more = {}) => ({
  rule,
  pointer: pointerTo(path),
  severity: "error",
  ...more,
});
const warning = (rule, path, more = {}) => ({ ...error(rule, path, more), severity: "warning" });

/** `name` as a hurried hand writes it: still nearer to `name` than to any other of `known`. */
function misspelt(random, name, known) {
  const at = between(random, name.length > 3 ? 1 : 0, name.length - 1);
  const swapped = name.slice(0, at - 1) + name[at] + name[at - 1] + name.slice(at + 1);
  const candidates = [
    name.slice(0, at) + name[at] + name.slice(at),
    name[0].toUpperCase() + name.slice(1),
    `${name}s`,
    ...(name.length > 3
      ? [name.slice(0, at) + name.slice(at + 1), name.replace(/_(.)/, (_, letter) => letter.toUpperCase())]
      : []),
    ...(name.length > 5 ? [swapped] : []),
  ];
  const clear = candidates.filter((wrong) => {
    const off = distance(wrong, name);
    return off > 0 && known.every((other) => other === name || distance(wrong, other) > off);
  });
  return clear.length > 0 ? pick(random, clear) : misspelt(random, name, known);
}

/*
 * Plans. A plan is a mistake not made yet: `make(root, random)` makes it in a copy of the record and answers what is to be found.
 */
const wrongValues = {
  string: () => "half past seven",
  integer: () => 7,
  fraction: () => 1.5,
  boolean: () => true,
  array: (value) => [value],
  object: () => ({}),
};
const acceptedBy = {
  string: ["string"],
  integer: ["integer"],
  boolean: ["boolean"],
  array: ["array"],
  object: ["object"],
  union: ["object"],
  map: ["object"],
};

function acceptedTypes(node) {
  if (node.is === "list") return [typeOf(node.values[0])];
  if (node.is === "either") return Object.keys(node.kinds);
  return node.is === "anything" ? [node.type] : acceptedBy[node.is];
}

function* wrongTypes(node, at) {
  const accepted = acceptedTypes(node);
  for (const [type, make] of Object.entries(wrongValues)) {
    if (accepted.includes(type) || (type === "fraction" && !accepted.includes("integer"))) continue;
    yield {
      name: `wrong-type ${at.label}: ${type}`,
      make(root) {
        put(root, at.path, make(at.value));
        return error("wrong-type", at.path);
      },
    };
  }
}

function* nulls(node, at) {
  if (node.null === "fine" || at.value === null) return;
  yield {
    name: `null ${at.label}`,
    make(root) {
      put(root, at.path, null);
      return node.null === "odd" ? warning("unexpected-null", at.path) : error("wrong-type", at.path);
    },
  };
}

function listPlan(name, at, choose) {
  return {
    name: `enum-mismatch ${at.label}: ${name}`,
    make(root, random) {
      const { value, ...more } = choose(random);
      put(root, at.path, value);
      return error("enum-mismatch", at.path, more);
    },
  };
}

function* wrongListValues(node, at) {
  if (typeof node.values[0] === "number") {
    yield listPlan("other number", at, (random) => ({
      value: pick(random, [0, 8000, 16000, 24001, 48000, -24000]),
    }));
    return;
  }
  yield listPlan("misspelt", at, (random) => {
    const meant = node.values.includes(at.value) ? at.value : pick(random, node.values);
    return { value: misspelt(random, meant, node.values), suggestion: meant };
  });
  yield listPlan("unrelated", at, (random) => ({
    value: pick(random, ["window_seat", "tomorrow", "räksmörgås", ""]),
  }));
  if (node.near) yield listPlan("of a neighbour", at, (random) => ({ value: pick(random, node.near) }));
  if (node.onlyWord) {
    yield listPlan("another word", at, (random) => ({
      value: pick(random, ["infinite", "unlimited", "none"]),
      suggestion: node.values[0],
    }));
  }
}

function* wrongNumbers(node, at) {
  if (node.minimum === undefined) return;
  yield {
    name: `out-of-range ${at.label}`,
    make(root, random) {
      put(root, at.path, node.minimum - between(random, 1, 500));
      return error("out-of-range", at.path);
    },
  };
}

const badFormats = {
  uri: ["menu of the day.png", "images/menu.png", "//images.example/menu.png", "https://images.example/a menu.png", ""],
  base64: ["a voice, three seconds", "UklGRg==UklGRg*", "%%%%", "Ukl\nGRg=", "U=klGRg="],
};

function* wrongFormats(node, at) {
  if (node.format === undefined) return;
  yield {
    name: `bad-format ${at.label}`,
    make(root, random) {
      put(root, at.path, pick(random, badFormats[node.format]));
      return error("bad-format", at.path);
    },
  };
}

function* wrongKeys(node, at) {
  const known = Object.keys(node.fields);
  for (const key of Object.keys(at.value).filter((name) => known.includes(name))) {
    const required = node.required.includes(key);
    if (required) yield missing(key, at);
    yield {
      name: `misspelt key ${at.label}.${key}`,
      make(root, random) {
        const wrong = misspelt(random, key, known);
        rename(inside(root, at.path), key, wrong);
        const there = [...at.path, wrong];
        if (!required) return warning("unknown-field", there, { suggestion: key });
        return {
          rule: ["missing-field", "unknown-field"],
          pointer: [pointerTo(at.path), pointerTo(there)],
          severity: "error",
        };
      },
    };
  }
  yield extraKey(at);
}

function missing(key, at) {
  return {
    name: `missing-field ${at.label}.${key}`,
    make(root) {
      delete inside(root, at.path)[key];
      return error("missing-field", at.path, { want: key });
    },
  };
}

function extraKey(at) {
  return {
    name: `extra key ${at.label}`,
    make(root, random) {
      const key = pick(random, ["kitchen~note", "loyalty/points", "座席", "umbrella_advice"]);
      inside(root, at.path)[key] = pick(random, ["bring one", 3, null, false]);
      return warning("unknown-field", [...at.path, key]);
    },
  };
}

function* objectPlans(node, at) {
  yield* wrongKeys(node, at);
  for (const [key, field] of Object.entries(node.fields)) {
    if (Object.hasOwn(at.value, key)) yield* plansAt(field, below(at, key, at.value[key]));
  }
}

function* unionPlans(node, at) {
  const kind = at.value[node.tag];
  yield* insidePlans(node.kinds[kind], { ...at, label: `${at.label}<${kind}>` });
}

function* eitherPlans(node, at) {
  const type = typeOf(at.value);
  for (const [accepted, kind] of Object.entries(node.kinds)) {
    if (accepted === type || kind.is === "list") yield* insidePlans(kind, at);
  }
}

function* arrayPlans(node, at) {
  for (const [index, element] of at.value.entries()) {
    const step = node.element.named ? `*<${element[node.element.named]}>` : "*";
    yield* plansAt(node.element, below(at, index, element, step));
  }
}

/** A plan that sets one pair of a map: one that is there, or a new one in the place of the last if the map is full. */
function pairPlan(name, at, node, choose) {
  return {
    name: `${name} ${at.label}`,
    make(root, random) {
      const map = inside(root, at.path) ?? {};
      const keys = Object.keys(map);
      const { rule, key = pick(random, [...keys, "table"]), value } = choose(random);
      if (!Object.hasOwn(map, key) && keys.length === node.pairs) delete map[keys.at(-1)];
      map[key] = value;
      put(root, at.path, map);
      return error(rule, [...at.path, key]);
    },
  };
}

/** `length` code points, more UTF-16 units than that if some are astral. */
const longText = (random, length) =>
  pick(random, ["k".repeat(length), "🍜".repeat(length), `${"é".repeat(length - 1)}🛎`, `${"🍜".repeat(length - 2)}ab`]);

function* mapPlans(node, at) {
  yield {
    name: `out-of-range ${at.label}: pairs`,
    make(root, random) {
      const length = node.pairs + pick(random, [1, 1, 1, 9]);
      put(root, at.path, Object.fromEntries(Array.from({ length }, (_, index) => [`seat_${index}`, "taken"])));
      return error("out-of-range", at.path);
    },
  };
  yield pairPlan("out-of-range key of", at, node, (random) => ({
    rule: "out-of-range",
    key: longText(random, node.keyLength + pick(random, [1, 1, 30])),
    value: "taken",
  }));
  yield pairPlan("out-of-range value of", at, node, (random) => ({
    rule: "out-of-range",
    value: longText(random, node.valueLength + pick(random, [1, 1, 30])),
  }));
  for (const [type, value] of [
    ["number", 4],
    ["boolean", false],
    ["null", null],
    ["array", ["window"]],
    ["object", { seat: "window" }],
  ]) {
    yield pairPlan(`wrong-type ${type} value of`, at, node, () => ({
      rule: "wrong-type",
      value: structuredClone(value),
    }));
  }
}

const insideOf = {
  string: wrongFormats,
  integer: wrongNumbers,
  list: wrongListValues,
  object: objectPlans,
  union: unionPlans,
  either: eitherPlans,
  array: arrayPlans,
  map: mapPlans,
};

/** Mistakes that leave the value at `at` of its type. */
function* insidePlans(node, at) {
  if (at.value === null && node.is !== "map") return;
  const plan = insideOf[node.is];
  if (plan) yield* plan(node, at);
}

function* plansAt(node, at) {
  yield* wrongTypes(node, at);
  yield* nulls(node, at);
  yield* insidePlans(node, at);
}

function* eventTypePlans(record) {
  yield {
    name: "unknown-event-type: misspelt",
    make(root, random) {
      root.type = misspelt(random, record.type, eventNames);
      return error("unknown-event-type", ["type"], { suggestion: record.type });
    },
  };
  yield {
    name: "unknown-event-type: unrelated",
    make(root, random) {
      root.type = pick(random, ["kitchen.order_ready", "weather.alert.raised"]);
      return error("unknown-event-type", ["type"]);
    },
  };
}

function* plans(record) {
  const isEvent = typeof record.type === "string";
  yield* objectPlans(isEvent ? event : response, {
    path: [],
    value: record,
    label: isEvent ? "event" : "response",
  });
  if (isEvent) yield* eventTypePlans(record);
}

function carryOut(plan, record, random) {
  const value = structuredClone(record);
  const expected = plan.make(value, random);
  return { name: plan.name, value, expected };
}

/** Every mistake that can be made in `record`, a valid response or response event, one at a time. */
export function* mutations(record, random) {
  for (const plan of plans(record)) yield carryOut(plan, record, random);
}

function shuffled(random, list) {
  const order = [...list];
  for (let last = order.length - 1; last > 0; last--) {
    const other = between(random, 0, last);
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}

/** Enough that each kind of mistake has a place in some record. */
const poolSize = 600;
const placesPerKind = 25;

function kindsOfMistake(seed) {
  const kinds = new Map();
  const pool = [...responses({ seed, count: poolSize }), ...events({ seed: seed + 1, count: poolSize / 2 })];
  for (const record of pool) {
    for (const plan of plans(record)) {
      const known = kinds.get(plan.name) ?? [];
      if (known.length < placesPerKind) known.push({ plan, record });
      kinds.set(plan.name, known);
    }
  }
  return kinds;
}

/** `count` mistakes, as many of each kind, in an order that the seed decides. */
export function* sample({ seed, count }) {
  const random = mulberry32(seed);
  const kinds = kindsOfMistake(seed);
  for (let made = 0; made < count;) {
    for (const name of shuffled(random, [...kinds.keys()]).slice(0, count - made)) {
      const { plan, record } = pick(random, kinds.get(name));
      const { value, expected } = carryOut(plan, record, random);
      yield { name, record: value, expected };
      made++;
    }
  }
}
