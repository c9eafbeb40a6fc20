/** What takes the values that any of several models takes. */
import { ARRAY, FALSE, NULL, OBJECT, STRING, TRUE } from "../assembly/layout.ts";
import { isFlat, type Model, nothing, NUMERIC } from "./model.ts";

/** Strings that a field has to have one of, if `model` is an object that always has it. */
function constantsOf(model: Model, field: string): ReadonlySet<string> | undefined {
  if (!isFlat(model)) return undefined;
  if (model.by) {
    const lists = [...model.by.cases.values()].map((one) => constantsOf(one, field));
    if (model.by.otherwise || !lists.every((list) => list !== undefined)) return undefined;
    return new Set(lists.flatMap((list) => [...list]));
  }
  if (!model.object?.required.has(field)) return undefined;
  const inner = model.object.fields.get(field);
  return inner && isFlat(inner) && inner.may === STRING ? inner.strings : undefined;
}

const fieldsOf = ({ object, by }: Model): string[] =>
  by ? [...by.cases.values()].flatMap(fieldsOf) : [...(object?.fields.keys() ?? [])];

/** What tells objects apart: fields that each has and that has one of a few values. */
function switchOf(objects: readonly Model[], isExclusive: boolean, tried: readonly string[]): Model | undefined {
  const names = [...new Set(objects.flatMap(fieldsOf))].filter((name) => !tried.includes(name));
  const field = names.find((name) => {
    const lists = objects.map((object) => constantsOf(object, name));
    return lists.every((list) => list !== undefined) && new Set(lists.flatMap((list) => [...(list ?? [])])).size > 1;
  });
  if (field === undefined) return undefined;
  const groups = new Map<string, Model[]>();
  for (const object of objects) {
    for (const value of constantsOf(object, field) ?? []) groups.set(value, [...(groups.get(value) ?? []), object]);
  }
  const cases = new Map<string, Model>();
  for (const [value, group] of groups) {
    const model = union(group, isExclusive, [...tried, field]);
    if (!model) return undefined;
    cases.set(value, model);
  }
  return { mask: OBJECT, may: OBJECT, by: { field, cases } };
}

/** Strings that any of the models takes; undefined where no one model says it. */
function stringsOf(models: readonly Model[]): Pick<Model, "strings" | "text"> | undefined {
  if (models.some(({ strings, text }) => !strings && !text)) return {};
  if (models.every(({ strings }) => strings))
    return { strings: new Set(models.flatMap(({ strings }) => [...(strings ?? [])])) };
  const [one, ...more] = models;
  return more.length === 0 && one?.text ? { text: one.text } : undefined;
}

/**
 * What takes the values that any of `models` takes; each takes others than the rest if it `isExclusive`. Undefined where a value
 * might be one of two.
 */
export function union(
  models: readonly Model[],
  isExclusive: boolean,
  tried: readonly string[] = [],
): Model | undefined {
  const [single, ...more] = models;
  if (!single) return nothing;
  if (more.length === 0) return single;
  const merged: Model = { mask: 0, may: 0 };
  let isFlatUnion = models.every(isFlat);
  for (const type of [NULL, TRUE, FALSE, NUMERIC, STRING, OBJECT, ARRAY]) {
    const may = models.filter((model) => model.may & type);
    const takers = models.filter((model) => model.mask & type);
    merged.may |= may.reduce((mask, model) => mask | (model.may & type), 0);
    merged.mask |= takers.reduce((mask, model) => mask | (model.mask & type), 0);
    if (may.length > 1 && isExclusive && !isApart(may, type, tried)) return undefined;
    const joined = joinedOf(type, takers, isExclusive, tried);
    if (joined) Object.assign(merged, joined);
    else isFlatUnion = false;
  }
  if (isFlatUnion) return merged;
  return { mask: merged.mask, may: merged.may, choice: [...models] };
}

const partOf = (model: Model, name: "number" | "array" | "object" | "by"): Partial<Model> =>
  model[name] === undefined ? {} : { [name]: model[name] };

/** What is said of `type` by what takes the values of it that any of `takers` takes; undefined where no one model says it. */
function joinedOf(
  type: number,
  takers: readonly Model[],
  isExclusive: boolean,
  tried: readonly string[],
): Partial<Model> | undefined {
  const [one, ...more] = takers;
  const single = more.length === 0 ? one : undefined;
  if (!one) return {};
  if (type === NUMERIC) {
    const taker = takers.find(({ number, mask }) => !number && (mask & NUMERIC) === NUMERIC) ?? single;
    return taker && partOf(taker, "number");
  }
  if (type === STRING) return stringsOf(takers);
  if (type === ARRAY) return single && partOf(single, "array");
  if (type !== OBJECT) return {};
  const object = single ?? switchOf(takers, isExclusive, tried);
  return object && partOf(object, object.by ? "by" : "object");
}

/** Whether no value of `type` is taken by two of `models`. */
function isApart(models: readonly Model[], type: number, tried: readonly string[]): boolean {
  if (!models.every(isFlat)) return false;
  if (type === STRING) {
    const lists = models.map(({ strings }) => strings);
    if (lists.some((list) => !list)) return false;
    return (
      new Set(lists.flatMap((list) => [...(list ?? [])])).size ===
      lists.reduce((sum, list) => sum + (list?.size ?? 0), 0)
    );
  }
  return type === OBJECT && switchOf(models, true, tried) !== undefined;
}
