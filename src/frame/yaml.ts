/**
 * Cuts a recording in YAML: the interactions of a cassette, the elements of a list, or each document. Nothing can be
 * told of YAML before all of it was read, so it is held as a whole, and each record is given as the JSON text it stands for.
 * Source: pydantic-ai tests/realtime/ws_cassettes.py, which writes with PyYAML.
 */
import { isUtf8 } from "node:buffer";
import type { Document, Node, Pair } from "yaml";
import { type Block, InputError, type Place, type Span } from "../event.ts";
import { stepsOf } from "../pointer.ts";
import type { Window } from "./window.ts";

/**
 * Plain scalars that are no text, by the rules of PyYAML: those of YAML 1.1 without its octal and sexagesimal numbers, which
 * no JSON was written as. A date stays text. `1e5` is text there as well, so that a word of a transcript never
 * turns into a number.
 * Source: PyYAML resolver.py.
 */
const nulls = /^(?:~|null|Null|NULL|)$/;
const booleans = /^(?:yes|no|true|false|on|off|Yes|No|True|False|On|Off|YES|NO|TRUE|FALSE|ON|OFF)$/;
const truths = /^(?:yes|true|on)$/i;
const numbers = /^[-+]?(?:0|[1-9]\d*|(?:\d+\.\d*|\.\d+)(?:[eE][-+]\d+)?)$/;

function plain(text: string): unknown {
  if (nulls.test(text)) return null;
  if (booleans.test(text)) return truths.test(text);
  return numbers.test(text) ? Number(text) : text;
}

/** Nodes that aliases may make, over those that are written; and nodes in nodes. */
const mostCopies = 100_000;
const deepest = 1000;

type Yaml = typeof import("yaml");

/** What a node stands for in JSON. @throws InputError */
function createReader({ isAlias, isMap, isSeq, isScalar }: Yaml, document: Document): (node: unknown) => unknown {
  let copies = 0;
  const textOf = (key: unknown): string => {
    if (isScalar(key)) return key.source ?? String(key.value);
    throw new InputError("YAML with a key that is no text");
  };
  function read(node: unknown, isCopy: boolean, depth: number): unknown {
    if (depth > deepest) throw new InputError(`YAML nested more than ${deepest} deep`);
    if (isCopy && ++copies > mostCopies) throw new InputError("YAML whose aliases make too much of it");
    if (isAlias(node)) {
      const resolved: Node | undefined = node.resolve(document);
      if (!resolved) throw new InputError(`YAML with an alias of nothing, *${node.source}`);
      return read(resolved, true, depth + 1);
    }
    if (isMap(node)) {
      return Object.fromEntries(
        node.items.map(({ key, value }: Pair) => [textOf(key), read(value, isCopy, depth + 1)] as const),
      );
    }
    if (isSeq(node)) return node.items.map((item) => read(item, isCopy, depth + 1));
    if (!isScalar(node)) return null;
    const { type, source, value } = node;
    return type === "PLAIN" ? plain(source ?? "") : String(value);
  }
  return (node) => read(node, false, 0);
}

/** The nodes of a document's records. */
function recordsIn({ isMap, isSeq }: Yaml, { contents }: Document): Node[] {
  const list = isMap(contents) && contents.has("interactions") ? contents.get("interactions", true) : contents;
  if (isSeq(list)) return list.items as Node[];
  return contents ? [contents] : [];
}

async function textOf(window: Window, maxRecord: number): Promise<string> {
  do {
    if (window.length > maxRecord) throw new InputError(`YAML of more than ${maxRecord} bytes (--max-record)`);
  } while (await window.fill());
  const bytes = window.bytes.subarray(0, window.length);
  if (!isUtf8(bytes)) throw new InputError("YAML that is not UTF-8");
  return bytes.toString("utf8");
}

/**
 * One block of all records.
 * @throws InputError where it is no YAML, or YAML that JSON has no way to say.
 */
export async function* yamlRecords(window: Window, maxRecord: number): AsyncGenerator<Block> {
  const yaml = await import("yaml");
  const text = await textOf(window, maxRecord);
  const lines = new yaml.LineCounter();
  const documents = yaml.parseAllDocuments(text, { lineCounter: lines, logLevel: "silent" });
  // what the byte order mark took
  const start = window.offset;

  /** Where a node is, or of what lies below it by a pointer as much as is there; its key if that is what is meant. */
  function placeOf(record: Node, pointer: string, isKey: boolean): Place {
    let node: unknown = record;
    let key: unknown;
    for (const step of stepsOf(pointer)) {
      const pair: Pair | undefined = yaml.isMap(node)
        ? node.items.find((item) => yaml.isScalar(item.key) && (item.key.source ?? item.key.value) === step)
        : undefined;
      const inner = pair?.value ?? (yaml.isSeq(node) ? node.items[Number(step)] : undefined);
      if (!yaml.isNode(inner)) break;
      node = inner;
      key = pair?.key;
    }
    const shown = isKey && yaml.isNode(key) ? key : (node as Node);
    const at = shown.range?.[0] ?? 0;
    const { line, col } = lines.linePos(at);
    return { line, column: col, offset: start + Buffer.byteLength(text.slice(0, record.range?.[0] ?? 0)) };
  }

  const texts: string[] = [];
  const records: Span[] = [];
  let from = 0;
  for (const document of Array.isArray(documents) ? documents : []) {
    const [error] = document.errors;
    if (error) {
      const [place] = error.linePos ?? [];
      const [what = ""] = error.message.split(/ at line |\n/);
      throw new InputError(`no YAML: ${what}${place ? ` at line ${place.line}, column ${place.col}` : ""}`);
    }
    const read = createReader(yaml, document);
    for (const node of recordsIn(yaml, document)) {
      const json = JSON.stringify(read(node));
      const to = from + Buffer.byteLength(json);
      const { line } = lines.linePos(node.range?.[0] ?? 0);
      records.push({
        from,
        to,
        line,
        indent: 0,
        placeOf: (pointer, isKey) => placeOf(node, pointer, isKey),
      });
      texts.push(json);
      from = to;
    }
  }
  yield { bytes: Buffer.from(texts.join("")), offset: 0, records, read: window.read, last: true };
}
