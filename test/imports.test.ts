/** The import table: which part of src may know which. Data flows one way. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/** Part -> what its files may import besides their own part. */
const table: Record<string, string[]> = {
  finding: [],
  event: [],
  json: [],
  text: [],
  pointer: [],
  log: [],
  input: ["event"],
  frame: ["event", "log", "pointer"],
  envelope: ["event", "foreign", "json", "pointer"],
  foreign: ["json"],
  dispatch: ["envelope", "event", "json", "schema"],
  fold: ["finding"],
  levels: ["finding"],
  dialect: ["json"],
  schema: ["event", "json", "pointer", "text"],
  session: ["event", "finding", "json"],
  watching: ["envelope", "event", "json", "pointer", "schema", "session"],
  rules: ["finding", "json", "session", "text"],
  sessions: ["levels", "rules", "session", "watching"],
  report: ["finding", "fold", "text"],
  tell: ["event", "finding", "fold", "schema", "text"],
  prover: ["envelope", "event", "json", "pointer"],
  lessons: ["dialect", "dispatch", "envelope", "event", "json", "pointer", "schema"],
  proving: ["dispatch", "event", "frame", "lessons", "prover"],
  explain: ["dialect", "dispatch", "event", "finding", "lessons", "log", "schema", "session", "tell"],
  check: [
    "dispatch",
    "event",
    "explain",
    "finding",
    "fold",
    "frame",
    "proving",
    "schema",
    "session",
    "sessions",
    "tell",
    "watching",
  ],
  plan: ["check", "dispatch", "event", "levels", "prover", "rules", "schema", "sessions"],
  insist: ["dispatch", "json", "levels", "plan", "rules", "text"],
  values: [
    "dialect",
    "dispatch",
    "event",
    "explain",
    "finding",
    "insist",
    "json",
    "levels",
    "plan",
    "rules",
    "schema",
    "session",
    "sessions",
  ],
  index: ["check", "dispatch", "finding", "input", "insist", "levels", "plan", "rules", "schema", "values"],
  stats: ["event", "finding", "schema", "sums"],
  jest: ["index"],
  cli: [
    "check",
    "dispatch",
    "event",
    "finding",
    "fold",
    "input",
    "json",
    "levels",
    "plan",
    "pointer",
    "report",
    "rules",
    "schema",
    "stats",
    "text",
  ],
  sums: ["envelope", "event", "finding", "json", "schema", "session", "text"],
};

const source = join(import.meta.dirname, "..", "src");
const files = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
  .map((file) => file.replaceAll("\\", "/"));

/** `schema/fault.ts` is part of schema, `check.ts` is check. */
const partOf = (file: string): string => file.split("/")[0]!.replace(/\.ts$/, "");

function importsOf(file: string): string[] {
  const text = readFileSync(join(source, file), "utf8");
  const found = text.matchAll(/(?:from|import\(|import)\s*"(\.[^"]+)"/g);
  return [...found].map(([, path]) => normalize(join(dirname(file), path!)).replaceAll("\\", "/"));
}

test("the table names every part", () => {
  expect([...new Set(files.map(partOf))].toSorted()).toEqual(Object.keys(table).toSorted());
});

test.each(files)("%s imports only what its part may", (file) => {
  const strangers = importsOf(file).filter(
    (other) => partOf(other) !== partOf(file) && !table[partOf(file)]!.includes(partOf(other)),
  );
  expect(strangers).toEqual([]);
});

test("the table allows nothing that nobody uses", () => {
  for (const [part, allowed] of Object.entries(table)) {
    const used = new Set(files.filter((file) => partOf(file) === part).flatMap((file) => importsOf(file).map(partOf)));
    expect([part, allowed.filter((other) => !used.has(other))]).toEqual([part, []]);
  }
});

test("nothing below the command line prints, reads arguments or ends the process", () => {
  const loud = files.filter(
    (file) =>
      partOf(file) !== "cli" &&
      /console\.\w+\(|process\.(stdout|stderr|argv|exit|exitCode)/.test(
        readFileSync(join(source, file), "utf8").replaceAll(/^ \*.*$/gm, ""),
      ),
  );
  expect(loud).toEqual([]);
});
