import type { SessionRule } from "../session/rule.ts";
import { valueAt } from "./words.ts";

export const toolRequiredWhileListing: SessionRule = {
  id: "tool-required-while-listing",
  level: "warning",
  family: "order",
  summary: "a response has to call a tool while tools are still being listed",
  evidence: "documented; nobody has recorded one here",
  source: "https://platform.openai.com/docs/guides/realtime-mcp",
  on: ["response.create"],
  check(scene, say) {
    if (scene.session.listings.size === 0 || valueAt(scene, "/response/tool_choice") !== "required") return;
    say("/response/tool_choice", 'got "required" while the tools of an MCP server are still being listed');
  },
};
