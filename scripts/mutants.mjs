/**
 * How many mistakes in whole sessions are found, by what was done to them and to which event:
 * `npm run mutants -- --sessions 40 --seed 1`. The same seed makes the same mistakes.
 *
 * A mistake that is not found has to stand in test/support/unseen-mutants.mjs, and one that stands there must not be found; else the exit code is 1.
 */
import { parseArgs } from "node:util";
import { validateStream } from "../dist/index.mjs";
import { measure, mutationNames } from "../test/support/session-mutants.mjs";
import { explained } from "../test/support/unseen-mutants.mjs";

const { values } = parseArgs({ options: { sessions: { type: "string" }, seed: { type: "string" } } });
const sessions = Number(values.sessions ?? 20);
const seed = Number(values.seed ?? 1);

async function judge(events) {
  const findings = [];
  const text = events.map((event) => `${JSON.stringify(event)}\n`).join("");
  for await (const finding of validateStream([text])) findings.push(finding);
  return findings;
}

const begin = process.cpuUsage();
const { rows, broken, surprises } = await measure({ sessions, seed, judge, explained });

const say = (line = "") => process.stdout.write(`${line}\n`);
const share = (part, whole) => (whole === 0 ? "   -" : `${((100 * part) / whole).toFixed(0).padStart(3)}%`);
const number = (count) => String(count).padStart(7);

/** What was to be found: not what is explained, nor what does no harm. */
function summed(some) {
  const sum = { tried: 0, found: 0, once: 0, explained: 0 };
  for (const row of some) for (const name of Object.keys(sum)) sum[name] += row[name];
  return sum;
}

function table(title, groups) {
  say(`${title.padEnd(62)}  tried  found     of  once  explained  survived`);
  for (const [name, some] of groups) {
    const { tried, found, once, explained: reasons } = summed(some);
    const survived = tried - found - reasons;
    say(
      `${name.padEnd(60)}${number(tried)}${number(found)}   ${share(found, tried - reasons)}  ${share(once, found)}${number(reasons).padStart(11)}${number(survived).padStart(10)}`,
    );
  }
  say();
}

const groupsBy = (key) => {
  const groups = new Map();
  for (const row of rows) groups.set(row[key], [...(groups.get(row[key]) ?? []), row]);
  return groups;
};

say(`${sessions} sessions from seed ${seed}, ${summed(rows).tried} mutants`);
say();
const byMutation = groupsBy("mutation");
table(
  "mutation",
  mutationNames.flatMap((name) => (byMutation.has(name) ? [[name, byMutation.get(name)]] : [])),
);
table(
  "event",
  [...groupsBy("type")].toSorted(([one], [other]) => (one < other ? -1 : 1)),
);
for (const name of mutationNames)
  if (byMutation.has(name))
    table(
      name,
      byMutation.get(name).map((row) => [`  ${row.type}`, [row]]),
    );
table("all", [["", rows]]);

for (const { session, findings } of broken)
  say(
    `session ${session} is not clean: ${findings.map(({ rule, line, message }) => `${rule} in line ${line}: ${message}`).join("; ")}`,
  );
for (const { mutation, type, why, session, line, count, rules } of surprises)
  say(
    why === undefined
      ? `not found: ${mutation}, ${type}: ${count}, such as in line ${line} of session ${session}`
      : `found, though explained: ${mutation}, ${type}: ${count}, such as in line ${line} of session ${session}, by ${rules.join(", ")} (${why})`,
  );
const { user, system } = process.cpuUsage(begin);
process.stderr.write(`${((user + system) / 1e6).toFixed(1)} s of CPU\n`);
process.exitCode = broken.length > 0 || surprises.length > 0 ? 1 : 0;
