/** Which branch of a union was meant, so that a union never shows in what is said. */
import { parentOf } from "../pointer.ts";
import { type Fault, isWrongKind, outside } from "./fault.ts";

const doubtful = new Set(["unknown-field", "unexpected-null", "missing-wire-field"]);
const certain = (fault: Fault): boolean => !doubtful.has(fault.rule);
const certainties = (faults: readonly Fault[]): number => faults.filter(certain).length;

/** The faults of the least wrong branch: fewest errors, then fewest doubts. */
function leastWrong(branches: readonly Fault[][]): Fault[] {
  const [first = [], ...more] = branches;
  return more.reduce((best, branch) => {
    const difference = certainties(branch) - certainties(best) || branch.length - best.length;
    return difference < 0 ? branch : best;
  }, first);
}

/** One fault for several at the same place: whatever any of them wanted would do. */
function merged(faults: readonly Fault[]): Fault[] {
  const [first] = faults;
  if (!first) return [];
  const values = [...new Set(faults.flatMap((fault) => fault.values ?? []))];
  const types = [...new Set(faults.flatMap((fault) => fault.types ?? []))];
  const elsewhere = faults.find((fault) => fault.elsewhere !== undefined)?.elsewhere;
  return [
    {
      pointer: first.pointer,
      at: "value",
      ...outside(first.value, values, types),
      ...(elsewhere === undefined ? {} : { elsewhere }),
    },
  ];
}

/** Names that fields have whose constants tell branches of a union apart. */
const tagNames = ["type", "role", "kind"];

/** Names of another generation of the API, by the branch that knows most of them. */
function renamedIn(branches: readonly Fault[][]): Fault[] {
  const known = branches.map((faults) => faults.filter(({ renamed }) => renamed !== undefined));
  return known.reduce((most, next) => (next.length > most.length ? next : most), []);
}

/** The one fault of a value that lacks what would tell which of several branches it is to be measured by. */
function lackingTag(pointer: string, branches: readonly Fault[][]): Fault[] | undefined {
  const lacks = (faults: readonly Fault[], name: string): Fault | undefined =>
    faults.find((fault) => fault.rule === "missing-field" && fault.pointer === pointer && fault.want === name);
  const name = tagNames.find((tag) => branches.every((faults) => lacks(faults, tag)));
  const lacking = name === undefined ? undefined : lacks(branches[0] ?? [], name);
  return branches.length > 1 && lacking
    ? [lacking, ...misspellingsOf(lacking, branches), ...renamedIn(branches)]
    : undefined;
}

/** Unknown names that could stand for the one that is missing. */
function misspellingsOf(lacking: Fault, branches: readonly Fault[][]): Fault[] {
  const meant = branches
    .flat()
    .find(
      (fault) => fault.at === "key" && fault.suggestion === lacking.want && parentOf(fault.pointer) === lacking.pointer,
    );
  return meant ? [meant] : [];
}

/**
 * The unmet constants that tell branches of a union at `pointer` apart: of a field just below it for which branches
 * want different values. Where none is, of a field that such a constant usually has for its name.
 */
function tellingApart(pointer: string, branches: readonly Fault[][]): Fault[] {
  const unmet = branches
    .flat()
    .filter((fault) => fault.tag && fault.pointer !== pointer && parentOf(fault.pointer) === pointer);
  const wants = (place: string): number =>
    new Set(unmet.filter((fault) => fault.pointer === place).map((fault) => JSON.stringify(fault.want))).size;
  const telling = unmet.filter((fault) => wants(fault.pointer) > 1);
  return telling.length > 0
    ? telling
    : unmet.filter((fault) => tagNames.some((name) => fault.pointer.endsWith(`/${name}`)));
}

/** Which branch of a union at `pointer` was meant, and what is wrong in it. */
export function reduceUnion(pointer: string, branches: readonly Fault[][]): Fault[] {
  const ofThisKind = branches.filter(
    (faults) => !faults.some((fault) => fault.pointer === pointer && isWrongKind(fault)),
  );
  if (ofThisKind.length === 0) {
    return merged(
      branches.flatMap((faults) => faults.filter((fault) => fault.pointer === pointer && isWrongKind(fault))),
    );
  }
  const tags = tellingApart(pointer, ofThisKind);
  const tagOf = (faults: readonly Fault[]): Fault | undefined => faults.find((fault) => tags.includes(fault));
  const tagged = ofThisKind.filter((faults) => !tagOf(faults));
  if (tagged.length > 0) return lackingTag(pointer, tagged) ?? leastWrong(tagged);
  const unmet = ofThisKind.flatMap((faults) => tagOf(faults) ?? []);
  const groups = [...new Set(unmet.map((tag) => tag.pointer))].map((place) =>
    unmet.filter((tag) => tag.pointer === place),
  );
  const largest = groups.reduce((most, next) => (next.length > most.length ? next : most));
  return merged(largest);
}
