import type { SessionRule } from "../session/rule.ts";
import { earlier, valueAt } from "./words.ts";

export const toolRequiredWhileListing: SessionRule = {
  id: "tool-required-while-listing",
  level: "warning",
  family: "order",
  summary: "a response has to call a tool while tools are still being listed",
  evidence: "documented; nobody has recorded one here",
  source: "https://platform.openai.com/docs/guides/realtime-mcp",
  on: ["response.create"],
  check(scene, say) {
    const { listings, items } = scene.session;
    const listing = [...listings].map((id) => items.get(id)).find((item) => item !== undefined);
    if (!listing || valueAt(scene, "/response/tool_choice") !== "required") return;
    const words =
      'got "required", but an MCP server is still asked for its tools; want mcp_list_tools.completed before';
    say("/response/tool_choice", words, {
      ...earlier(listing.mcp.started, "/item_id", "this listing has not ended"),
      once: listing,
    });
  },
};
