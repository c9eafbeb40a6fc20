/** After an install from the repository: builds, and in a clone points git at the hooks in .githooks. */
import { execFileSync, execSync } from "node:child_process";
import { existsSync } from "node:fs";

if (process.env["npm_config_global"] === "true") {
  // `npm install -g git+...`, which is how pre-commit installs, comes here without what the build needs.
  // Source: https://github.com/npm/cli/issues/8440
  execSync("npm ci --include=dev --ignore-scripts --no-global", { stdio: "inherit" });
} else if (existsSync(".git")) execFileSync("git", ["config", "core.hooksPath", ".githooks"]);
await import("./build.mjs");
