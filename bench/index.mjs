/**
 * How fast rtvalidate is, against the bare loop of baseline.mjs and a peer on the same bytes, and how fast it starts:
 * `npm run bench -- [--kind KIND] [--small MB] [--large MB] [--rounds N] [--startup] [--growth]`. The programs take turns, each
 * run is a fresh process, and what is compared are the runs of one turn, so that a slow minute of the machine strikes all alike.
 * Speed is marginal: the bytes between the small and the large file over the difference of the times, so that the start does not blur it.
 */
import { spawn } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { cpus, devNull } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { corpus, kinds, oneLine } from "./corpus.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const baseline = here("baseline.mjs");
const rtvalidate = here("../bin/rtvalidate.js");
const usageHook = here("usage.cjs");
const startupPairs = 15;

/** Runs `node ...args` and answers what it took: seconds of wall and of CPU, peak of memory in MB, exit code, output. */
async function run(args) {
  const start = performance.now();
  const child = spawn(process.execPath, ["-r", usageHook, ...args], {
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const texts = ["", "", ""];
  child.stdio
    .slice(1)
    .forEach((stream, index) => stream.setEncoding("utf8").on("data", (text) => (texts[index] += text)));
  const code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  const wall = (performance.now() - start) / 1000;
  const [output, errors, usage] = texts;
  if (code !== 0)
    throw new Error(`node ${args.join(" ")} ended with ${code}\n${output.slice(0, 2000)}${errors.slice(0, 2000)}`);
  // maxRSS is in kilobytes on every platform: https://nodejs.org/api/process.html#processresourceusage
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(usage);
  return { wall, cpu: (userCPUTime + systemCPUTime) / 1e6, peak: maxRSS / 1024, output };
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Runs every program of `programs` (name to arguments) once in each of `rounds` turns. */
async function takeTurns(programs, rounds) {
  const runs = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, args] of Object.entries(programs)) runs[name].push(await run(args));
  }
  return runs;
}

/** How many times less of `what` than the first program, turn by turn. */
const gain = (first, runs, what) => median(runs.map((taken, turn) => first[turn][what] / taken[what]));

function printTable(head, rows) {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
  const print = (row) =>
    console.log(
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
        .join("  "),
    );
  print(head);
  rows.forEach(print);
}

const schemaFiles = readdirSync(here("../schemas"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".json") && !name.endsWith("index.json"))
  .map((name) => here(`../schemas/${name}`));

/** The peer validates files of one schema, and holds them in memory. */
const peer = (file) => [
  here("../node_modules/@sourcemeta/jsonschema/npm/main.js").replace(/main\.js$/, "cli.js"),
  "validate",
  "--fast",
  ...schemaFiles.flatMap((name) => ["--resolve", name]),
  here("../schemas/response.json"),
  file,
];

function programsFor(kind, file) {
  const checking = (...more) => [rtvalidate, file, `--format=json=${devNull}`, "--fail-on", "never", ...more];
  return {
    "JSON.parse": [baseline, file, "--parse-only"],
    "JSON.parse + ajv": [baseline, file],
    "rtvalidate -j 1": checking("-j", "1"),
    "rtvalidate -j 2": checking("-j", "2"),
    "-j 1, no session rules": checking("-j", "1", "--no-session-rules"),
    "-j 2, no session rules": checking("-j", "2", "--no-session-rules"),
    ...(kind === "responses" && { "@sourcemeta/jsonschema": peer(file) }),
  };
}

/** MB/s between the small and the large file, turn by turn. */
const marginal = (small, large, bytes) => large.map(({ wall }, turn) => bytes / 1e6 / (wall - small[turn].wall));

async function throughput(kind, { small, large, rounds }) {
  const files = [await corpus(kind, small), await corpus(kind, large)];
  const [less, more] = files.map((file) => statSync(file).size);
  const [programs, larger] = files.map((file) => programsFor(kind, file));
  const runs = await takeTurns(programs, rounds);
  const largeRuns = await takeTurns(larger, rounds);
  console.log(
    `\n${kind}, ${small} and ${large} MB, ${rounds} turns, node ${process.versions.node}, ${cpus().length} cores; medians\n`,
  );
  const speeds = Object.fromEntries(
    Object.keys(programs).map((name) => [name, marginal(runs[name], largeRuns[name], more - less)]),
  );
  const times = (name, other) => median(speeds[name].map((speed, turn) => speed / speeds[other][turn])).toFixed(2);
  printTable(
    ["", "MB/s", "whole, MB/s", "times JSON.parse", "times + ajv", "peak MB"],
    Object.keys(programs).map((name) => [
      name,
      median(speeds[name]).toFixed(0),
      (less / 1e6 / median(runs[name].map(({ wall }) => wall))).toFixed(0),
      times(name, "JSON.parse"),
      times(name, "JSON.parse + ajv"),
      Math.max(...largeRuns[name].map(({ peak }) => peak)).toFixed(0),
    ]),
  );
}

/** What becomes of time and memory as the file grows. */
async function growth(rounds) {
  const sizes = [10, 100, 1000];
  const rows = [];
  for (const size of sizes) {
    const file = await corpus("events", size);
    const runs = (await takeTurns({ it: programsFor("events", file)["rtvalidate -j 1"] }, rounds)).it;
    rows.push([`${size} MB`, ms(runs, "wall"), Math.max(...runs.map(({ peak }) => peak)).toFixed(0)]);
  }
  console.log("\nevents of growing size, one thread\n");
  printTable(["", "ms", "peak MB"], rows);
}

const ms = (taken, what) => (1000 * median(taken.map((one) => one[what]))).toFixed(0);

async function startup() {
  const runs = await takeTurns({ bare: ["-e", "0"], rtvalidate: [rtvalidate, await oneLine()] }, startupPairs);
  console.log(`\nstart-up on one record, ${startupPairs} pairs; medians\n`);
  printTable(
    ["", "CPU ms", "wall ms", "CPU ratio", "peak MB"],
    [
      [
        "node -e 0",
        ms(runs.bare, "cpu"),
        ms(runs.bare, "wall"),
        "1.00",
        Math.max(...runs.bare.map(({ peak }) => peak)).toFixed(0),
      ],
      [
        "rtvalidate",
        ms(runs.rtvalidate, "cpu"),
        ms(runs.rtvalidate, "wall"),
        (1 / gain(runs.bare, runs.rtvalidate, "cpu")).toFixed(2),
        Math.max(...runs.rtvalidate.map(({ peak }) => peak)).toFixed(0),
      ],
    ],
  );
}

const { values } = parseArgs({
  options: {
    startup: { type: "boolean" },
    growth: { type: "boolean" },
    kind: { type: "string", multiple: true },
    small: { type: "string", default: "100" },
    large: { type: "string", default: "500" },
    rounds: { type: "string", default: "3" },
  },
});
if (!existsSync(rtvalidate)) throw new Error("nothing to measure: bin/rtvalidate.js is not there");
const rounds = Number(values.rounds);
if (!values.startup && !values.growth) {
  const sizes = { small: Number(values.small), large: Number(values.large), rounds };
  for (const kind of values.kind ?? kinds) await throughput(kind, sizes);
}
if (values.growth) await growth(rounds);
await startup();
