import type { SessionRule } from "../session/rule.ts";
import { shown } from "./words.ts";

export const mcpListingNotStarted: SessionRule = {
  id: "mcp-listing-not-started",
  level: "warning",
  family: "order",
  summary: "a listing of tools ends that never began",
  evidence: "documented; nobody has recorded one here",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/mcp_list_tools/completed",
  needsWhole: true,
  on: ["mcp_list_tools.completed", "mcp_list_tools.failed"],
  check(scene, say) {
    const { seen, item } = scene;
    if (seen.itemId === undefined || (item && item.mcp.started > 0)) return;
    say("/item_id", `got ${shown(scene, "/item_id")}, of which no mcp_list_tools.in_progress came before`, {
      lacks: "mcp_list_tools.in_progress",
    });
  },
};
