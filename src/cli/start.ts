/** Joins the command line to this process: its streams, its signals, its exit. */
import { fstatSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { exitCodes } from "./exit.ts";
import { sinkOf, type Sink } from "./io.ts";
import { main } from "./main.ts";

/** A sink that opens its stream when it is first needed: opening costs time that a clean run can do without. */
function late(open: () => Sink): Sink {
  let sink: Sink | undefined;
  const opened = (): Sink => (sink ??= open());
  return {
    write: (data) => opened().write(data),
    get isTerminal() {
      return opened().isTerminal;
    },
  };
}

function standardInput(): number | AsyncIterable<Uint8Array> {
  try {
    if (fstatSync(0).isFile()) return 0;
  } catch {
    // no descriptor 0 at all; the stream knows what to make of that
  }
  return process.stdin;
}

export async function start(): Promise<void> {
  const interrupted = new Promise<void>((resolve) => {
    process.once("SIGINT", resolve);
  });
  const code = await main(process.argv.slice(2), {
    stdout: late(() => sinkOf(process.stdout, "standard output")),
    stderr: late(() => sinkOf(process.stderr, "standard error")),
    stdin: standardInput,
    get stdinIsTerminal() {
      return process.stdin.isTTY === true;
    },
    env: process.env,
    home: fileURLToPath(new URL("../../", import.meta.url)),
    interrupted,
  });
  process.exitCode = code;
  // all that was written has been taken; what keeps the process alive is an input that nobody reads any more
  if (code === exitCodes.interrupted) process.exit();
}
