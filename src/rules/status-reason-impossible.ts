import type { SessionRule } from "../session/rule.ts";
import { idOf } from "../session/text.ts";
import { shown } from "./words.ts";

/** Source: the reference, response.done, status_details.reason. */
const byStatus: Readonly<Record<string, readonly string[]>> = {
  cancelled: ["turn_detected", "client_cancelled"],
  incomplete: ["max_output_tokens", "content_filter"],
  failed: [],
};
const reasons: ReadonlyMap<number, readonly string[]> = new Map(
  Object.entries(byStatus).map(([status, allowed]) => [idOf(status), allowed]),
);
/** Any other reason is left to the schema. */
const known: ReadonlySet<number> = new Set(Object.values(byStatus).flat().map(idOf));

export const statusReasonImpossible: SessionRule = {
  id: "status-reason-impossible",
  level: "error",
  family: "content",
  summary: "a reason that a response of this status cannot have",
  evidence: "documented; held for 9 cancelled responses of the beta",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/done",
  on: ["response.done"],
  check(scene, say) {
    const { response } = scene.seen;
    const reason = response?.statusDetails?.reason;
    if (reason === undefined || response?.status === undefined) return;
    const allowed = reasons.get(response.status);
    if (!allowed || !known.has(reason) || allowed.some((one) => idOf(one) === reason)) return;
    const pointer = "/response/status_details/reason";
    const want = allowed.length === 0 ? "no reason" : allowed.map((one) => `"${one}"`).join(" or ");
    say(
      pointer,
      `got ${shown(scene, pointer)}, want ${want} of a response that is ${shown(scene, "/response/status")}`,
    );
  },
};
