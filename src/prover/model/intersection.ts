/** What takes the values that each of several models takes. */
import { ARRAY, OBJECT, STRING } from "../assembly/layout.ts";
import { ALL, anything, isFlat, type Model, NUMERIC } from "./model.ts";

/** Whether whatever `model` takes is surely taken by `wider` as well. */
function isWithin(model: Model, wider: Model): boolean {
  if (wider === anything || model === wider) return true;
  if (!isFlat(model) || !isFlat(wider) || model.mask & ~wider.mask) return false;
  if (model.mask & STRING && wider.strings && !(model.strings && isPart(model.strings, wider.strings))) return false;
  if (model.mask & STRING && wider.text && wider.text !== model.text) return false;
  if (model.mask & NUMERIC && wider.number && wider.number !== model.number) return false;
  if (model.mask & ARRAY && wider.array !== anything.array && wider.array !== model.array) return false;
  return !(model.mask & OBJECT) || isObjectWithin(model, wider);
}

function isObjectWithin({ object, by }: Model, wider: Model): boolean {
  const { object: open } = wider;
  if (by) return !by.otherwise && [...by.cases.values()].every((model) => isWithin(model, wider));
  if (!object || !open || wider.by) return false;
  const isLoose =
    open.others === anything && open.prefixes.size === 0 && !open.names && open.least === 0 && open.most === Infinity;
  if (!isLoose || !isPart(open.required, object.required)) return false;
  // a field that is refused has to have no schema in the wider one either: a lesson takes it that its value is no matter
  return [...open.fields].every(([name, field]) => {
    const own = object.fields.get(name);
    return own !== undefined && isWithin(own, field);
  });
}

const isPart = (part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean =>
  [...part].every((value) => whole.has(value));

/** What takes the values that each of `models` takes. */
export function intersection(models: readonly Model[]): Model {
  const different = [...new Set(models)];
  const telling = different.filter(
    (model, at) =>
      !different.some(
        (other, place) => place !== at && isWithin(other, model) && (place < at || !isWithin(model, other)),
      ),
  );
  const [single, ...more] = telling.filter((model) => model !== anything);
  if (!single) return anything;
  if (more.length === 0) return single;
  const mask = telling.reduce((types, model) => types & (model.isOpen ? ALL : model.mask), ALL);
  const may = telling.reduce((types, model) => types & (model.isOpen ? ALL : model.may), ALL);
  return { mask, may, every: telling };
}
