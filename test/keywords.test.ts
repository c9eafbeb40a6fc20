/** What is proved is valid, keyword by keyword: what the official suite of npm lacks, and what a prover could get wrong. */
import { bytes } from "./support/forms.ts";
import { createJudge, type Dialect, dialects } from "./support/judge.ts";
import { keywords, type Row } from "./support/keyword-cases.ts";
import { type Outcome, outcomeOf, totalOf } from "./support/proving.ts";

/** How many of the valid cases are proved, at least. */
const leastProved: Record<Dialect, number> = { "draft-07": 387, "2020-12": 390 };

const rows = (dialect: Dialect): [string, Row[]][] =>
  Object.entries(keywords).map(([name, list]) => [name, list.filter(([, , , only = dialect]) => only === dialect)]);

describe.each(dialects)("%s", (dialect) => {
  const outcomes = rows(dialect).map(([name, list]): [string, () => Outcome] => {
    let outcome: Outcome | undefined;
    const trials = list.map(([schema, valid, invalid]) => ({
      schema,
      dialect,
      cases: [...valid.map((json) => ({ json, valid: true })), ...invalid.map((json) => ({ json, valid: false }))],
    }));
    return [name, () => (outcome ??= totalOf(trials.map(outcomeOf)))];
  });

  test.each(rows(dialect))("%s: the cases are as ajv has them", (_name, list) => {
    const mistaken = list.flatMap(([schema, valid, invalid]) => {
      const judge = createJudge(schema, dialect);
      const isValid = (json: string): boolean => judge.faultOf(bytes(json)) === undefined;
      return [...valid.filter((json) => !isValid(json)), ...invalid.filter(isValid)].map((json) => [json, schema]);
    });
    expect(mistaken).toEqual([]);
  });

  test.each(outcomes)("%s", (_name, outcomeOfKeyword) => {
    expect(outcomeOfKeyword().wrong).toEqual([]);
  });

  test("enough is proved", () => {
    const { valid, proved } = totalOf(outcomes.map(([, outcomeOfKeyword]) => outcomeOfKeyword()));
    expect(valid).toBeGreaterThan(300);
    expect(proved).toBeGreaterThanOrEqual(leastProved[dialect]);
  });
});
