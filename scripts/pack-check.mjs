/**
 * Checks the package as it would be published: what is in it, what others' checkers say of it, and that it
 * works where nothing else is installed. Needs a built dist/ and no network.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

const isWindows = process.platform === "win32";
const root = resolve(import.meta.dirname, "..");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const scratch = mkdtempSync(join(tmpdir(), "rtvalidate-pack-"));

function say(line) {
  process.stdout.write(`${line}\n`);
}

class Failure extends Error {}

function fail(what) {
  throw new Failure(what);
}

/** Runs a command to its end; what it prints on standard output. */
function run(command, args, { cwd = root, code = 0, input = "" } = {}) {
  // npm and npx are scripts on Windows, which only a shell starts
  const options = { cwd, input, encoding: "utf8", shell: isWindows && command !== process.execPath };
  const { status, stdout, stderr, error } = spawnSync(command, args, options);
  if (error) throw error;
  if (status !== code) fail(`${command} ${args.join(" ")} gave ${status}, want ${code}\n${stdout}${stderr}`);
  return stdout;
}

function equal(got, want, what) {
  const [one, other] = [JSON.stringify(got), JSON.stringify(want)];
  if (one !== other) fail(`${what}: got ${one}, want ${other}`);
}

/** What may be in the package: whatever is not listed here has been forgotten in, or out. */
const allowed = [
  /^package\.json$/,
  /^(README|CHANGELOG)\.md$/,
  /^LICENSE$/,
  /^bin\/rtvalidate\.js$/,
  /^dist\/([\w-]+\.(cjs|mjs)|[\w-]+\.d\.[cm]ts|realtime\.d\.ts)$/,
  /^dist\/compiled\/((spec|wire)\/(ga|beta|translation)\/(client|server)\/[\w-]+\.(accept|explain)|[\w-]+)\.cjs$/,
  /^dist\/compiled\/(prover\.wasm|(spec|wire|always)\/(ga|beta|translation)\.program)$/,
  /^dist\/THIRD-PARTY-LICENSES\.txt$/,
  /^schemas\/([\w-]+\/)*[\w-]+\.json$/,
  /^examples\/[\w-]+\.jsonl?$/,
  /^examples\/rules\/[\w-]+\.md$/,
];
const wanted = [
  "LICENSE",
  "README.md",
  "CHANGELOG.md",
  "bin/rtvalidate.js",
  "dist/start.cjs",
  "dist/compiled/wire/ga/server/response.accept.cjs",
  "dist/compiled/prover.wasm",
  "dist/compiled/wire/ga.program",
  "dist/realtime.d.ts",
  "dist/index.cjs",
  "dist/THIRD-PARTY-LICENSES.txt",
  "dist/index.mjs",
  "dist/index.d.cts",
  "dist/index.d.mts",
  "dist/jest.cjs",
  "dist/jest.mjs",
  "dist/jest.d.cts",
  "dist/jest.d.mts",
  "schemas/index.json",
  "schemas/response.json",
  "examples/session.jsonl",
  "examples/rules/enum-mismatch.md",
];

function pack() {
  const [packed] = JSON.parse(run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", scratch]));
  const files = packed.files.map(({ path }) => path);
  const odd = files.filter((path) => !allowed.some((pattern) => pattern.test(path)));
  if (odd.length > 0) fail(`not expected in the package: ${odd.join(", ")}`);
  const absent = wanted.filter((path) => !files.includes(path));
  if (absent.length > 0) fail(`not in the package: ${absent.join(", ")}`);
  say(`packed ${packed.filename}: ${files.length} files, ${packed.size} bytes, ${packed.unpackedSize} unpacked`);
  return join(scratch, packed.filename);
}

async function lintPackage(tarball) {
  const bytes = readFileSync(tarball);
  const { messages } = await publint({
    pack: { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) },
    strict: true,
  });
  // suggestions name fields, such as `repository`, that a package without a home cannot have
  const faults = messages.filter(({ type }) => type !== "suggestion");
  if (faults.length > 0) fail(`publint:\n${faults.map((message) => formatMessage(message, manifest)).join("\n")}`);
  say(`publint: no errors, no warnings`);
}

function checkTypes(tarball) {
  const attw = join(root, "node_modules", "@arethetypeswrong", "cli", "dist", "index.js");
  const entry = ["--entrypoints", ".", "jest"];
  const out = run(process.execPath, [
    attw,
    tarball,
    ...entry,
    "--no-definitely-typed",
    "--profile",
    "node16",
    "--format",
    "json",
  ]);
  const { problems } = JSON.parse(out);
  equal(problems ?? {}, {}, "attw");
  say("attw: types resolve for import and for require");
}

const bad = '{"object":"realtime.response","status":"complete"}';

function install(tarball) {
  const home = join(scratch, "empty");
  mkdirSync(home);
  writeFileSync(join(home, "package.json"), '{"private":true}\n');
  run("npm", ["install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts", tarball], { cwd: home });
  const lock = JSON.parse(readFileSync(join(home, "package-lock.json"), "utf8"));
  equal(Object.keys(lock.packages), ["", "node_modules/rtvalidate"], "installed");
  say("installed without a network, alone");
  return home;
}

function useCommand(home) {
  const npx = (args, more = {}) => run("npx", ["--no-install", "rtvalidate", ...args], { cwd: home, ...more });
  equal(npx(["--version"]).trim(), manifest.version, "npx rtvalidate --version");
  equal(npx(["-f", "compact"], { input: `${bad}\n`, code: 1 }).includes("[enum-mismatch]"), true, "a bad record");
  const clean = join(home, "node_modules", "rtvalidate", "examples", "clean.jsonl");
  equal(npx([clean, "-q"]), "", "the clean example");
  equal(npx(["explain", "enum-mismatch"]).startsWith("# enum-mismatch"), true, "explain");
  equal(JSON.parse(npx(["schemas", "show", "response"])).title, "RealtimeResponse", "schemas show response");
  equal(npx(["--help"]).includes("--max-findings"), true, "--help");
  writeFileSync(join(home, "own.json"), '{"$ref":"node_modules/rtvalidate/schemas/response.json"}');
  npx(["--schema", "own.json"], { input: `${bad}\n`, code: 1 });
  say("npx rtvalidate: --version, a bad record, a clean file, explain, schemas, --help, --schema");
}

/** The same use of the library, whichever way it is loaded. */
const use = `
async function use({ checkSession, isRealtimeResponse, validate, validateStream }) {
  const found = [];
  for await (const { rule, line } of validateStream([${JSON.stringify(`{}\n${bad}\n`)}])) found.push([rule, line]);
  const [{ suggestion }] = validate(${bad});
  const indexes = checkSession([{}, ${bad}]).map(({ index }) => index);
  console.log(JSON.stringify([isRealtimeResponse(${bad}), suggestion, found, indexes]));
}
`;
const answer = [
  false,
  "completed",
  [
    ["unrecognized-record", 1],
    ["enum-mismatch", 2],
  ],
  [0, 1],
];

function useLibrary(home) {
  const ways = {
    "by-import.mjs": `import * as library from "rtvalidate";\n${use}await use(library);\n`,
    "by-require.cjs": `const library = require("rtvalidate");\n${use}use(library);\n`,
  };
  for (const [name, code] of Object.entries(ways)) {
    writeFileSync(join(home, name), code);
    equal(JSON.parse(run(process.execPath, [name], { cwd: home })), answer, name);
    say(`${name}: as it should be`);
  }
}

try {
  const tarball = pack();
  await lintPackage(tarball);
  checkTypes(tarball);
  const home = install(tarball);
  useCommand(home);
  useLibrary(home);
  say("the package is in order");
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`pack-check: ${error instanceof Failure ? error.message : error.stack}\n`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
