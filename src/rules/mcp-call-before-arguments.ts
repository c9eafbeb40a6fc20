import type { SessionRule } from "../session/rule.ts";
import { earlier, shown } from "./words.ts";

export const mcpCallBeforeArguments: SessionRule = {
  id: "mcp-call-before-arguments",
  level: "warning",
  family: "order",
  summary: "an MCP call runs before its arguments are complete",
  evidence: "documented; nobody has recorded one here",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/mcp_call/in_progress",
  needsWhole: true,
  on: ["response.mcp_call.in_progress"],
  check(scene, say) {
    const { seen, item } = scene;
    if (seen.itemId === undefined || !item || item.isPartial || item.mcp.argued > 0 || item.arguments.deltas === 0)
      return;
    say(
      "/item_id",
      `the arguments of ${shown(scene, "/item_id")} are not whole; want response.mcp_call_arguments.done before`,
      {
        ...earlier(item.added, "/item/id", "the call was added here"),
        lacks: "response.mcp_call_arguments.done",
      },
    );
  },
};
