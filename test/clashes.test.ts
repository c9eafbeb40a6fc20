/** What the command line refuses before it reads or writes anything, and what it finds in folders. */
import { spawnSync } from "node:child_process";
import {
  closeSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { entry, rtvalidate } from "./support/cli.ts";
import { lines, response } from "./support/records.ts";

const cwd = mkdtempSync(join(tmpdir(), "rtvalidate-clashes-"));
afterAll(() => rmSync(cwd, { recursive: true }));

const capture = lines(response());
beforeEach(() => writeFileSync(join(cwd, "evening.jsonl"), capture));
const said = (args: string[]): { code: number | null; stderr: string } => rtvalidate(args, { cwd });

describe("a report is not written", () => {
  test.each([
    ["over an input", ["-f", "json=evening.jsonl", "evening.jsonl"]],
    ["over an input by another name", ["-f", "json=./x/../evening.jsonl", "evening.jsonl"]],
    ["over an input that a glob finds", ["-f", "compact=evening.jsonl", "*.jsonl"]],
    ["twice to one file", ["-f", "jsonl=report", "-f", "json=./report", "evening.jsonl"]],
    ["beside another that is a document", ["-f", "json", "-f", "compact", "evening.jsonl"]],
  ])("%s", (_where, args) => {
    const { code, stderr } = said(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^rtvalidate: .+\n/);
    expect(readFileSync(join(cwd, "evening.jsonl"), "utf8")).toBe(capture);
  });
});

describe("a report is not written over what is read by another way", () => {
  const kept = (name: string): string => readFileSync(join(cwd, name), "utf8");

  test("a hard link", () => {
    linkSync(join(cwd, "evening.jsonl"), join(cwd, "hard.jsonl"));
    expect(said(["-f", "json=hard.jsonl", "evening.jsonl"]).code).toBe(2);
    expect(kept("evening.jsonl")).toBe(capture);
    rmSync(join(cwd, "hard.jsonl"));
  });

  test("the user's schema", () => {
    writeFileSync(join(cwd, "schema.json"), '{"type":"object"}');
    expect(said(["-s", "schema.json", "-f", "json=schema.json", "evening.jsonl"]).code).toBe(2);
    expect(kept("schema.json")).toBe('{"type":"object"}');
  });

  test("a redirected standard input", () => {
    const input = openSync(join(cwd, "evening.jsonl"), "r");
    const { status } = spawnSync(process.execPath, [entry, "-f", "json=evening.jsonl"], {
      cwd,
      stdio: [input, "pipe", "pipe"],
    });
    closeSync(input);
    expect(status).toBe(2);
    expect(kept("evening.jsonl")).toBe(capture);
  });
});

test("a link in a directory that leads nowhere is told", () => {
  mkdirSync(join(cwd, "links"));
  writeFileSync(join(cwd, "links", "here.jsonl"), capture);
  symlinkSync("gone.jsonl", join(cwd, "links", "dead.jsonl"));
  const { code, stdout } = rtvalidate(["links"], { cwd });
  expect(code).toBe(2);
  expect(stdout).toContain("dead.jsonl: no such file or directory");
  expect(stdout).toContain("1 record valid in 1 file");
});

describe("words that mean nothing are refused", () => {
  test.each([
    [["rules", "evening.jsonl"], /rules takes no "evening.jsonl"; a file that is named rules is .\/rules/],
    [["explain", "enum-mismatch", "evening.jsonl"], /explain takes no/],
    [["schemas", "show", "response", "evening.jsonl"], /schemas takes no/],
    [["--toString", "evening.jsonl"], /"--toString" is not known/],
    [["--constructor=1", "evening.jsonl"], /"--constructor" is not known/],
    [["--no-schema", "evening.jsonl"], /--schema wants a value/],
    [["--no-rule", "evening.jsonl"], /--rule wants a value/],
    [["-r", "enum-mismatch=off=x", "evening.jsonl"], /got "off=x"/],
  ])("%j", (args, words) => {
    const { code, stderr } = said(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(words);
  });
});

test("a short option may stand beside its value", () => {
  const { code, stdout } = rtvalidate(["-sresponse", "-fjsonl", "evening.jsonl"], { cwd });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ kind: "summary", valid: 1 });
});

test("a directory stands for all of its captures, however their endings are written, links to files among them", () => {
  mkdirSync(join(cwd, "week", "friday"), { recursive: true });
  mkdirSync(join(cwd, "week", "node_modules"));
  for (const name of [
    "MONDAY.JSONL",
    "friday/late.ndjson",
    "node_modules/not.jsonl",
    ".hidden.jsonl.swp",
    "notes.txt",
  ]) {
    writeFileSync(join(cwd, "week", name), capture);
  }
  symlinkSync(join(cwd, "evening.jsonl"), join(cwd, "week", "tuesday.jsonl"));
  symlinkSync(join(cwd, "week"), join(cwd, "week", "friday", "back"));
  const { code, stdout } = rtvalidate(["-f", "jsonl", "week"], { cwd });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ files: 3, valid: 3 });
});
