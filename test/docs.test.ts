/** README and the pages of rules say what the program does. UPDATE=1 writes what it prints into them. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { exitCodes } from "../src/cli/exit.ts";
import { commands, negated, type Option, options } from "../src/cli/options.ts";
import { reporters } from "../src/report/index.ts";
import { rules } from "../src/rules/index.ts";
import type { Level } from "../src/finding.ts";
import type { ApiName } from "../src/index.ts";
import { everyWay, type WayOptions } from "./support/every-way.ts";
import { cleanEnv, entry, gitEnv, projectFolder, rtvalidate } from "./support/cli.ts";
import { type Block, blocksOf, codesIn, sectionOf, tableOf, unescaped, withTexts } from "./support/markdown.ts";

const isUpdate = process.env["UPDATE"] !== undefined;
const read = (...path: string[]): string => readFileSync(join(projectFolder, ...path), "utf8");

/** Writes the files that a page shows: blocks whose fence has a name. */
function writeFiles(folder: string, blocks: readonly Block[]): void {
  for (const { language, flags, text } of blocks) {
    if (language === "json" && flags[0]) writeFileSync(join(folder, flags[0]), text);
  }
}

/** The page as it is; with UPDATE=1 it is written anew, and the blocks agree by then. */
function settle(file: string, page: string, texts: readonly (readonly [Block, string])[]): void {
  if (isUpdate) writeFileSync(join(projectFolder, file), withTexts(page, texts));
  else expect(texts.map(([{ text }]) => text)).toEqual(texts.map(([, text]) => text));
}

describe("pages of rules", () => {
  const folder = join("examples", "rules");
  const pages = readdirSync(join(projectFolder, folder)).map((name) => name.replace(/\.md$/, ""));

  test("there is one for each rule, and no other", () => {
    expect(pages.toSorted()).toEqual(rules.map(({ id }) => id).toSorted());
  });

  describe.each(rules.filter(({ id }) => pages.includes(id)))("$id", ({ id, level, summary }) => {
    const file = join(folder, `${id}.md`);
    const page = read(folder, `${id}.md`);
    const blocks = blocksOf(page);
    const cwd = mkdtempSync(join(tmpdir(), "rtvalidate-page-"));
    beforeAll(() => writeFiles(cwd, blocks));
    afterAll(() => rmSync(cwd, { recursive: true }));
    const bytesOf = ({ text, flags }: Block): string | Uint8Array =>
      flags.includes("escaped") ? unescaped(text) : text;

    function run(block: Block): ReturnType<typeof rtvalidate> {
      const settings = block.settings.flatMap(([name, value]) => [`--${name}`, value]);
      const args = ["--format", "pretty", "--quiet", "--color", "never", "--stdin-name", "capture.jsonl", ...settings];
      return rtvalidate(args, { input: bytesOf(block), cwd });
    }

    /** The settings of a fence as the core has them. */
    function planOf({ settings }: Block): WayOptions {
      const levels = settings
        .filter(([name]) => name === "rule")
        .map(([, value]) => value.split("=") as [string, Level]);
      const schema = settings.find(([name]) => name === "schema")?.[1];
      const api = settings.find(([name]) => name === "api")?.[1] as ApiName | undefined;
      return {
        rules: Object.fromEntries(levels),
        ...(schema === undefined ? {} : { schema: join(cwd, schema) }),
        ...(api === undefined ? {} : { api }),
      };
    }

    test("begins with the rule, its level and what it says", () => {
      expect(page.split("\n").slice(0, 3)).toEqual([`# ${id}`, "", `Default: ${level}. It says: ${summary}.`]);
    });

    test("has what, why and a source", () => {
      for (const heading of ["What", "Why", "Source"]) expect(sectionOf(page, heading).trim()).not.toBe("");
      expect(sectionOf(page, "Source")).toMatch(/https:\/\//);
    });

    test("the bad capture gives what the page shows, of this rule alone", () => {
      const of = blocks.filter(({ heading }) => heading === "Bad");
      expect(of.map(({ language }) => language)).toEqual(["jsonl", "text"]);
      const [bad, shown] = of;
      const { stdout, stderr } = run(bad!);
      expect(stderr).toBe("");
      const found = [...stdout.matchAll(/^capture\.jsonl:\d+:\d+: \w+: ([\w-]+)/gm)].map(([, rule]) => rule);
      expect([...new Set(found)]).toEqual([id]);
      settle(file, page, [[shown!, stdout]]);
    });

    test("both captures give the same on every way in", async () => {
      for (const block of blocks.filter(({ language }) => language === "jsonl")) {
        const { findings } = await everyWay(bytesOf(block), { sessionRules: true, ...planOf(block) });
        expect(findings.length > 0).toBe(block.heading === "Bad");
      }
    });

    test("the good capture gives nothing", () => {
      const of = blocks.filter(({ heading }) => heading === "Good");
      expect(of.map(({ language }) => language)).toEqual(["jsonl"]);
      expect(run(of[0]!)).toEqual({ code: 0, stdout: "", stderr: "" });
    });
  });
});

describe("README", () => {
  const page = read("README.md");

  // they are written for a POSIX shell
  (process.platform === "win32" ? describe.skip : describe)("blocks that run", () => {
    const scratch = mkdtempSync(join(tmpdir(), "rtvalidate-readme-"));
    afterAll(() => rmSync(scratch, { recursive: true }));
    const blocks = blocksOf(page);

    /** A project in which `rtvalidate`, `npx rtvalidate` and `node bin/rtvalidate.js` start the program of this checkout. */
    function prepare(name: string, more: readonly string[]): string {
      const folder = join(scratch, name);
      for (const inner of ["bin", "node_modules", "fixtures"]) mkdirSync(join(folder, inner), { recursive: true });
      symlinkSync(projectFolder, join(folder, "node_modules", "rtvalidate"), "junction");
      symlinkSync(join(projectFolder, "node_modules", "expect"), join(folder, "node_modules", "expect"), "junction");
      cpSync(join(projectFolder, "examples"), join(folder, "examples"), { recursive: true });
      writeFiles(folder, blocks);
      const start = `process.argv.push(...${JSON.stringify(more)});\nrequire(${JSON.stringify(entry)});\n`;
      writeFileSync(join(folder, "bin", "rtvalidate.js"), start);
      const run = `#!/bin/sh\nexec "${process.execPath}" "${join(folder, "bin", "rtvalidate.js")}" "$@"\n`;
      writeFileSync(join(folder, "bin", "rtvalidate"), run, { mode: 0o755 });
      writeFileSync(join(folder, "bin", "npx"), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
      return folder;
    }
    const plain = prepare("plain", []);
    const terminal = prepare("terminal", ["--format", "pretty"]);

    const env = (folder: string): NodeJS.ProcessEnv =>
      cleanEnv({ ...gitEnv, PATH: `${join(folder, "bin")}${delimiter}${process.env["PATH"]}` });

    /** The hook that the README gives, in a repository with a fixture that it has to refuse. */
    function prepareHook(folder: string): void {
      const hook = blocks.find(({ flags }) => flags.includes("hook"))?.text ?? "";
      spawnSync("git", ["init", "-q", "."], { cwd: folder, env: env(folder) });
      writeFileSync(join(folder, ".git", "hooks", "pre-commit"), hook, { mode: 0o755 });
      writeFileSync(join(folder, "fixtures", "turn.jsonl"), '{"object":"realtime.response","status":"complete"}\n');
    }

    /** What a shell prints for the commands of a block; `npm ci` has been run by whoever runs the tests. */
    function transcript({ text, flags }: Block): string {
      const cwd = flags.includes("terminal") ? terminal : plain;
      if (flags.includes("hook")) prepareHook(cwd);
      return text
        .split("\n")
        .filter((line) => line.startsWith("$ "))
        .map((line) => {
          const command = line.slice(2).replace(/^npm ci && /, "");
          const { stdout } = spawnSync("sh", ["-c", `{ ${command}\n} 2>&1`], { cwd, env: env(cwd), encoding: "utf8" });
          return `${line}\n${stdout}`;
        })
        .join("");
    }

    /** What a script of the README prints. */
    function output({ text, flags }: Block): string {
      const file = join(plain, `script.${flags[0]}`);
      writeFileSync(file, text);
      const { stdout, stderr } = spawnSync(process.execPath, [file], { cwd: plain, env: env(plain), encoding: "utf8" });
      return stdout + stderr;
    }

    it("show what commands and scripts print", () => {
      const consoles = blocks.filter(({ language, flags }) => language === "console" && !flags.includes("run-by-ci"));
      const scripts = blocks.filter(({ language }) => language === "js");
      expect([consoles.length, scripts.length]).toEqual([6, 4]);
      settle("README.md", page, [
        ...consoles.map((block) => [block, transcript(block)] as const),
        ...scripts.map((block) => [blocks[blocks.indexOf(block) + 1]!, output(block)] as const),
      ]);
    });
  });

  test("the table of options is the program's", () => {
    const written = tableOf(sectionOf(page, "Options")).map(([names = ""]) => codesIn(names).join(" "));
    const all: [string, Option][] = Object.entries(options);
    const known = all.map(([name, { alias, value, choices }]) => {
      const argument = value ?? choices?.join("|");
      const long = `--${negated.includes(name) ? "no-" : ""}${name}${argument === undefined ? "" : ` ${argument}`}`;
      return alias === undefined ? long : `-${alias}, ${long}`;
    });
    expect(written).toEqual(known);
  });

  test("the table of commands is the program's", () => {
    const written = tableOf(sectionOf(page, "Commands")).map(([names = ""]) => codesIn(names)[0]);
    expect(written).toEqual(Object.values(commands).map(({ usage }) => `rtvalidate ${usage}`));
  });

  test("the table of formats is the program's", () => {
    const written = tableOf(sectionOf(page, "Formats")).map(([names = ""]) => codesIn(names)[0]);
    expect(written).toEqual(Object.keys(reporters));
  });

  test("the table of rules is the program's", () => {
    const written = tableOf(sectionOf(page, "Rules"));
    expect(written.map(([id = "", level, summary]) => [codesIn(id)[0], level, summary])).toEqual(
      rules.map(({ id, level, summary }) => [id, level, summary]),
    );
  });

  test("the table of exit codes is the program's", () => {
    const written = tableOf(sectionOf(page, "Exit codes")).map(([code]) => Number(code));
    expect(written).toEqual(Object.values(exitCodes));
  });

  test("the table of findings has the fields of a finding, and the text those of the summary", () => {
    const source = read("src", "finding.ts");
    const fieldsOf = (name: string): string[] => {
      const body = new RegExp(`^export interface ${name} \\{\\n([\\s\\S]*?)^\\}`, "m").exec(source)?.[1] ?? "";
      return [...body.matchAll(/^ {2}(\w+)\??:/gm)].map(([, field = ""]) => field);
    };
    const section = sectionOf(page, "Findings");
    expect(tableOf(section).map(([name = ""]) => codesIn(name)[0])).toEqual(fieldsOf("Finding"));
    expect(codesIn(section)).toEqual(expect.arrayContaining(fieldsOf("Summary")));
  });

  test("the table of exports is the library's", () => {
    const source = read("src", "index.ts");
    const declared = [...source.matchAll(/^export (?:async )?(?:function\*?|const|class|interface|type) (\w+)/gm)];
    const listed = [...source.matchAll(/^export (?:type )?\{([^}]+)\}/gm)];
    const names = [
      ...declared.map(([, name = ""]) => name),
      ...listed.flatMap(([, list = ""]) => list.match(/\w+/g) ?? []),
    ];
    const written = tableOf(sectionOf(page, "Library")).map(([name = ""]) => codesIn(name)[0] ?? "");
    expect(written.toSorted()).toEqual(names.toSorted());
  });

  test("each file that it names is there", () => {
    const links = [...page.matchAll(/\]\(([^)#]+)\)/g)].map(([, target = ""]) => target);
    const missing = links.filter((target) => !/^https?:/.test(target) && !isThere(target));
    expect(missing).toEqual([]);
  });
});

describe("ARCHITECTURE", () => {
  const page = read("ARCHITECTURE.md");

  test("is short enough to be read", () => {
    expect(page.trimEnd().split("\n").length).toBeLessThanOrEqual(150);
  });

  test("has the table of imports that the test of imports holds", () => {
    const held = read("test", "imports.test.ts");
    const strings = (code: string): string[] => [...code.matchAll(/"(\w+)"/g)].map(([, name = ""]) => name);
    const rows = [...held.matchAll(/^ {2}(\w+): \[([^\]]*)\],$/gm)];
    const written = tableOf(sectionOf(page, "Imports")).map(([part = "", others = ""]) => [
      codesIn(part)[0],
      codesIn(others).toSorted(),
    ]);
    const want = rows.map(([, part, code = ""]) => [part, strings(code).toSorted()]);
    expect(Object.fromEntries(written)).toEqual(Object.fromEntries(want));
    expect(want.length).toBeGreaterThan(10);
  });

  test("names files that are there", () => {
    const source = /`((?:cli|input|frame|schema|report|rules)\/[\w/-]*(?:\.ts)?)`/g;
    const named = [...page.matchAll(source)].map(([, path = ""]) => join("src", path));
    expect(named.filter((path) => !isThere(path))).toEqual([]);
  });
});

function isThere(path: string): boolean {
  try {
    readdirSync(join(projectFolder, path));
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOTDIR";
  }
}
