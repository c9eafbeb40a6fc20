/**
 * Makes the corpora that are measured: `node bench/corpus.mjs KIND MB` writes bench/data/KIND-MB.jsonl. The same kind and size
 * give the same bytes. Events are those of one session that goes on and on, cut where the file is full; of responses a few thousand
 * are generated once and written again and again, each time under new ids.
 */
import { once } from "node:events";
import { createWriteStream, mkdirSync, readdirSync, renameSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { mulberry32, responses } from "../test/support/generate.mjs";
import { sessions } from "../test/support/sessions.mjs";

/** Characters of a piece of audio: 100 ms of 16-bit PCM at 24 kHz are 6400. */
const units = 6400;

/** Sessions as they are without audio. */
function* events({ seed, count }) {
  let left = count;
  for (const event of sessions({ seed, count: Infinity })) {
    if (/^(input_audio_buffer\.append|response\.output_audio\.delta)$/.test(event.type)) continue;
    if (left-- === 0) return;
    yield event;
  }
}

/** Responses as sessions come to them: of a few kinds, as a service has them, where those of the generator are of great variety. */
function* sessionResponses({ seed, count }) {
  let left = count;
  for (const { type, response } of sessions({ seed, count: Infinity })) {
    if (type !== "response.done") continue;
    if (left-- === 0) return;
    yield response;
  }
}

/** The same with its keys in any order, and here and there without one that need not be there. */
function shuffled(value, random) {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, random));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [random(), key, shuffled(inner, random)]);
  return Object.fromEntries(entries.toSorted(([one], [other]) => one - other).map(([, key, inner]) => [key, inner]));
}

function* anyOrder(options) {
  const random = mulberry32(options.seed);
  for (const event of events(options)) yield shuffled(event, random);
}

/** Events of which one in `every` has a string for its number, or lacks its id. */
function* broken(options, every) {
  let made = 0;
  for (const event of events(options)) {
    const isBroken = made++ % every === 0;
    if (!isBroken) yield event;
    else if ("output_index" in event) yield { ...event, output_index: "0" };
    else yield { ...event, event_id: 7 };
  }
}

const makers = {
  responses,
  "session-responses": sessionResponses,
  events,
  sessions: (options) => sessions({ ...options, units }),
  shuffled: anyOrder,
  "invalid-1": (options) => broken(options, 100),
  "invalid-100": (options) => broken(options, 1),
};
/** Names of the corpora that there are. */
export const kinds = Object.keys(makers);
const poolSize = 4000;
const chunkLength = 1 << 18;

const data = fileURLToPath(new URL("data/", import.meta.url));
/** What makes them, which makes them anew where it changes. */
const sources = ["corpus.mjs", "../test/support/generate.mjs", "../test/support/sessions.mjs"]
  .map((name) => fileURLToPath(new URL(name, import.meta.url)))
  .concat(filesIn("../test/support/session/"));

function filesIn(folder) {
  const path = fileURLToPath(new URL(folder, import.meta.url));
  return readdirSync(path).map((name) => path + name);
}

/** Where the last nine characters of an id of this service begin. */
const idEnd = /(?<="(?:resp|item|conv|event|mcp|mcpl|mcpr)_[A-Za-z0-9]{12})[A-Za-z0-9]{9}(?=")/g;

function pieces(record) {
  const text = JSON.stringify(record);
  return { pieces: text.split(idEnd), bytes: Buffer.byteLength(text) + 1 };
}

const idEndOf = (made) => made.toString(36).toUpperCase().padStart(9, "0");

/** Kinds of which each record stands by itself. Those of the others belong together, and none comes twice. */
const loose = new Set(["responses", "session-responses"]);

/** Lines that fill `bytes` bytes as nearly as whole records can. */
function* lines(kind, bytes) {
  if (!loose.has(kind)) {
    let left = bytes;
    for (const record of makers[kind]({ seed: 20260821, count: Infinity })) {
      const line = `${JSON.stringify(record)}\n`;
      left -= Buffer.byteLength(line);
      if (left < 0) return;
      yield line;
    }
  }
  const pool = Array.from(makers[kind]({ seed: 20260821, count: poolSize }), pieces);
  if (pool.length !== poolSize) throw new Error(`${pool.length} records instead of ${poolSize}`);
  for (let made = 0, left = bytes; ; made++) {
    const record = pool[made % poolSize];
    if (record.bytes > left) return;
    left -= record.bytes;
    yield `${record.pieces.join(idEndOf(made))}\n`;
  }
}

/** Nothing is written again that is there, whole, and no older than what makes it. */
function isThere(path, bytes) {
  const found = statSync(path, { throwIfNoEntry: false });
  const longest = 64 * 1024;
  return (
    found !== undefined &&
    found.size > bytes - longest &&
    found.size <= bytes &&
    sources.every((source) => statSync(source).mtimeMs < found.mtimeMs)
  );
}

async function write(path, source) {
  const partial = `${path}.partial`;
  const stream = createWriteStream(partial);
  let chunk = "";
  for (const line of source) {
    chunk += line;
    if (chunk.length < chunkLength) continue;
    if (!stream.write(chunk)) await once(stream, "drain");
    chunk = "";
  }
  stream.end(chunk);
  await once(stream, "finish");
  renameSync(partial, path);
}

/** Path of the corpus of `kind`, `megabytes` (10^6 bytes) large, which is written if it is not there. */
export async function corpus(kind, megabytes) {
  if (!Object.hasOwn(makers, kind)) throw new Error(`no corpus "${kind}"; there are ${kinds.join(", ")}`);
  if (!(megabytes > 0)) throw new Error(`"${megabytes}" is no size in MB`);
  const path = `${data}${kind}-${megabytes}.jsonl`;
  const bytes = megabytes * 1e6;
  mkdirSync(data, { recursive: true });
  if (!isThere(path, bytes)) await write(path, lines(kind, bytes));
  return path;
}

/** Path of a corpus of one ordinary record. */
export async function oneLine() {
  const path = `${data}one-line.jsonl`;
  mkdirSync(data, { recursive: true });
  const first = [...responses({ seed: 4, count: 40 })].find(
    (record) => record.status === "completed" && Object.keys(record).length === 11,
  );
  await write(path, [`${JSON.stringify(first)}\n`]);
  return path;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [kind = "responses", megabytes = "300"] = process.argv.slice(2);
  console.log(await corpus(kind, Number(megabytes)));
}
