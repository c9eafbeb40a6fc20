/** Loaded before a measured program (node -r): says on descriptor 3 what the process took, when it ends. Worker threads keep quiet. */
"use strict";
const { writeSync } = require("node:fs");
const { isMainThread } = require("node:worker_threads");

if (isMainThread) process.on("exit", () => writeSync(3, JSON.stringify(process.resourceUsage())));
