import type { SessionRule } from "../session/rule.ts";
import { idOf } from "../session/text.ts";
import { shown } from "./words.ts";

const output = idOf("function_call_output");

export const unknownCallId: SessionRule = {
  id: "unknown-call-id",
  level: "warning",
  family: "order",
  summary: "the output of a function call that nobody made",
  evidence: "inferred; held for 14 outputs of GA",
  source: "https://platform.openai.com/docs/guides/realtime-conversations#function-calling",
  needsWhole: true,
  on: ["conversation.item.create", "conversation.item.added"],
  check(scene, say) {
    const { seen, session } = scene;
    const item = seen.item;
    if (item?.type !== output || item.callId === undefined || session.calls.get(item.callId) !== undefined) return;
    // what the client sent was told when it was sent
    const isEcho = session.requests.some(({ item: asked }) => asked?.callId === item.callId);
    if (seen.kind === "conversation.item.added" && isEcho) return;
    const isItem = session.items.get(item.callId)?.callId !== undefined;
    const what = isItem
      ? "which is the id of the call's item, want its call_id"
      : "which is the call_id of no call so far";
    say("/item/call_id", `got ${shown(scene, "/item/call_id")}, ${what}`);
  },
};
