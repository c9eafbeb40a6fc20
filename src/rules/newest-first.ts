import type { SessionRule } from "../session/rule.ts";

export const newestFirst: SessionRule = {
  id: "newest-first",
  level: "note",
  family: "order",
  summary: "the capture has its newest event first, so that no rule can go by the order",
  evidence: "observed: the event log of openai-realtime-console",
  source: "https://github.com/openai/openai-realtime-console/blob/main/client/components/App.jsx",
  on: [],
};
