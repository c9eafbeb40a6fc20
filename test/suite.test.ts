/**
 * What is proved is valid by the official JSON Schema test suite, and by ajv; and ajv and the suite agree, but for what is
 * listed here. All that the suite requires of these drafts lies in support/json-schema-test-suite, a group a line.
 * Source: github.com/json-schema-org/JSON-Schema-Test-Suite, tests/draft7 and tests/draft2020-12, as Python's jsonschema 4.26.0 has it.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createJudge, type Dialect, dialects, type Judge } from "./support/judge.ts";
import { type Outcome, outcomeOf, totalOf } from "./support/proving.ts";

/** How many of the valid cases are proved, at least. */
const leastProved: Record<Dialect, number> = { "draft-07": 340, "2020-12": 360 };

interface Group {
  file: string;
  description: string;
  schema: unknown;
  tests: { description: string; json: string; valid: boolean }[];
}

type Deviation = [reason: string, file: string, groups: RegExp];

const everywhere: Deviation[] = [
  ["nothing is fetched from servers", "refRemote", /^/],
  ["ajv passes over a property named __proto__", "properties", /^properties whose names are Javascript/],
];

/** Where ajv differs from the suite: why, in which file, and in which of its groups. */
const deviations: Record<Dialect, Deviation[]> = {
  "draft-07": [
    ...everywhere,
    ["ajv minds what stands beside $ref", "ref", /^ref overrides any sibling keywords|^\$ref prevents a sibling \$id/],
  ],
  "2020-12": [
    ...everywhere,
    ["ajv has no dynamic scope", "dynamicRef", /^/],
    ["ajv has no dynamic scope", "unevaluated(?:Items|Properties)", /with \$dynamicRef$/],
    ["formats are asserted here", "format", /^/],
    [
      "ajv does not get to the end of it",
      "ref",
      /relative uris and defs|absolute uris and defs|^URN ref with nested pointer/,
    ],
    ["nobody has its metaschema", "vocabulary", /^/],
    ["ajv takes what `items` in a branch saw the other way round", "unevaluatedItems", /with nested items$/],
    ["ajv takes all items for looked at by `contains`", "unevaluatedItems", /contains/],
    [
      "ajv forgets what `if` saw",
      "unevaluated(?:Items|Properties)",
      /can see annotations from if without then and else$/,
    ],
    [
      "ajv takes what a failed `if` saw for looked at",
      "unevaluatedProperties",
      /with if\/then\/else, then not defined$/,
    ],
  ],
};

const isOf = ({ file, description }: Group, [, where, which]: Deviation): boolean =>
  new RegExp(`^${where}$`).test(file) && which.test(description);

const groupsOf = (dialect: Dialect): Group[] =>
  readFileSync(join(import.meta.dirname, "support", "json-schema-test-suite", `${dialect}.jsonl`), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Group);

function judgeOf(schema: unknown, dialect: Dialect): Judge | undefined {
  try {
    return createJudge(schema, dialect);
  } catch {
    return undefined;
  }
}

/** Cases in which ajv says something else than the suite, or nothing, since it cannot use the schema. */
function differences({ schema, tests }: Group, dialect: Dialect): string[] {
  const judge = judgeOf(schema, dialect);
  return tests
    .filter(({ json, valid }) => !judge || (judge.faultOf(Buffer.from(json)) === undefined) !== valid)
    .map(({ description }) => description);
}

describe.each(dialects)("%s", (dialect) => {
  const groups = groupsOf(dialect);
  const files = [...new Set(groups.map(({ file }) => file))];
  const outcomes: Outcome[] = [];

  test.each(files)("%s: nothing is proved that is not valid", (name) => {
    for (const { schema, tests, file } of groups) {
      if (file === name) outcomes.push(outcomeOf({ schema, dialect, cases: tests }));
    }
    expect(totalOf(outcomes).wrong).toEqual([]);
  });

  test("enough is proved", () => {
    const { valid, proved } = totalOf(outcomes);
    expect(valid).toBeGreaterThan(500);
    expect(proved).toBeGreaterThanOrEqual(leastProved[dialect]);
  });

  test("ajv says what the suite says", () => {
    const others = groups
      .filter((group) => !deviations[dialect].some((one) => isOf(group, one)))
      .flatMap((group) => differences(group, dialect).map((one) => `${group.file}: ${group.description}: ${one}`));
    expect(others).toEqual([]);
  });

  test.each(deviations[dialect])("ajv says something else where %s (%s, %s)", (...one) => {
    const meant = groups.filter((group) => isOf(group, one));
    expect(meant.flatMap((group) => differences(group, dialect))).not.toEqual([]);
  });
});
