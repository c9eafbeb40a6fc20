/** What the README and the help promise of the command line, held against the real binary. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commands, negated, options } from "../src/cli/options.ts";
import { rules } from "../src/rules/index.ts";
import { sessionRules } from "../src/rules/sessions.ts";
import { cleanEnv, entry, projectFolder, rtvalidate, startRtvalidate } from "./support/cli.ts";

const valid = '{"object":"realtime.response","id":"resp_Ebb1","status":"completed"}';
const misspelt = '{"object":"realtime.response","id":"resp_Ebb2","status":"complete"}';
const doubtful = '{"object":"realtime.response","id":"resp_Ebb3","stat":"completed"}';
const sparse = '{"object":"realtime.response","id":"resp_Ebb4"}';

/** A line of compact for `misspelt`, wherever it stands. */
const complaint = 'error: at /status: got "complete", want one of';

const scratch = mkdtempSync(join(tmpdir(), "rtvalidate-cli-"));
afterAll(() => rmSync(scratch, { recursive: true }));

let folders = 0;
/** A new folder with these files in it. */
function folderWith(files: Record<string, string>): string {
  const folder = join(scratch, String(++folders));
  for (const [name, text] of Object.entries({ ".keep": "", ...files })) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const hasBash = spawnSync("bash", ["--version"]).status === 0 && process.platform !== "win32";
const hasFull = existsSync("/dev/full");
/** Windows has no signals, and its pipes break with other errors. */
const describeOnUnix = process.platform === "win32" ? describe.skip : describe;

describe("commands", () => {
  it("--version prints the version of the package", () => {
    const { version } = JSON.parse(readFileSync(join(projectFolder, "package.json"), "utf8"));
    expect(rtvalidate(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
    expect(rtvalidate(["-V"]).stdout).toBe(`${version}\n`);
  });

  it("--help names every command, every option and every exit code", () => {
    const { code, stdout, stderr } = rtvalidate(["--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const { usage } of Object.values(commands)) expect(stdout).toContain(`rtvalidate ${usage}`);
    for (const name of Object.keys(options))
      expect(stdout).toContain(negated.includes(name) ? `--no-${name}` : `--${name}`);
    expect(stdout.replaceAll("\n", " ")).toMatch(/0 all was read .* 1 something did; 2 wrong use .* 3 a fault/);
  });

  it.each(Object.keys(commands))("%s --help tells of that command", (name) => {
    const { code, stdout } = rtvalidate([name, "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain(name === "check" ? "rtvalidate [inputs...]" : `rtvalidate ${name}`);
  });

  it("rules lists each rule with its level and what it says, in order", () => {
    const { code, stdout } = rtvalidate(["rules"]);
    expect(code).toBe(0);
    const written = stdout.split("\n");
    const rows = written.map((line) => line.split(/ {2,}/)).filter(([id, ...more]) => id !== "" && more.length > 0);
    expect(rows).toEqual(rules.map(({ id, level, summary }) => [id, level, summary]));
    const grounds = written.filter((line) => line.startsWith("  "));
    expect(grounds).toEqual(sessionRules.map(({ evidence, source }) => `  ${evidence}; ${source}`));
  });

  it.each(rules.map(({ id }) => id))("explain %s prints its page", (id) => {
    const page = readFileSync(join(projectFolder, "examples", "rules", `${id}.md`), "utf8");
    expect(rtvalidate(["explain", id])).toEqual({ code: 0, stdout: page, stderr: "" });
  });

  it("schemas lists what is bundled, where it comes from and where it deviates", () => {
    const { code, stdout } = rtvalidate(["schemas"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/openai\/openai-openapi openapi\.json\ncommit [0-9a-f]{40}, \d{4}-\d\d-\d\d\n/);
    expect(stdout).toMatch(/^response +schemas\/response\.json +ga RealtimeResponse$/m);
    expect(stdout).toMatch(/^ {2}response\.json#\/properties\/status_details\n.*\n {4}source: ./m);
  });

  it("schemas show prints the schema that judges a name", () => {
    const file = readFileSync(join(projectFolder, "schemas", "response.json"), "utf8");
    expect(rtvalidate(["schemas", "show", "response"])).toEqual({ code: 0, stdout: file, stderr: "" });
    expect(JSON.parse(rtvalidate(["schemas", "show", "response.done"]).stdout)).toHaveProperty("$defs");
  });

  it("completion prints a script that a shell can read", () => {
    const { code, stdout } = rtvalidate(["completion"]);
    expect(code).toBe(0);
    expect(stdout).toContain("rtvalidate");
    const checked = hasBash
      ? spawnSync("bash", ["-n"], { input: stdout, encoding: "utf8" })
      : { status: 0, stderr: "" };
    expect(checked).toMatchObject({ status: 0, stderr: "" });
  });

  it.each([
    [["expl"], ["explain"]],
    [
      ["explain", "miss"],
      ["missing-field", "missing-wire-field"],
    ],
    [
      ["--profile", ""],
      ["wire", "spec", "strict"],
    ],
    [["--no-p"], ["--no-progress"]],
  ])("completes %j", (words, wanted) => {
    const { stdout } = rtvalidate(["--get-yargs-completions", "rtvalidate", ...words]);
    expect(stdout.trim().split("\n")).toEqual(wanted);
  });
});

describe("wrong use is told in a line, with the nearest name, and gives 2", () => {
  it.each([
    [["--profil", "spec"], 'the option "--profil" is not known; did you mean --profile?'],
    [["-x"], 'the option "-x" is not known'],
    [["--profile", "specs"], '--profile wants wire, spec, strict, got "specs"'],
    [["--format", "jsn"], '--format wants pretty, compact, json, jsonl, github, got "jsn"; did you mean json?'],
    [["--format", "json="], "--format json= wants the name of a file after it"],
    [["-f", "json=a", "-f", "jsonl=a"], "two formats are to be written to a"],
    [["--rule", "enum-mismach=off"], 'the rule "enum-mismach" is not known; did you mean enum-mismatch?'],
    [["--rule", "enum-mismatch=loud"], "--rule enum-mismatch=LEVEL wants off, note, warning, error"],
    [["--fail-on", "errors"], "--fail-on wants error, warning, note, never"],
    [["--max-findings", "few"], '--max-findings wants a number, got "few"'],
    [["--max-record", "64 apples"], '--max-record wants a size such as 64M, got "64 apples"'],
    [["--passthrough", "good"], "--passthrough wants valid, invalid, all"],
    [["--schema", "no-such.json"], "the schema no-such.json: cannot read it: no such file"],
    [
      ["--schema", "respons"],
      "the schema respons: cannot read it: no such file; the schemas that have names are auto, response",
    ],
    [["explain"], "explain wants a rule; rtvalidate rules lists them"],
    [["explain", "enum"], 'the rule "enum" is not known'],
    [["schemas", "show", "respons"], 'no schema is named "respons"; did you mean response?'],
    [["schemas", "response.done"], 'schemas takes no "response.done"; to see one it is rtvalidate schemas show NAME'],
    [["schemas", "show"], "schemas show wants the name of a schema; rtvalidate schemas lists them"],
  ])("%j", (args, message) => {
    const { code, stdout, stderr } = rtvalidate(args, { cwd: folderWith({}) });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(`rtvalidate: ${message}`);
    expect(stderr.trimEnd().split("\n")).toHaveLength(2);
  });
});

describe("exit codes", () => {
  it("0 where all was read and nothing is wrong", () => {
    expect(rtvalidate([], { input: `${valid}\n` })).toEqual({
      code: 0,
      stdout: "1 record valid in 1 file\n",
      stderr: "",
    });
  });

  it("1 where there is an error", () => {
    const { code, stdout } = rtvalidate([], { input: `${valid}\n${misspelt}\n` });
    expect(code).toBe(1);
    expect(stdout).toContain(`<stdin>:2:57: ${complaint}`);
  });

  it.each([
    ["error", 0],
    ["warning", 1],
    ["note", 1],
    ["never", 0],
  ])("--fail-on %s with a warning gives %i", (level, code) => {
    expect(rtvalidate(["--fail-on", level], { input: doubtful }).code).toBe(code);
  });

  it("--fail-on never lets errors pass and still prints them", () => {
    const { code, stdout } = rtvalidate(["--fail-on", "never"], { input: misspelt });
    expect(code).toBe(0);
    expect(stdout).toContain(complaint);
  });

  it.each([
    ["a file", "absent.jsonl", "no such file or directory"],
    ["a word", "help", "help: no such file or directory; rtvalidate --help lists the commands"],
    ["a glob", "absent/*.jsonl", "no file matches"],
    ["a directory without captures", ".", "no .jsonl, .ndjson or .json file in this directory"],
  ])("2 where %s is not there, and the other inputs are still checked", (_what, name, message) => {
    const cwd = folderWith({ "there/ebb.jsonl": misspelt });
    const target = name === "." ? folderWith({}) : name;
    const { code, stdout } = rtvalidate([target, "there/ebb.jsonl"], { cwd });
    expect(code).toBe(2);
    expect(stdout).toContain(message);
    expect(stdout).toContain(`there/ebb.jsonl:1:57: ${complaint}`);
    expect(stdout).toContain("1 input not fully read");
  });

  it.each([
    ["", "nothing"],
    ["\n \r\n", "blank lines"],
    ["\ufeff", "a byte order mark"],
  ])("2 for an input of %j, 0 with --allow-empty", (input) => {
    const { code, stdout } = rtvalidate([], { input });
    expect(code).toBe(2);
    expect(stdout).toContain("no record in this input (--allow-empty accepts that)");
    expect(rtvalidate(["--allow-empty"], { input })).toMatchObject({ code: 0, stderr: "" });
  });

  it("2 where the input is gzip that is cut off or UTF-16, which it names", () => {
    const gzip = rtvalidate([], { input: Buffer.from([0x1f, 0x8b, 8, 0]) });
    expect(gzip.code).toBe(2);
    expect(gzip.stdout).toMatch(/<stdin>: gzip data that ends in the middle/);
    const utf16 = rtvalidate([], { input: Buffer.from(`\ufeff${valid}`, "utf16le") });
    expect(utf16.code).toBe(2);
    expect(utf16.stdout).toMatch(/<stdin>: UTF-16 text; convert it to UTF-8 first/);
  });
});

describe("a live pipe", () => {
  it("shows a finding while the pipe is open", async () => {
    const { child, says, ended } = startRtvalidate([]);
    child.stdin.write(`${valid}\n${misspelt}\n`);
    await says(complaint);
    expect(child.exitCode).toBeNull();
    child.stdin.end(`${valid}\n`);
    expect(await ended).toMatchObject({ code: 1, stderr: "" });
  });
});

describeOnUnix("the world around it", () => {
  it("gives 130 on an interrupt, after a summary", async () => {
    const { child, says, ended } = startRtvalidate([]);
    child.stdin.write(`${misspelt}\n${valid}\n`);
    await says(complaint);
    child.kill("SIGINT");
    const { code, stdout, stderr } = await ended;
    expect({ code, stderr }).toEqual({ code: 130, stderr: "" });
    expect(stdout).toMatch(/1 error in 2 records of 1 file: 1 invalid, 1 valid\n$/);
  });

  it("ends quietly when the reader of its output has gone, by what was seen", async () => {
    const child = spawn(process.execPath, [entry, "--max-findings", "1000000"], { env: cleanEnv() });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdin.on("error", () => undefined);
    child.stdout.once("data", () => {
      child.stdout.destroy();
      child.stdin.end(`${misspelt}\n`.repeat(20_000));
    });
    child.stdin.write(`${misspelt}\n`);
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  });
});

(hasFull ? describe : describe.skip)("a full disk", () => {
  it("gives 2 and one line", () => {
    const { status, stderr } = spawnSync("sh", ["-c", `"${process.execPath}" "${entry}" >/dev/full`], {
      input: misspelt,
      env: cleanEnv(),
      encoding: "utf8",
    });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^rtvalidate: cannot write standard output: ENOSPC[^\n]*\n$/);
  });
});

describe("inputs", () => {
  it("searches a directory for .jsonl, .ndjson and .json, sorted, and passes over what is hidden", () => {
    const cwd = folderWith({
      "pier/b.jsonl": misspelt,
      "pier/a.ndjson": misspelt,
      "pier/deep/c.json": misspelt,
      "pier/notes.txt": "not a capture",
      "pier/.cache/d.jsonl": "not looked at",
      "pier/node_modules/e.jsonl": "not looked at",
    });
    const { code, stdout } = rtvalidate(["pier", "-f", "compact", "-q"], { cwd });
    expect(code).toBe(1);
    const files = stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.split(":")[0]?.replaceAll("\\", "/"));
    expect(files).toEqual(["pier/a.ndjson", "pier/b.jsonl", "pier/deep/c.json"]);
  });

  it("expands globs itself", () => {
    const cwd = folderWith({ "a.jsonl": valid, "deep/b.jsonl": valid, "c.ndjson": valid });
    expect(rtvalidate(["**/*.jsonl"], { cwd }).stdout).toBe("2 records valid in 2 files\n");
  });

  it("checks a file once however often it is named", () => {
    const cwd = folderWith({ "ebb.jsonl": valid });
    expect(rtvalidate(["ebb.jsonl", "./ebb.jsonl", ".", "*.jsonl"], { cwd }).stdout).toBe("1 record valid in 1 file\n");
  });

  it("reads standard input for - beside files, under the name it is given", () => {
    const cwd = folderWith({ "ebb.jsonl": valid });
    const { stdout } = rtvalidate(["ebb.jsonl", "-", "--stdin-name", "flood.jsonl"], { cwd, input: misspelt });
    expect(stdout).toContain(`flood.jsonl:1:57: ${complaint}`);
    expect(stdout).toContain("of 2 files");
  });

  it("takes a file that is named like a command where -- or check comes first", () => {
    const cwd = folderWith({ rules: valid });
    expect(rtvalidate(["check", "rules"], { cwd }).stdout).toBe("1 record valid in 1 file\n");
    expect(rtvalidate(["--", "rules"], { cwd }).stdout).toBe("1 record valid in 1 file\n");
  });
});

describe("--passthrough", () => {
  // bytes that no parse and print would give back: spaces, escapes, a record that is not JSON, CRLF, no final newline
  const good = '{ "object" : "realtime.response", "id" : "r\\u0065sp_Ebb1" }';
  const lines = [good, misspelt, "not json", valid];
  const input = `\ufeff${lines[0]}\r\n\n${lines.slice(1).join("\n")}`;
  const joined = (...records: (string | undefined)[]): string => records.map((record) => `${record}\n`).join("");

  it.each([
    ["valid", joined(good, valid)],
    ["invalid", joined(misspelt, "not json")],
    ["all", joined(...lines)],
  ])("%s hands on these records as they came, and findings go to standard error", (which, records) => {
    const { code, stdout, stderr } = rtvalidate(["--passthrough", which], { input });
    expect({ code, stdout }).toEqual({ code: 1, stdout: records });
    expect(stderr).toContain(`<stdin>:3:57: ${complaint}`);
    expect(stderr).toContain("2 errors in 4 records of 1 file: 2 invalid, 2 valid");
  });

  it("hands on bytes that are not UTF-8 as they are", () => {
    const bytes = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d, 0x0a]);
    const { stdout } = spawnSync(process.execPath, [entry, "--passthrough", "invalid"], {
      input: bytes,
      env: cleanEnv(),
    });
    expect(Buffer.compare(stdout, bytes)).toBe(0);
  });
});

describe("formats", () => {
  it("writes several at once, each where it belongs", () => {
    const cwd = folderWith({ "ebb.jsonl": `${misspelt}\n${valid}\n` });
    const args = [
      "ebb.jsonl",
      "-f",
      "compact",
      "-f",
      "json=report.json",
      "-f",
      "jsonl=report.jsonl",
      "-f",
      "pretty=report.txt",
    ];
    const { code, stdout } = rtvalidate(args, { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain(complaint);
    const report = JSON.parse(readFileSync(join(cwd, "report.json"), "utf8"));
    expect(report.findings).toMatchObject([{ rule: "enum-mismatch", file: "ebb.jsonl", line: 1, column: 57 }]);
    expect(report.summary).toMatchObject({ records: 2, valid: 1, invalid: 1 });
    const lines = readFileSync(join(cwd, "report.jsonl"), "utf8").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).kind)).toEqual(["finding", "summary"]);
    expect(readFileSync(join(cwd, "report.txt"), "utf8")).toContain('did you mean "completed"?');
  });

  it("gives 2 where a report cannot be written", () => {
    const { code, stderr } = rtvalidate(["-f", "json=absent/report.json"], { cwd: folderWith({}), input: valid });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^rtvalidate: cannot write absent\/report\.json: /);
  });

  it("adds annotations in GitHub Actions where no format was asked for", () => {
    const env = { GITHUB_ACTIONS: "true" };
    const { stdout } = rtvalidate([], { env, input: misspelt });
    expect(stdout).toMatch(/^<stdin>:1:57: error: /);
    expect(stdout).toMatch(/^::error file=.*,line=1,col=57,title=enum-mismatch::at \/status/m);
    expect(rtvalidate(["-f", "compact"], { env, input: misspelt }).stdout).not.toContain("::error");
    expect(rtvalidate([], { input: misspelt }).stdout).not.toContain("::error");
  });

  it("prints at most --max-findings of a file, and counts all", () => {
    const cwd = folderWith({ "ebb.jsonl": `${misspelt}\n`.repeat(5), "flood.jsonl": `${misspelt}\n` });
    const { stdout } = rtvalidate(["ebb.jsonl", "flood.jsonl", "--max-findings", "2"], { cwd });
    expect(stdout.match(/ error: /g)).toHaveLength(3);
    expect(stdout).toContain("ebb.jsonl: and 3 more findings, not printed (--max-findings)\n");
    expect(stdout).toContain("6 errors in 6 records of 2 files");
  });

  it("prints 100 of a file where nothing is said, and all of them in json", () => {
    const input = `${misspelt}\n`.repeat(130);
    expect(rtvalidate([], { input }).stdout).toContain("<stdin>: and 30 more findings, not printed");
    expect(JSON.parse(rtvalidate(["-f", "json"], { input }).stdout).findings).toHaveLength(130);
  });

  it("--quiet leaves the findings and takes the summary", () => {
    expect(rtvalidate(["-q"], { input: valid }).stdout).toBe("");
    const { stdout } = rtvalidate(["--quiet"], { input: misspelt });
    expect(stdout).toContain(complaint);
    expect(stdout.trimEnd().split("\n")).toHaveLength(1);
  });

  it.each<[string[], Record<string, string>, boolean]>([
    [[], {}, false],
    [["--color", "always"], {}, true],
    [["--color"], {}, true],
    [[], { FORCE_COLOR: "1" }, true],
    [[], { FORCE_COLOR: "0" }, false],
    [[], { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
    [["--color", "always"], { NO_COLOR: "1" }, true],
    [["--color", "never"], { FORCE_COLOR: "1" }, false],
    [["--no-color"], { FORCE_COLOR: "1" }, false],
  ])("with %j under %j: coloured is %s", (args, env, coloured) => {
    const { stdout } = rtvalidate(["-f", "pretty", ...args], { env, input: misspelt });
    expect(stdout).toContain("complete");
    expect(stdout.includes("\u001b[")).toBe(coloured);
  });
});

describe("levels", () => {
  const rulesFor = (args: string[], input: string): string[] => {
    const { findings } = JSON.parse(rtvalidate(["-f", "json", ...args], { input }).stdout);
    return findings.map(({ rule, severity }: { rule: string; severity: string }) => `${rule} ${severity}`);
  };

  it.each(["note", "warning", "error"])("--rule sets a rule to %s", (level) => {
    expect(rulesFor(["-r", `enum-mismatch=${level}`], misspelt)).toEqual([`enum-mismatch ${level}`]);
  });

  it("--rule turns a rule off, and the record is valid then", () => {
    const { code, stdout } = rtvalidate(["--rule", "enum-mismatch=off"], { input: misspelt });
    expect({ code, stdout }).toEqual({ code: 0, stdout: "1 record valid in 1 file\n" });
  });

  it("--rule can be repeated, and stands over the profile", () => {
    const args = ["-p", "strict", "-r", "unknown-field=note", "-r", "missing-wire-field=off"];
    expect(rulesFor(args, doubtful)).toEqual(["unknown-field note"]);
  });

  it("--profile strict makes every doubt an error, and what the wire always has with it", () => {
    expect(rulesFor([], doubtful)).toEqual(["unknown-field warning"]);
    expect(rulesFor(["-p", "strict", "-r", "missing-wire-field=off"], doubtful)).toEqual(["unknown-field error"]);
    expect(rulesFor([], sparse)).toEqual([]);
    expect(new Set(rulesFor(["-p", "strict"], sparse))).toEqual(new Set(["missing-wire-field error"]));
  });

  it("--profile spec takes the published nullability and knows no unknown fields", () => {
    const created = '{"object":"realtime.response","status_details":null}';
    expect(rulesFor([], created)).toEqual([]);
    expect(rulesFor(["-p", "spec"], created)).toEqual(["wrong-type error"]);
    expect(rulesFor(["-p", "spec"], doubtful)).toEqual([]);
  });
});

describe("--schema", () => {
  it("response takes every record for a RealtimeResponse", () => {
    const { stdout } = rtvalidate(["-s", "response"], { input: '{"type":"session.created"}\n{"stat":1}\n' });
    expect(stdout).toContain("got the event session.created, want a RealtimeResponse [unrecognized-record]");
    expect(stdout).toContain('without "type", with "stat", want a RealtimeResponse [unrecognized-record]');
  });

  it("a path judges by that schema", () => {
    const cwd = folderWith({ "pier.json": '{"type":"object","required":["pier"]}' });
    const { code, stdout } = rtvalidate(["-s", "pier.json"], { cwd, input: '{"pier":1}\n{}\n' });
    expect(code).toBe(1);
    expect(stdout).toContain('<stdin>:2:1: error: missing field "pier" [missing-field]');
  });
});
