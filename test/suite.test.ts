/**
 * What is proved is valid by the official JSON Schema test suite, and by ajv. npm has the suite only as it was for draft-04;
 * it is brought up here to the drafts that we know.
 */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { isObject } from "../src/json.ts";
import { type Dialect, dialects } from "./support/judge.ts";
import { type Outcome, outcomeOf, totalOf } from "./support/proving.ts";

/** How many of the valid cases are proved, at least. */
const leastProved: Record<Dialect, number> = { "draft-07": 82, "2020-12": 82 };

interface Group {
  schema: unknown;
  tests: { data: unknown; valid: boolean }[];
}

const folder = join(dirname(createRequire(import.meta.url).resolve("json-schema-test-suite")), "tests", "draft4");

/** About servers, and about what later drafts decide otherwise. */
const left = new Set(["refRemote.json", "optional/zeroTerminatedFloats.json"]);

const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".json") && !left.has(file))
  .toSorted();

const metaschemas: Record<Dialect, string> = {
  "draft-07": "http://json-schema.org/draft-07/schema#",
  "2020-12": "https://json-schema.org/draft/2020-12/schema",
};

type Keywords = Record<string, unknown>;

/** What draft-04 says, in words of draft-07. */
function asDraft7({ minimum, maximum, exclusiveMinimum, exclusiveMaximum, ...rest }: Keywords): Keywords {
  return {
    ...rest,
    ...(minimum !== undefined && { [exclusiveMinimum === true ? "exclusiveMinimum" : "minimum"]: minimum }),
    ...(maximum !== undefined && { [exclusiveMaximum === true ? "exclusiveMaximum" : "maximum"]: maximum }),
  };
}

/** What draft-07 says, in words of 2020-12. */
function as2020({ items, additionalItems, dependencies, ...rest }: Keywords): Keywords {
  const needed = Object.entries(isObject(dependencies) ? dependencies : {});
  return {
    ...rest,
    ...(Array.isArray(items) && { prefixItems: items }),
    ...(Array.isArray(items)
      ? additionalItems !== undefined && { items: additionalItems }
      : items !== undefined && { items }),
    ...(dependencies !== undefined && {
      dependentRequired: Object.fromEntries(needed.filter(([, inner]) => Array.isArray(inner))),
      dependentSchemas: Object.fromEntries(needed.filter(([, inner]) => !Array.isArray(inner))),
    }),
  };
}

/** A schema of draft-04 in a later dialect. Whatever stands at a keyword is taken for a schema, which does no harm here. */
function broughtUp(schema: unknown, dialect: Dialect): unknown {
  if (Array.isArray(schema)) return schema.map((inner) => broughtUp(inner, dialect));
  if (!isObject(schema)) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, broughtUp(value, dialect)]));
  const { $ref } = inner;
  if (typeof $ref === "string") {
    const target = $ref.replace(/^http:.*$/, metaschemas[dialect]);
    inner["$ref"] = dialect === "2020-12" ? target.replace("/items/", "/prefixItems/") : target;
  }
  return dialect === "2020-12" ? as2020(asDraft7(inner)) : asDraft7(inner);
}

describe.each(dialects)("%s", (dialect) => {
  const outcomes = new Map<string, Outcome>();

  function outcomeOfFile(file: string): Outcome {
    const known = outcomes.get(file);
    if (known) return known;
    const groups: Group[] = JSON.parse(readFileSync(join(folder, file), "utf8"));
    const outcome = totalOf(
      groups.map(({ schema, tests }) => {
        const cases = tests.map(({ data, valid }) => ({ json: JSON.stringify(data), valid }));
        return outcomeOf({ schema: broughtUp(schema, dialect), dialect, cases });
      }),
    );
    outcomes.set(file, outcome);
    return outcome;
  }

  test.each(files)("%s", (file) => {
    expect(outcomeOfFile(file).wrong).toEqual([]);
  });

  test("enough is proved", () => {
    const { valid, proved } = totalOf(files.map(outcomeOfFile));
    expect(valid).toBeGreaterThan(120);
    expect(proved).toBeGreaterThanOrEqual(leastProved[dialect]);
  });
});
