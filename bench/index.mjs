/**
 * How fast rtvalidate is, against the bare loop of baseline.mjs on the same bytes: `node bench [MB]`, and how fast it starts
 * (`--startup`: only that). The programs take turns, each run is a fresh process, and what is compared are the runs of one turn, so
 * that a slow minute of the machine strikes all alike.
 */
import { spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { cpus, devNull } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { corpus, oneLine } from "./corpus.mjs";

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

function checkThatAllIsValid(runs) {
  const { invalid } = JSON.parse(runs[0].output);
  if (invalid > 0) throw new Error(`the baseline finds ${invalid} of the generated records invalid`);
}

async function throughput(kind, megabytes, rounds) {
  const file = await corpus(kind, megabytes);
  const size = statSync(file).size / 1e6;
  const programs = {
    "JSON.parse + ajv": [baseline, file],
    "JSON.parse alone": [baseline, file, "--parse-only"],
    rtvalidate: [rtvalidate, file, `--format=json=${devNull}`],
  };
  const runs = await takeTurns(programs, rounds);
  const first = runs["JSON.parse + ajv"];
  checkThatAllIsValid(first);
  console.log(
    `\n${kind}, ${size.toFixed(0)} MB, ${rounds} turns, node ${process.versions.node}, ${cpus().length} cores; medians\n`,
  );
  printTable(
    ["", "MB/s", "MB per CPU s", "times (wall)", "times (CPU)", "peak MB"],
    Object.entries(runs).map(([name, taken]) => [
      name,
      (size / median(taken.map(({ wall }) => wall))).toFixed(0),
      (size / median(taken.map(({ cpu }) => cpu))).toFixed(0),
      gain(first, taken, "wall").toFixed(2),
      gain(first, taken, "cpu").toFixed(2),
      Math.max(...taken.map(({ peak }) => peak)).toFixed(0),
    ]),
  );
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

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    startup: { type: "boolean" },
    kind: { type: "string", default: "responses" },
    rounds: { type: "string", default: "5" },
  },
});
if (!existsSync(rtvalidate)) throw new Error("nothing to measure: bin/rtvalidate.js is not there");
if (!values.startup) await throughput(values.kind, Number(positionals[0] ?? 300), Number(values.rounds));
await startup();
