/**
 * Builds dist/: first the compiled schemas, each a module of its own in dist/compiled, then the bundles beside them. The
 * command line is one CommonJS module with pieces that load when they are needed; the library serves `import` and `require`.
 */
import { copyFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { main as compileAssembly } from "assemblyscript/asc";
import { rolldown } from "rolldown";
import { dts } from "rolldown-plugin-dts";

async function write(input, output) {
  const alias = { "fast-deep-equal": resolve("src/schema/equal.cjs") };
  const bundle = await rolldown({ platform: "node", resolve: { alias }, ...input });
  const written = await bundle.write(output);
  await bundle.close();
  return written.output.flatMap((chunk) => chunk.moduleIds ?? []);
}

/** The licences of what is bundled, which ask to go with it. */
function licencesOf(modules) {
  const folders = modules.flatMap((id) => /^.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id)?.[0] ?? []);
  const texts = [...new Set(folders)]
    .toSorted((one, other) => (one < other ? -1 : 1))
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
      if (!file) throw new Error(`${name} has no licence file`);
      return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
    });
  return `rtvalidate contains these packages.\n\n${[...new Set(texts)].join(`\n${"-".repeat(80)}\n\n`)}`;
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

/**
 * Files cost more to open than to read, and what is read has to be parsed: what every clean run needs is one file, what the first event of a
 * session adds another, and what a record with findings adds a third. Each takes what it imports along that is in none before it. Anything
 * else is split as the imports have it.
 */
const groups = [
  {
    name: "core",
    priority: 3,
    test: /src[\\/](cli[\\/](start|main|check|arguments|options|io|outputs|portions|progress|exit)\.|frame[\\/](?!yaml|document)|input|report[\\/](?!json|github)|(?!sessions|watching|stats|sums)[a-z]+\.ts|schema[\\/](judge|catalogue|compiled|keys)\.)|node_modules[\\/]yargs-parser/,
  },
  { name: "sessions", priority: 2, test: /src[\\/]sessions\.ts/ },
  {
    name: "explain",
    priority: 1,
    test: /src[\\/]schema[\\/](diagnose|errors|fault|union|nearest|positions|remember|scan|syntax|words)|fastest-levenshtein/,
  },
];

/** The validators, by their paths without the ending. */
function compiledModules() {
  const folder = join("src", "schema", "compiled");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.(accept|explain)\.cjs$/.test(name),
  );
  return Object.fromEntries(files.map((name) => [name.replace(/\.cjs$/, ""), join(folder, name)]));
}

const library = ["src/index.ts", "src/jest.ts"];

/** The prover, as a module of WebAssembly. */
async function compileProver() {
  const options =
    "--outFile src/prover/compiled/prover.wasm --runtime stub --use abort= -O3 --noAssert --enable simd --importMemory";
  let said = "";
  const stderr = { write: (text) => (said += text) };
  const { error } = await compileAssembly(["src/prover/assembly/prover.ts", ...options.split(" ")], { stderr });
  if (error) throw new Error(said, { cause: error });
}

await compileSchemas();
await compileProver();
rmSync("dist", { recursive: true, force: true });
const modules = await write({ input: compiledModules(), onLog }, { ...output("dist/compiled", "cjs"), format: "cjs" });
modules.push(
  ...(await write(
    { input: ["src/cli/start.ts", "src/cli/hand.ts"], onLog },
    {
      ...output("dist", "cjs"),
      format: "cjs",
      codeSplitting: { groups },
    },
  )),
);
modules.push(...(await write({ input: "src/prover/worker.ts", onLog }, { ...output("dist", "cjs"), format: "cjs" })));
modules.push(...(await write({ input: library, onLog }, { ...output("dist", "mjs"), format: "esm" })));
await write({ input: library, onLog }, { ...output("dist", "cjs"), format: "cjs" });
// the types of events stay a file of their own: bundled they would stand twice, and lose their lines
const types = "src/schema/compiled/realtime.d.ts";
await write(
  {
    input: library,
    external: [/^ajv/, /realtime\.d\.ts$/],
    onLog,
    plugins: [dts({ emitDtsOnly: true, oxc: true })],
  },
  { ...output("dist", "mjs"), format: "esm", paths: { [resolve(types)]: "./realtime.js" } },
);
copyFileSync(types, "dist/realtime.d.ts");
copyFileSync("src/prover/compiled/prover.wasm", "dist/compiled/prover.wasm");
for (const name of readdirSync("src/schema/compiled", { recursive: true, encoding: "utf8" })) {
  if (/\.program$|programs\.cjs$/.test(name)) cpSync(join("src/schema/compiled", name), join("dist/compiled", name));
}
for (const name of readdirSync("dist").filter((file) => file.endsWith(".d.mts"))) {
  const text = readFileSync(join("dist", name), "utf8").replaceAll(/(from "\.\/[\w-]+)\.mjs"/g, '$1.cjs"');
  writeFileSync(join("dist", name.replace(/mts$/, "cts")), text);
}
writeFileSync("dist/THIRD-PARTY-LICENSES.txt", licencesOf(modules));
