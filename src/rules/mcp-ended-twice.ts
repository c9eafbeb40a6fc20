import type { SessionRule } from "../session/rule.ts";
import { earlier, shown } from "./words.ts";

export const mcpEndedTwice: SessionRule = {
  id: "mcp-ended-twice",
  level: "warning",
  family: "order",
  summary: "an MCP call or a listing of tools ends a second time",
  evidence: "documented; nobody has recorded one here",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/mcp_call/completed",
  on: ["response.mcp_call.completed", "response.mcp_call.failed", "mcp_list_tools.completed", "mcp_list_tools.failed"],
  check(scene, say) {
    const ended = scene.item?.mcp.ended ?? 0;
    if (ended === 0) return;
    say("/type", `got ${shown(scene, "/type")} of ${shown(scene, "/item_id")}, which ended at line ${ended}`, {
      ...earlier(ended, "/type", "ended here"),
    });
  },
};
