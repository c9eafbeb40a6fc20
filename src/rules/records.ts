/** The table of rules that need no other record than the one they speak of. */
import type { Level } from "../finding.ts";

export interface Rule {
  id: string;
  level: Level;
  /** One line: what a finding of it says. */
  summary: string;
  /** What it rests on, and where that can be read, where it is not the schema or JSON itself. */
  evidence?: string;
  source?: string;
}

export const recordRules: readonly Rule[] = [
  // the bytes
  { id: "invalid-json", level: "error", summary: "not JSON, or not laid out as records" },
  { id: "truncated-record", level: "error", summary: "the last record of an input stops in the middle" },
  { id: "invalid-utf8", level: "error", summary: "bytes that are not UTF-8" },
  { id: "duplicate-key", level: "warning", summary: "a key twice in one object; the last one counts" },
  // what a record is
  { id: "unknown-event-type", level: "error", summary: "a type that no Realtime event has" },
  {
    id: "unrecognized-record",
    level: "error",
    summary: "neither an event nor a response nor an envelope with one inside",
  },
  {
    id: "wrong-direction",
    level: "error",
    summary: "an event of the client where the server's are, or the reverse",
  },
  {
    id: "foreign-record",
    level: "note",
    summary: "records between events that are no Realtime traffic; once an input",
  },
  {
    id: "beta-api",
    level: "note",
    summary: "the session is one of the beta API, and is judged as such; once an input",
  },
  {
    id: "dialect",
    level: "note",
    summary: "the input is of another service that resembles OpenAI Realtime; once an input",
  },
  { id: "cut-audio", level: "note", summary: "the recorder left out audio; once an input" },
  // what its schema says
  { id: "enum-mismatch", level: "error", summary: "a value outside its closed list" },
  { id: "wrong-type", level: "error", summary: "a value of the wrong JSON type" },
  { id: "missing-field", level: "error", summary: "a required field is absent" },
  { id: "out-of-range", level: "error", summary: "a length, count, size or number outside its bounds" },
  { id: "bad-format", level: "error", summary: "a string that is not what it should encode, such as a URI or base64" },
  { id: "not-allowed", level: "error", summary: "any other failed assertion of a schema" },
  // what the wire adds to it
  {
    id: "unexpected-null",
    level: "warning",
    summary: "null where the type allows it on paper and the wire never has it",
  },
  { id: "unknown-field", level: "warning", summary: "a field that the schema does not know" },
  { id: "missing-wire-field", level: "off", summary: "optional on paper, always there on the wire" },
];
