import type { SessionRule } from "../session/rule.ts";
import { withinResponse } from "../session/kinds.ts";
import { shown } from "./words.ts";

export const noEventOfTranslation: SessionRule = {
  id: "no-event-of-translation",
  level: "warning",
  family: "order",
  summary: "an event that a session of translation does not have",
  evidence: "documented; nobody has recorded one here",
  source: "https://platform.openai.com/docs/guides/realtime-translation",
  on: [...withinResponse, "response.created", "response.done", "conversation.item.added", "conversation.item.done"],
  check(scene, say) {
    if (!scene.session.isTranslation) return;
    say("/type", `got ${shown(scene, "/type")}, which a session of translation does not have`, {
      isVoid: true,
      once: scene.session,
    });
  },
};
