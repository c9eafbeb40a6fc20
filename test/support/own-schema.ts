/** A user's own schemas, written into a folder that goes away with the tests of the file. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Finding } from "../../src/finding.ts";
import { sourceOf } from "../../src/input/open.ts";
import { checked } from "./every-way.ts";

export type Schema = Record<string, unknown> | boolean;

export const draft7 = "http://json-schema.org/draft-07/schema#";
export const draft2020 = "https://json-schema.org/draft/2020-12/schema";

const folder = mkdtempSync(join(tmpdir(), "rtvalidate-schema-"));
afterAll(() => rmSync(folder, { recursive: true }));
let made = 0;

/** Writes schemas, or texts, into a folder of their own; the path of the first. */
export function files(schemas: Record<string, Schema | string>): string {
  const home = join(folder, String(made++));
  for (const [name, schema] of Object.entries(schemas)) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), typeof schema === "string" ? schema : JSON.stringify(schema));
  }
  return join(home, Object.keys(schemas)[0]!);
}

/** What is found in `record` by a schema, or by the one in the file of that path. */
export async function judged(schema: Schema | string, record: unknown): Promise<Finding[]> {
  const path = typeof schema === "string" ? schema : files({ "order.json": schema });
  const { findings } = await checked(sourceOf([`${JSON.stringify(record)}\n`], "orders.jsonl"), { schema: path });
  return findings;
}
