/** Chunks of bytes -> blocks of whole records. Only this folder ever sees half a record. */
import { type Block, InputError, type Source } from "../event.ts";
import { lines, type Skimming } from "./lines.ts";
import { foreign, layoutOf } from "./sniff.ts";
import { createWindow, type Window } from "./window.ts";

/** Bytes of a first line beyond which nobody waits for its end to tell how the input is laid out. */
const sniffed = 64 * 1024;

const byteOrderMark = [0xef, 0xbb, 0xbf];

/** Reads until the first line that is not blank is whole, or long enough. */
async function firstLine(window: Window): Promise<{ text: string; whole: boolean; alone: boolean }> {
  for (;;) {
    const head = window.bytes.toString("latin1", 0, Math.min(window.length, sniffed));
    const found = /^\s*(\S[^\n]*)(\n?)/.exec(head);
    const whole = found?.[2] === "\n" || window.ended;
    if (whole || window.length >= sniffed) {
      return { text: (found?.[1] ?? "").trim(), whole, alone: found?.[2] !== "\n" && window.ended };
    }
    await window.fill();
  }
}

/**
 * Cuts an input into blocks.
 * @param maxRecord bytes that one record may have.
 * @param skimming what skims lines, where there is such a thing.
 * @throws InputError where the first bytes are not those of UTF-8 text, and where the source cannot be read.
 */
export async function* blocksOf(source: Source, maxRecord: number, skimming?: Skimming): AsyncGenerator<Block> {
  const window = createWindow(source);
  while (window.length < 4 && (await window.fill()));
  const message = foreign(window.bytes.subarray(0, window.length));
  if (message) throw new InputError(message);
  if (byteOrderMark.every((byte, at) => window.length > at && window.bytes[at] === byte))
    window.drop(byteOrderMark.length);
  const { text, ...line } = await firstLine(window);
  const layout = layoutOf(source.name, text, line);
  if (layout === "lines") return yield* lines(window, maxRecord, skimming);
  if (layout === "yaml") return yield* (await import("./yaml.ts")).yamlRecords(window, maxRecord);
  const { documents } = await import("./document.ts");
  yield* layout === "document" ? documents(window, maxRecord) : spread(documents(window, maxRecord));
}

/** Marks the first record of a JSON-lines input that is not one record a line. */
async function* spread(blocks: AsyncGenerator<Block>): AsyncGenerator<Block> {
  let told = false;
  for await (const block of blocks) {
    const records = [...block.records];
    const [first] = records;
    if (first && !told) {
      records.unshift({ ...first, to: first.from, cut: "spread" });
      told = true;
    }
    yield { ...block, records };
  }
}
