/** The first cases of what `npm run fuzz` goes on with: nothing that is proved is wrong. */
import { fuzz, told } from "./fuzz/fuzz.ts";

/** How many cases of a seed are proved, at least. */
const leastProved = 1250;

test.each([1, 2, 3, 4])("seed %i", (seed) => {
  const { counts, failure } = fuzz(seed, ({ cases }) => cases >= 6000);
  expect(failure && told(failure)).toBeUndefined();
  expect(counts.valid).toBeGreaterThan(2000);
  expect(counts.proved).toBeGreaterThanOrEqual(leastProved);
});
