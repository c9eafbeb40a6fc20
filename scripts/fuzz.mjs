/**
 * Looks for texts that are proved and are not valid, for as long as it is told:
 * `npm run fuzz -- --seconds 60 --seed 7`. The same seed tries the same texts in the same order.
 */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { rolldown } from "rolldown";

const { values } = parseArgs({ options: { seconds: { type: "string" }, seed: { type: "string" } } });
const seconds = Number(values.seconds ?? 60);
const seed = Number(values.seed ?? Date.now() % 1_000_000);

process.stdout.write(`seed ${seed}, ${seconds} s\n`);
const scratch = mkdtempSync(join("node_modules", ".rtvalidate-"));
try {
  const file = join(scratch, "fuzz.mjs");
  const bundle = await rolldown({ input: "test/fuzz/fuzz.ts", platform: "node", external: /^[^./]/ });
  await bundle.write({ file });
  await bundle.close();
  // the prover looks for its program beside what it is bundled into
  cpSync(join("src", "prover", "compiled"), join(scratch, "compiled"), { recursive: true });
  const { fuzz, told } = await import(pathToFileURL(file).href);
  const end = Date.now() + seconds * 1000;
  const { counts, failure } = fuzz(seed, () => Date.now() >= end);
  process.stdout.write(
    `${counts.cases} cases of ${counts.schemas} schemas, ${counts.valid} valid: ${counts.proved} proved, ${counts.refused} refused\n`,
  );
  if (failure) process.stdout.write(`\n${told(failure)}\n`);
  process.exitCode = failure ? 1 : 0;
} finally {
  rmSync(scratch, { recursive: true });
}
