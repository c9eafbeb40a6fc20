import type { SessionRule } from "../session/rule.ts";
import { shown } from "./words.ts";

export const mcpCallNotStarted: SessionRule = {
  id: "mcp-call-not-started",
  level: "warning",
  family: "order",
  summary: "an MCP call ends that never ran",
  evidence: "documented; nobody has recorded one here",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/mcp_call/completed",
  needsWhole: true,
  on: ["response.mcp_call.completed", "response.mcp_call.failed"],
  check(scene, say) {
    const { seen, item } = scene;
    if (seen.itemId === undefined || (item && (item.mcp.started > 0 || item.isPartial))) return;
    say("/item_id", `got ${shown(scene, "/item_id")}, of which no response.mcp_call.in_progress came before`, {
      lacks: "response.mcp_call.in_progress",
    });
  },
};
