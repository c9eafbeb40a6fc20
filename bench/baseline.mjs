/**
 * The bare loop: what a reasonable engineer writes to check a file of events and responses with JSON.parse and ajv, as fast as that goes.
 * It tells valid from invalid and nothing else. `node bench/baseline.mjs FILE [--parse-only]` prints one line of JSON.
 */
import { closeSync, openSync, readFileSync, readSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const schemas = fileURLToPath(new URL("../schemas/", import.meta.url));
const blockSize = 256 * 1024;
const newline = 0x0a;

function compile() {
  const ajv = new Ajv2020.default({ strict: false, allErrors: false });
  addFormats.default(ajv, { mode: "fast" });
  for (const name of readdirSync(schemas, { recursive: true })) {
    if (!name.endsWith(".json")) continue;
    const schema = JSON.parse(readFileSync(schemas + name, "utf8"));
    if (schema.$id !== undefined) ajv.addSchema(schema);
  }
  const index = JSON.parse(readFileSync(`${schemas}index.json`, "utf8"));
  const places = Object.entries(index.events).flatMap(([type, entry]) =>
    entry.schemas.ga ? [[type, entry.schemas.ga]] : [],
  );
  return {
    response: ajv.getSchema("response.json"),
    events: new Map(places.map(([type, place]) => [type, ajv.getSchema(place)])),
  };
}

/**
 * Calls `line` with the text of each line. Decoding line by line is faster than a block at once: one character past
 * Latin-1 makes all of a block's text two bytes wide.
 */
function eachLine(path, line) {
  const file = openSync(path);
  let buffer = Buffer.allocUnsafe(2 * blockSize);
  let filled = 0;
  for (;;) {
    if (buffer.length - filled < blockSize) buffer = Buffer.concat([buffer], 2 * buffer.length);
    const got = readSync(file, buffer, filled, blockSize, null);
    if (got === 0) break;
    const rest = eachWholeLine(buffer.subarray(0, filled + got), filled, line);
    buffer.copyWithin(0, rest, filled + got);
    filled += got - rest;
  }
  if (filled > 0) line(buffer.utf8Slice(0, filled));
  closeSync(file);
}

/** Answers where the line begins that is not whole yet. The bytes before `searched` hold no newline. */
function eachWholeLine(bytes, searched, line) {
  let from = 0;
  for (let to = bytes.indexOf(newline, searched); to >= 0; to = bytes.indexOf(newline, from)) {
    if (to > from) line(bytes.utf8Slice(from, to));
    from = to + 1;
  }
  return from;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `object` may be absent on paper. */
function isResponse(record) {
  return record.object === "realtime.response" || (record.type === undefined && record.status !== undefined);
}

function isValid(record, validators) {
  if (record === null || typeof record !== "object") return false;
  const event = validators.events.get(record.type);
  if (event) return event(record);
  return isResponse(record) && validators.response(record);
}

const path = process.argv.slice(2).find((argument) => !argument.startsWith("--"));
const parseOnly = process.argv.includes("--parse-only");
const start = performance.now();
const validators = parseOnly ? undefined : compile();
let records = 0;
let valid = 0;
eachLine(path, (text) => {
  records++;
  const record = parse(text);
  if (record !== undefined && (parseOnly || isValid(record, validators))) valid++;
});
const seconds = Number(((performance.now() - start) / 1000).toFixed(3));
console.log(JSON.stringify({ records, valid, invalid: records - valid, seconds }));
