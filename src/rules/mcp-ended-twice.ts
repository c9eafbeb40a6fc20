import type { SessionRule } from "../session/rule.ts";
import { earlier } from "./words.ts";

export const mcpEndedTwice: SessionRule = {
  id: "mcp-ended-twice",
  level: "warning",
  family: "order",
  summary: "an MCP call or a listing of tools ends a second time",
  evidence: "documented; nobody has recorded one here",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/mcp_call/completed",
  on: ["response.mcp_call.completed", "response.mcp_call.failed", "mcp_list_tools.completed", "mcp_list_tools.failed"],
  check(scene, say) {
    const { item } = scene;
    if (!item || item.mcp.ended === 0 || item.mcp.started > item.mcp.ended) return;
    say("/item_id", `this ended at line ${item.mcp.ended}`, { ...earlier(item.mcp.ended, "/item_id", "ended here") });
  },
};
