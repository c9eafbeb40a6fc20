import type { SessionRule } from "../session/rule.ts";
import { idOf } from "../session/text.ts";
import { valueAt } from "./words.ts";

/** Statuses of responses that nothing may be counted of. */
const without: ReadonlySet<unknown> = new Set(["failed", "in_progress"].map(idOf));

export const usageMissing: SessionRule = {
  id: "usage-missing",
  level: "warning",
  family: "usage",
  summary: "a response is done without usage",
  evidence: "observed; held for 33 responses of GA and 18 of the beta, also of cancelled ones",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/done",
  on: ["response.done"],
  check(scene, say) {
    const { response } = scene.seen;
    if (!response || response.usage || without.has(response.status)) return;
    const usage = valueAt(scene, "/response/usage");
    const always = "which every response that is done has";
    if (usage === undefined) say("/response", `missing field "usage", ${always}`);
    else if (usage === null) say("/response/usage", `got null, want the usage, ${always}`);
  },
};
