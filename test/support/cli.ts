/** Runs the real binary, as a user's shell would. */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { devNull } from "node:os";
import { join } from "node:path";

export const projectFolder: string = join(import.meta.dirname, "..", "..");

/** What `rtvalidate` starts. */
export const entry: string = join(projectFolder, "bin", "rtvalidate.js");

export interface Options {
  input?: string | Uint8Array;
  cwd?: string;
  env?: Record<string, string>;
}

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** What changes the program's answer and differs from machine to machine. */
const telling = new Set(["CI", "GITHUB_ACTIONS", "NO_COLOR", "FORCE_COLOR", "TERM", "SHELL", "NODE_OPTIONS"]);

/** This process's environment without what the program looks at, and with `more`. */
export function cleanEnv(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !telling.has(name));
  return { ...Object.fromEntries(own), ...more };
}

/** Git as on a machine that nobody has set up. */
export const gitEnv: Readonly<Record<string, string>> = {
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "a",
  GIT_AUTHOR_EMAIL: "a@example.com",
  GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@example.com",
};

/** Runs to the end with `input` piped in; nothing where there is none. */
export function rtvalidate(args: readonly string[], { input = "", cwd = projectFolder, env }: Options = {}): Outcome {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [entry, ...args], {
    input,
    cwd,
    env: cleanEnv(env),
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  if (error) throw error;
  return { code: status, stdout, stderr };
}

export interface Running {
  child: ChildProcessWithoutNullStreams;
  /** Resolves as soon as standard output has this text in it. */
  says: (text: string) => Promise<void>;
  ended: Promise<Outcome>;
}

/** Starts it and leaves its pipes open. */
export function startRtvalidate(args: readonly string[], { cwd = projectFolder, env }: Options = {}): Running {
  const child = spawn(process.execPath, [entry, ...args], { cwd, env: cleanEnv(env) });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<Outcome>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
  // the child may go away while something is still being written to it
  child.stdin.on("error", () => undefined);
  const says = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (stdout.includes(text)) resolve();
      };
      child.stdout.on("data", look);
      child.on("close", () => reject(new Error(`it ended without saying ${JSON.stringify(text)}: ${stdout}${stderr}`)));
      look();
    });
  return { child, says, ended };
}
