/** The command line as data: parsed from this table on the way in, and explained from it when asked. */
import { reporters } from "../report/index.ts";
import { apiNames } from "../dispatch.ts";
import { profiles } from "../levels.ts";

export interface Option {
  alias?: string;
  type: "string" | "number" | "boolean" | "array";
  describe: string;
  choices?: readonly string[];
  /** What the value is called in the help. */
  value?: string;
  /** What happens without the option, in words. */
  otherwise?: string;
}

export type OptionName =
  | "schema"
  | "api"
  | "profile"
  | "rule"
  | "format"
  | "fail-on"
  | "max-findings"
  | "max-record"
  | "session-rules"
  | "session-key"
  | "max-sessions"
  | "jobs"
  | "passthrough"
  | "stdin-name"
  | "allow-empty"
  | "stats"
  | "quiet"
  | "color"
  | "progress"
  | "help"
  | "version";

/** Options that are there to be turned off, and are written so. */
export const negated: readonly string[] = ["progress", "session-rules"];

export const options: Readonly<Record<OptionName, Option>> = {
  schema: {
    alias: "s",
    type: "string",
    value: "NAME|PATH",
    describe:
      "auto, response (every record is a RealtimeResponse), server or client (events of one side), or a JSON Schema file (draft-07 or 2020-12)",
    otherwise: "auto",
  },
  api: {
    type: "string",
    choices: apiNames,
    describe: "which API's shapes events have; auto goes by what the input shows",
    otherwise: "auto",
  },
  profile: {
    alias: "p",
    type: "string",
    choices: profiles,
    describe:
      "wire: what the service really sends; spec: the schema as published; strict: wire, and every doubt is an error",
    otherwise: "wire",
  },
  rule: {
    alias: "r",
    type: "array",
    value: "ID=LEVEL",
    describe: "set a rule to off, note, warning or error; repeatable",
    otherwise: "see rtvalidate rules",
  },
  format: {
    alias: "f",
    type: "array",
    value: "NAME[=FILE]",
    describe: `how to report: ${Object.keys(reporters).join(", ")}; repeatable; =FILE writes it there`,
    otherwise: "pretty on a terminal, else compact; and github in GitHub Actions",
  },
  "fail-on": {
    type: "string",
    choices: ["error", "warning", "note", "never"],
    describe: "the lowest level that makes the exit code 1",
    otherwise: "error",
  },
  "max-findings": {
    type: "number",
    value: "N",
    describe: "print at most N findings per file; all are counted",
    otherwise: "100 in pretty, compact and github",
  },
  "max-record": {
    type: "string",
    value: "SIZE",
    describe: "bytes that one record may have, with K, M or G",
    otherwise: "64M",
  },
  "session-rules": { type: "boolean", describe: "--no-session-rules: no rules that go by the order of events" },
  "session-key": {
    type: "string",
    value: "POINTER",
    describe: "where records say which session they are of, such as /connection; each session is watched by itself",
    otherwise: "a known field of the envelope, or one session an input",
  },
  "max-sessions": {
    type: "number",
    value: "N",
    describe: "sessions of an input that are watched at once; the one that was idle for longest is taken for over",
    otherwise: "1000",
  },
  jobs: {
    alias: "j",
    type: "number",
    value: "N",
    describe: "threads for large files, and for many",
    otherwise: "as many as there are cores",
  },
  passthrough: {
    type: "string",
    choices: ["valid", "invalid", "all"],
    describe: "write these records to standard output as they came, findings to standard error",
    otherwise: "off",
  },
  "stdin-name": { type: "string", value: "NAME", describe: "name shown for standard input", otherwise: "<stdin>" },
  "allow-empty": { type: "boolean", describe: "an input without a single record is no error" },
  stats: {
    type: "boolean",
    describe: "a table of events, and the fields and values that no record has; in json and jsonl, too",
  },
  quiet: { alias: "q", type: "boolean", describe: "findings only: no summary, no progress" },
  color: {
    type: "string",
    choices: ["auto", "always", "never"],
    describe: "colour; NO_COLOR and FORCE_COLOR are obeyed",
    otherwise: "auto",
  },
  progress: { type: "boolean", describe: "--no-progress: no progress line on a terminal" },
  help: { alias: "h", type: "boolean", describe: "show this, or a command's own help" },
  version: { alias: "V", type: "boolean", describe: "show the version" },
};

export interface Command {
  /** As it is written, its arguments with it. */
  usage: string;
  describe: string;
}

export type CommandName = "check" | "schemas" | "rules" | "explain" | "completion";

export const commands: Readonly<Record<CommandName, Command>> = {
  check: {
    usage: "check [inputs...]",
    describe: "check files, directories, globs, or - for standard input (the default command)",
  },
  schemas: { usage: "schemas [show] [name]", describe: "list the bundled schemas; schemas show NAME prints one" },
  rules: { usage: "rules", describe: "list the rules with their default levels, and what those for sessions rest on" },
  explain: { usage: "explain <rule>", describe: "a rule's page: what, why, a bad and a good example" },
  completion: { usage: "completion", describe: "print a completion script for bash or zsh" },
};
