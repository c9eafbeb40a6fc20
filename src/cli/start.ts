/** Joins the command line to this process: its streams, its signals, its exit. */
import { fstatSync } from "node:fs";
import { join } from "node:path";
import { exitCodes } from "./exit.ts";
import { isDevice, OutputError, sinkOf, type Sink, writeAll } from "./io.ts";
import { main } from "./main.ts";

/**
 * A sink that asks for nothing until it is needed. A terminal is written to as Node does; a file or a pipe
 * directly, since loading Node's streams for one line takes longer than the whole check of a small file.
 */
function late(descriptor: number, stream: () => NodeJS.WriteStream, name: string): Sink {
  let sink: Sink | undefined;
  const opened = (): Sink =>
    (sink ??= isDevice(descriptor) ? sinkOf(stream(), name) : descriptorSink(descriptor, stream, name));
  return {
    write: (data) => opened().write(data),
    get isTerminal() {
      return opened().isTerminal;
    },
  };
}

function descriptorSink(descriptor: number, stream: () => NodeJS.WriteStream, name: string): Sink {
  let slow: Sink | undefined;
  return {
    isTerminal: false,
    async write(data) {
      if (slow) return slow.write(data);
      const bytes = typeof data === "string" ? Buffer.from(data) : data;
      try {
        writeAll(descriptor, bytes);
      } catch (error) {
        const { code, written = 0 } = error as { code?: string; written?: number };
        if (code !== "EAGAIN") throw new OutputError(name, error);
        // whoever shares the pipe made it non-blocking; a stream waits for it properly
        slow = sinkOf(stream(), name);
        return slow.write(bytes.subarray(written));
      }
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
    stdout: late(1, () => process.stdout, "standard output"),
    stderr: late(2, () => process.stderr, "standard error"),
    stdin: standardInput,
    get stdinIsTerminal() {
      return process.stdin.isTTY;
    },
    env: process.env,
    home: join(__dirname, ".."),
    interrupted,
  });
  process.exitCode = code;
  // all that was written has been taken; what keeps the process alive is an input that nobody reads any more
  if (code === exitCodes.interrupted) process.exit();
}
