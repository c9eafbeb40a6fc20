/**
 * Builds dist/: first the compiled schemas, then the bundles. The command line is one CommonJS module
 * with pieces that load when they are needed; the library serves `import` and `require`.
 */
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { rolldown } from "rolldown";
import { dts } from "rolldown-plugin-dts";

async function write(input, output) {
  const bundle = await rolldown({ platform: "node", resolve: { mainFields: ["module", "main"] }, ...input });
  await bundle.write(output);
  await bundle.close();
}

async function compileSchemas() {
  const scratch = mkdtempSync(join("node_modules", ".rtvalidate-"));
  try {
    const file = join(scratch, "compile-schemas.mjs");
    await write({ input: "scripts/compile-schemas.ts", external: /^[^./]/ }, { file });
    await import(pathToFileURL(file).href);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

const output = (folder, ending) => ({
  dir: folder,
  entryFileNames: `[name].${ending}`,
  chunkFileNames: `[name]-[hash].${ending}`,
  minify: { compress: true, mangle: true, codegen: true },
});
/**
 * Known and harmless: the library loads at once what the command line loads late, and yargs asks for
 * its own place only to find a configuration to extend, which nobody has here.
 */
const expected = new Set(["INEFFECTIVE_DYNAMIC_IMPORT", "EMPTY_IMPORT_META"]);
const onLog = (level, log, handle) => {
  if (!expected.has(log.code)) handle(level, log);
};

await compileSchemas();
if (!process.argv.includes("--schemas")) {
  rmSync("dist", { recursive: true, force: true });
  await write({ input: "src/cli/start.ts", onLog }, { ...output("dist/cli", "cjs"), format: "cjs" });
  await write({ input: "src/index.ts", onLog }, { ...output("dist", "mjs"), format: "esm" });
  await write({ input: "src/index.ts", onLog }, { ...output("dist", "cjs"), format: "cjs" });
  await write(
    { input: "src/index.ts", external: /^ajv/, onLog, plugins: [dts({ emitDtsOnly: true, oxc: true })] },
    { ...output("dist", "mjs"), format: "esm" },
  );
  copyFileSync("dist/index.d.mts", "dist/index.d.cts");
}
