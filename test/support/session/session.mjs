/** The session itself: how it is described, and what the client wishes of it. */
import { text } from "../generate.mjs";
import { chance, pcm, sent, served } from "./world.mjs";

export const tools = {
  get_forecast: { city: "string", days: "integer" },
  book_table: { place: "string", guests: "integer" },
};

const functionTools = Object.entries(tools).map(([name, fields]) => ({
  type: "function",
  name,
  description: `Runs ${name}.`,
  parameters: {
    type: "object",
    properties: Object.fromEntries(Object.entries(fields).map(([field, type]) => [field, { type }])),
    required: Object.keys(fields),
  },
}));

export const mcpServer = { type: "mcp", server_label: "parcel-desk", server_url: "https://parcels.example/mcp" };

/** The session as the service describes it. */
const stateOf = (world, transcription = world.transcription) => ({
  type: "realtime",
  object: "realtime.session",
  id: world.session,
  model: world.model,
  output_modalities: ["audio"],
  instructions: world.instructions,
  tools: world.tools,
  tool_choice: "auto",
  max_output_tokens: "inf",
  tracing: null,
  truncation: "auto",
  prompt: null,
  expires_at: 1795338000,
  audio: {
    input: {
      format: pcm,
      transcription: transcription && { model: transcription, language: null, prompt: null },
      noise_reduction: null,
      turn_detection: world.vad
        ? {
            type: "server_vad",
            threshold: 0.5,
            prefix_padding_ms: 300,
            silence_duration_ms: 500,
            idle_timeout_ms: null,
            create_response: true,
            interrupt_response: true,
          }
        : null,
    },
    output: { format: pcm, voice: world.voice, speed: 1 },
  },
  include: null,
});

/** A wish of the client for the session, and its answer. */
export function* updated(world, more) {
  yield sent(world, "session.update", { session: { type: "realtime", instructions: world.instructions, ...more } });
  yield served(world, "session.updated", { session: stateOf(world) });
}

export function* opened(world) {
  yield served(world, "session.created", { session: stateOf(world, null) });
  world.instructions = text(world.random);
  const input = {
    format: pcm,
    transcription: world.transcription && { model: world.transcription },
    turn_detection: world.vad ? { type: "server_vad", create_response: true, interrupt_response: true } : null,
  };
  world.tools = functionTools;
  yield* updated(world, {
    output_modalities: ["audio"],
    audio: { input, output: { format: pcm } },
    tools: functionTools,
  });
}

/** The tools of an MCP server become known. */
export function* listed(world) {
  world.tools = [...functionTools, mcpServer];
  yield* updated(world, { tools: world.tools });
  const item_id = world.id("mcpl_");
  const item = { id: item_id, type: "mcp_list_tools", server_label: mcpServer.server_label, tools: [] };
  const previous_item_id = world.last;
  world.last = item_id;
  yield served(world, "conversation.item.added", { previous_item_id, item });
  yield served(world, "mcp_list_tools.in_progress", { item_id });
  world.isListed = chance(world, 0.85);
  const input_schema = { type: "object", properties: { parcel: { type: "integer" } } };
  const found = world.isListed ? [{ name: "track_parcel", input_schema }] : [];
  yield served(world, "conversation.item.done", { previous_item_id, item: { ...item, tools: found } });
  yield served(world, `mcp_list_tools.${world.isListed ? "completed" : "failed"}`, { item_id });
}
