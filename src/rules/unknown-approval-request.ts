import type { SessionRule } from "../session/rule.ts";
import { idOf } from "../session/text.ts";
import { shown } from "./words.ts";

const approval = idOf("mcp_approval_response");

export const unknownApprovalRequest: SessionRule = {
  id: "unknown-approval-request",
  level: "warning",
  family: "order",
  summary: "an approval of a call that nobody asked to approve",
  evidence: "documented; nobody has recorded one here",
  source: "https://platform.openai.com/docs/api-reference/realtime-client-events/conversation/item/create",
  needsWhole: true,
  on: ["conversation.item.create", "conversation.item.added"],
  check(scene, say) {
    const { seen, session } = scene;
    const id = seen.item?.approvalRequestId;
    if (id === undefined || seen.item?.type !== approval || session.approvals.get(id) !== undefined) return;
    // what the client sent was told when it was sent
    const isEcho = session.requests.some(({ item }) => item?.approvalRequestId === id);
    if (seen.kind === "conversation.item.added" && isEcho) return;
    const pointer = "/item/approval_request_id";
    say(pointer, `got ${shown(scene, pointer)}, which is no item of type mcp_approval_request so far`);
  },
};
