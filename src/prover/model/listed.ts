/** `enum` and `const`. */
import { ARRAY, FALSE, FORM_ANY, NULL, OBJECT, STRING, TRUE } from "../assembly/layout.ts";
import { listIn, type Schema } from "./keywords.ts";
import { type Model, NUMERIC } from "./model.ts";
import { isLong } from "./text.ts";

/** Values that are listed, as a model. */
function modelOfValues(values: readonly unknown[]): Model {
  const model: Model = { mask: 0, may: 0 };
  const numbers: number[] = [];
  const strings = new Set<string>();
  for (const value of values) {
    if (value === null) model.mask |= NULL;
    else if (value === true) model.mask |= TRUE;
    else if (value === false) model.mask |= FALSE;
    else if (typeof value === "number") numbers.push(value);
    else if (typeof value === "string") strings.add(value);
    else model.may |= Array.isArray(value) ? ARRAY : OBJECT;
  }
  if (numbers.length > 0) {
    model.mask |= NUMERIC;
    model.number = { values: numbers };
  }
  if (strings.size > 0) {
    model.mask |= STRING;
    model.strings = strings;
  }
  model.may |= model.mask;
  return model;
}

/** The values that a schema lists; undefined where it lists none. */
function valuesOf(schema: Schema): unknown[] | undefined {
  const { enum: listed, const: value } = schema;
  const hasConst = "const" in schema;
  if (listed === undefined) return hasConst ? [value] : undefined;
  return (listIn(listed) ?? [value]).filter((one) => !hasConst || one === value);
}

/** What a schema lists, of what `model` takes. */
export function listedOf(schema: Schema, model: Model): Model {
  const values = valuesOf(schema);
  if (!values) return model;
  const listed = modelOfValues(values);
  const { text, number } = model;
  // an integral number is told by its value
  const narrowed: Model = { ...model, mask: model.mask & listed.mask, may: model.may & listed.may };
  if (listed.strings) {
    if (text && text.form !== FORM_ANY) narrowed.mask &= ~STRING;
    narrowed.strings = new Set([...listed.strings].filter((value) => !text || isLong(value, text)));
    delete narrowed.text;
  }
  if (listed.number) narrowed.number = { ...number, ...listed.number };
  return narrowed;
}
