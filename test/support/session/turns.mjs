/** How turns of a conversation go. */
import { between, pick, text } from "../generate.mjs";
import { chance, named, refusal, sent, served } from "./world.mjs";
import { listed, updated } from "./session.mjs";
import {
  appended,
  committed,
  created,
  granted,
  joined,
  seen,
  speechStarted,
  spoken,
  transcribe,
  wished,
  written,
} from "./conversation.mjs";
import { approvalRequest, asked, call, mcpCall, message, response, truncated } from "./response.mjs";

const answer = (world) => message(text(world.random));
/** Text or speech, as the client asks for it. */
const modalityOf = (world) => pick(world.random, ["text", "audio"]);
const someCut = (world) => (chance(world, 0.2) ? 0 : between(world.random, 1, 12));

/** How turns may go, how often, and whether they need the service to hear when the user speaks. */
const turns = {
  voice: {
    weight: 70,
    needsVad: true,
    *events(world) {
      yield* spoken(world);
      yield* response(world, [answer(world)]);
    },
  },
  /** The client says when the user has spoken. */
  manual: {
    weight: 3,
    *events(world) {
      yield* appended(world, between(world.random, 2, 6));
      yield sent(world, "input_audio_buffer.commit");
      const item_id = world.id("item_");
      yield* committed(world, item_id);
      transcribe(world, item_id);
      yield* asked(world, [answer(world)]);
    },
  },
  text: {
    weight: 3,
    *events(world) {
      yield* created(world, chance(world, 0.1) ? seen(world) : written(world));
      yield* asked(world, [answer(world)], { modality: modalityOf(world) });
    },
  },
  /** What was said before is told at once, and then answered. */
  history: {
    weight: 0.5,
    *events(world) {
      const content = [{ type: "output_text", text: text(world.random) }];
      const wishes = [written(world), { type: "message", role: "assistant", content }, written(world)].map((item) =>
        wished(world, item),
      );
      yield* wishes;
      for (const wish of wishes) yield* granted(world, wish);
      yield* asked(world, [answer(world)], { modality: modalityOf(world) });
    },
  },
  /** Functions are called, and their results told, while the response still runs or after it. */
  call: {
    weight: 3,
    *events(world) {
      const calls = [];
      yield* created(world, written(world));
      const outputs = Array.from({ length: pick(world.random, [1, 1, 2]) }, () => call(calls));
      const wishes = [];
      const tell = () => {
        for (const call_id of calls.splice(0))
          wishes.push(wished(world, { type: "function_call_output", call_id, output: text(world.random) }));
        return wishes;
      };
      const early = function* () {
        yield* tell();
      };
      const isEarly = chance(world, 0.4);
      yield* asked(world, outputs, { modality: "text", ...(isEarly && { cutting: early }) });
      if (!isEarly) yield* tell();
      for (const wish of wishes) yield* granted(world, wish);
      yield* asked(world, [answer(world)], { modality: modalityOf(world) });
    },
  },
  /** Items of one response come at once, one of several parts among them. */
  several: {
    weight: 1,
    *events(world) {
      yield* created(world, written(world));
      const calls = [];
      const outputs = [answer(world), message(text(world.random), text(world.random)), call(calls)];
      yield* asked(world, outputs, { modality: modalityOf(world), atOnce: chance(world, 0.7) });
      for (const call_id of calls) yield* created(world, { type: "function_call_output", call_id, output: "{}" });
    },
  },
  /** The user speaks while the model does; what is said is for the next turn, or this one where that is another. */
  interrupted: {
    weight: 4,
    needsVad: true,
    *events(world) {
      yield* spoken(world);
      const cutting = () => speechStarted(world, world.id("item_"));
      yield* response(world, [answer(world)], {
        status: "cancelled",
        reason: "turn_detected",
        cut: someCut(world),
        cutting,
      });
      yield* spoken(world);
      yield* response(world, [answer(world)]);
    },
  },
  cancelled: {
    weight: 1,
    *events(world) {
      yield* created(world, written(world));
      const modality = modalityOf(world);
      const cutting = function* () {
        yield sent(world, "response.cancel");
        if (world.transport !== "websocket" && modality === "audio") yield sent(world, "output_audio_buffer.clear");
      };
      const plan = { status: "cancelled", reason: "client_cancelled", cut: someCut(world), cutting, modality };
      yield* asked(world, [pick(world.random, [answer(world), call([])])], plan);
    },
  },
  incomplete: {
    weight: 1,
    *events(world) {
      yield* created(world, written(world));
      const reason = pick(world.random, ["max_output_tokens", "content_filter"]);
      const plan = { status: "incomplete", reason, cut: between(world.random, 1, 6), modality: modalityOf(world) };
      const long = message(`${text(world.random)} And there is more, which nobody will read to its end.`);
      yield* asked(world, [pick(world.random, [long, call([])])], plan);
    },
  },
  failed: {
    weight: 0.5,
    *events(world) {
      yield* created(world, written(world));
      yield* asked(world, [], { status: "failed" });
    },
  },
  /** A response outside of the conversation, while others go on. */
  aside: {
    weight: 1,
    *events(world) {
      const plan = { aside: true, modality: "text", metadata: { topic: "summary" } };
      world.background.push(asked(world, [answer(world)], plan));
      yield* turns.text.events(world);
    },
  },
  /** The client cuts what was not heard, looks at an item, takes one back. */
  edit: {
    weight: 1,
    *events(world) {
      yield* created(world, written(world));
      yield* asked(world, [message(`Well, ${text(world.random)}`)], { modality: "audio" });
      const audible = world.items.findLast(({ content }) => content?.[0]?.type === "output_audio");
      const audio_end_ms = between(world.random, 0, 400);
      yield sent(world, "conversation.item.truncate", { item_id: audible.id, content_index: 0, audio_end_ms });
      yield truncated(world, audible.id, audio_end_ms);
      const item = pick(world.random, world.items);
      yield sent(world, "conversation.item.retrieve", { item_id: item.id });
      yield served(world, "conversation.item.retrieved", { item });
      const at = world.items.findIndex(({ id, content }) => id !== world.last && content?.[0]?.type === "input_text");
      const [taken] = world.items.splice(at, 1);
      yield sent(world, "conversation.item.delete", { item_id: taken.id });
      yield served(world, "conversation.item.deleted", { item_id: taken.id });
    },
  },
  /** Nobody speaks, and the service says so itself, by an item that nobody sent. */
  idle: {
    weight: 0.5,
    needsVad: true,
    *events(world) {
      yield* appended(world, 2);
      const item_id = world.id("item_");
      const audio_start_ms = world.clock;
      world.clock += 5000;
      const triggered = { audio_start_ms, audio_end_ms: world.clock, item_id };
      yield served(world, "input_audio_buffer.timeout_triggered", triggered);
      const content = [{ type: "input_text", text: "The user has said nothing for a while." }];
      yield* joined(world, { id: world.id("item_"), type: "message", status: "completed", role: "system", content });
      yield* committed(world, item_id);
      transcribe(world, item_id, "nothing");
      yield* response(world, [answer(world)]);
    },
  },
  /** The service calls a tool of another server, which it has to list first, and may have to ask for. */
  mcp: {
    weight: 0.7,
    *events(world) {
      if (!world.isListed) yield* listed(world);
      yield* created(world, written(world));
      const requests = [];
      if (world.isListed && chance(world, 0.6)) yield* asked(world, [approvalRequest(requests)], { modality: "text" });
      const [approval_request_id = null] = requests;
      const approve = chance(world, 0.8);
      if (approval_request_id !== null) {
        const id = `approval-${++world.wishes}`;
        yield* created(world, { id, type: "mcp_approval_response", approval_request_id, approve });
      }
      const isCalled = world.isListed && (approval_request_id === null || approve);
      const called = isCalled ? [mcpCall(approval_request_id)] : [];
      yield* asked(world, [...called, answer(world)], { modality: "text" });
    },
  },
  update: {
    weight: 10,
    *events(world) {
      world.instructions = text(world.random);
      yield* updated(world, { output_modalities: ["audio"] });
    },
  },
  clear: {
    weight: 3,
    *events(world) {
      yield* appended(world, 1);
      yield sent(world, "input_audio_buffer.clear");
      yield served(world, "input_audio_buffer.cleared");
    },
  },
  /** Wishes that cannot be. */
  refused: {
    weight: 2,
    *events(world) {
      yield sent(world, "response.cancel");
      yield refusal(world, "response_cancel_not_active", "Cancellation failed: no active response found");
      const wish = named(world, "conversation.item.create", { previous_item_id: "turn-0", item: written(world) });
      yield wish;
      yield refusal(world, "item_create_invalid_previous", "There is no item to stand after.", wish);
      const late = named(world, "response.create", {});
      const cutting = function* () {
        yield late;
        yield refusal(world, "conversation_already_has_active_response", "One response is enough.", late);
      };
      yield* asked(world, [answer(world)], { cutting, modality: modalityOf(world) });
    },
  },
  /** A key of the phone. */
  tone: {
    weight: 0,
    *events(world) {
      const received_at = 1795330000 + Math.floor(world.clock / 1000);
      yield { type: "input_audio_buffer.dtmf_event_received", event: pick(world.random, ["1", "#", "9"]), received_at };
    },
  },
};

/** Kinds of turns that there are. */
export const kinds = Object.keys(turns);

export function turnOf(world, names, made) {
  if (names) return turns[names[made % names.length]];
  const { random, vad, transport } = world;
  const possible = Object.entries(turns).filter(([, { needsVad }]) => vad || !needsVad);
  const weight = ([name, turn]) => (name === "tone" && transport === "sip" ? 10 : turn.weight);
  let left = random() * possible.reduce((all, turn) => all + weight(turn), 0);
  return (possible.find((turn) => (left -= weight(turn)) < 0) ?? possible[0])[1];
}
