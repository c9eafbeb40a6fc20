/** Writes what tests compare with anew, and says what changed. Read the difference before you commit it. */
import { spawnSync } from "node:child_process";

const run = (command, args, env = {}) =>
  spawnSync(command, args, { stdio: "inherit", env: { ...process.env, ...env } }).status ?? 1;

const jest = ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning", "node_modules/jest/bin/jest.js"];
process.exitCode = run(process.execPath, jest, { UPDATE: "1" });
run("git", ["diff", "--stat"]);
