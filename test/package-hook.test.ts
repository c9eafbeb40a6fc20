/** The pre-commit hook that the package offers, and the action, used as others would use them. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { cleanEnv, entry, gitEnv, type Outcome, projectFolder } from "./support/cli.ts";

const good = '{"object":"realtime.response","id":"resp_Buoy1","status":"completed"}\n';
const bad = '{"object":"realtime.response","id":"resp_Buoy1","status":"complete"}\n';

const scratch = mkdtempSync(join(tmpdir(), "rtvalidate-hook-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const env = cleanEnv({
  ...gitEnv,
  PATH: `${join(scratch, "bin")}${delimiter}${process.env["PATH"]}`,
});

function run(command: string, args: readonly string[], cwd: string, more: Record<string, string> = {}): Outcome {
  const result = spawnSync(command, args, { cwd, env: { ...env, ...more }, encoding: "utf8" });
  return { code: result.status, stdout: result.stdout, stderr: result.stderr };
}

/** A value of .pre-commit-hooks.yaml, which is flat. */
function setting(name: string): string {
  const hooks = readFileSync(join(projectFolder, ".pre-commit-hooks.yaml"), "utf8");
  return new RegExp(`^(?:- | {2})${name}: (.*)$`, "m").exec(hooks)?.[1] ?? "";
}

/** Hooks and actions are shell scripts. */
const describeOnUnix = process.platform === "win32" ? describe.skip : describe;

const preCommit = spawnSync("pre-commit", ["--version"]).status === 0 && existsSync(join(projectFolder, ".git"));

describeOnUnix("the pre-commit hook", () => {
  const repository = join(scratch, "repository");

  beforeAll(() => {
    mkdirSync(join(repository, "fixtures"), { recursive: true });
    mkdirSync(join(scratch, "bin"), { recursive: true });
    // what an install of the package puts on the path
    writeFileSync(join(scratch, "bin", "rtvalidate"), `#!/bin/sh\nexec "${process.execPath}" "${entry}" "$@"\n`, {
      mode: 0o755,
    });
    run("git", ["init", "-q", "."], repository);
    // what pre-commit does: the entry, with those staged files for arguments that `files` matches
    const staged = `git diff --cached --name-only --diff-filter=ACMR | grep -E '${setting("files")}'`;
    const hook = `#!/bin/sh\nnames=$(${staged}) || exit 0\nexec ${setting("entry")} $names\n`;
    writeFileSync(join(repository, ".git", "hooks", "pre-commit"), hook, { mode: 0o755 });
  });

  function commit(files: Record<string, string>): Outcome {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(repository, name), text);
    run("git", ["add", "--all"], repository);
    const outcome = run("git", ["commit", "-m", "Fixtures"], repository);
    return { ...outcome, stdout: outcome.stdout + outcome.stderr };
  }

  it("is named and installed as the README says", () => {
    expect([setting("id"), setting("language")]).toEqual(["rtvalidate", "node"]);
  });

  it("lets a good fixture pass", () => {
    expect(commit({ "fixtures/good.jsonl": good }).code).toBe(0);
    expect(run("git", ["log", "--oneline"], repository).stdout).toContain("Fixtures");
  });

  it("refuses a bad one and says where", () => {
    const { code, stdout } = commit({ "fixtures/bad.ndjson": bad });
    expect(code).toBe(1);
    expect(stdout).toContain("fixtures/bad.ndjson:1:58: error: at /status");
    expect(commit({ "fixtures/bad.ndjson": good }).code).toBe(0);
  });

  it("does not look at other files", () => {
    expect(commit({ "notes.txt": "not a capture", "package.json": "{}" }).code).toBe(0);
  });

  (preCommit ? describe : describe.skip)("in the pre-commit program", () => {
    // it clones, installs and builds
    it("refuses the bad fixture of two", () => {
      writeFileSync(join(repository, "fixtures", "bad.jsonl"), bad);
      run("git", ["add", "--all"], repository);
      const files = ["fixtures/bad.jsonl", "fixtures/good.jsonl"];
      const { code, stdout } = run(
        "pre-commit",
        ["try-repo", projectFolder, "rtvalidate", "--files", ...files],
        repository,
      );
      expect(stdout).toContain("fixtures/bad.jsonl:1:58: error: at /status");
      expect(stdout).toContain("1 error in 2 records of 2 files");
      expect(code).toBe(1);
    }, 600_000);
  });
});

describeOnUnix("the action", () => {
  /** The script of the action's last step. */
  function script(): string {
    const action = readFileSync(join(projectFolder, "action.yml"), "utf8");
    const lines = (action.split("run: |\n").at(-1) ?? "").split("\n");
    return lines.map((line) => line.slice(8)).join("\n");
  }
  const act = (files: string, args = ""): Outcome => {
    const inputs = { GITHUB_ACTION_PATH: projectFolder, GITHUB_ACTIONS: "true", FILES: files, ARGS: args };
    return run("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script()], scratch, inputs);
  };

  beforeAll(() => {
    writeFileSync(join(scratch, "good.jsonl"), good);
    writeFileSync(join(scratch, "bad one.jsonl"), bad);
  });

  it("checks the files that it is given, a line each", () => {
    expect(act("good.jsonl\n")).toEqual({ code: 0, stdout: "1 record valid in 1 file\n", stderr: "" });
    const { code, stdout } = act("good.jsonl\r\n\nbad one.jsonl\n");
    expect(code).toBe(1);
    expect(stdout).toContain("\n::error file=bad one.jsonl,line=1,col=58,title=enum-mismatch::");
  });

  it("hands options on, a word a line", () => {
    const { stdout } = act("*.jsonl", "--format\ncompact\n--rule\nenum-mismatch=off\n");
    expect(stdout).toBe("2 records valid in 2 files\n");
  });

  it("takes nothing of its inputs for a script", () => {
    const { code, stdout } = act('$(touch "made")`touch made`; touch made\n--quiet');
    expect(code).toBe(2);
    expect(stdout).toContain("--quiet: no such file or directory");
    expect(existsSync(join(scratch, "made"))).toBe(false);
  });

  it("has no input in the text of a script", () => {
    expect(script()).not.toContain("${{");
  });
});
