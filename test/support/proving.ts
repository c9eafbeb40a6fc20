/** Asks provers of a schema about texts whose verdict is known, and ajv for a second opinion. */
import { createSchemaProver } from "../../src/prover/index.ts";
import { formsOf, shown } from "./forms.ts";
import { createJudge, type Dialect, type Judge } from "./judge.ts";

type Prover = ReturnType<typeof createSchemaProver>;

export interface Trial {
  schema: unknown;
  dialect: Dialect;
  cases: { json: string; valid: boolean }[];
}

export interface Outcome {
  /** What is proved and must not be. */
  wrong: string[];
  /** How many cases are valid, and how many of these are proved. */
  valid: number;
  proved: number;
}

export const totalOf = (outcomes: Outcome[]): Outcome => ({
  wrong: outcomes.flatMap(({ wrong }) => wrong),
  valid: outcomes.reduce((sum, { valid }) => sum + valid, 0),
  proved: outcomes.reduce((sum, { proved }) => sum + proved, 0),
});

/** None of a schema that ajv cannot compile: one that needs a server, say. */
function judgeOf({ schema, dialect }: Trial): Judge | undefined {
  try {
    return createJudge(schema, dialect);
  } catch {
    return undefined;
  }
}

export function outcomeOf(trial: Trial): Outcome {
  const { schema, dialect, cases } = trial;
  const judge = judgeOf(trial);
  const wrong = new Set<string>();
  let proved = 0;
  function asks(prover: Prover, { json, valid }: Trial["cases"][number]): boolean[] {
    return formsOf(json).map((text) => {
      const isProved = prover.proves(text);
      // what either of the two refuses
      const fault = judge?.faultOf(text) ?? (valid ? undefined : "not valid");
      if (isProved && fault !== undefined) wrong.add(`${shown(text)} is ${fault}, under ${JSON.stringify(schema)}`);
      return isProved;
    });
  }
  const prover = createSchemaProver(schema, dialect);
  for (const one of cases) {
    const [isProved] = asks(createSchemaProver(schema, dialect), one);
    if (isProved === true && one.valid) proved++;
    asks(prover, one);
  }
  // once more the other way: what was proved before must not let anything else pass
  for (const one of cases.toReversed()) asks(prover, one);
  return { wrong: [...wrong], valid: cases.filter(({ valid }) => valid).length, proved };
}
