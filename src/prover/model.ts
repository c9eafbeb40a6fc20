/**
 * JSON Schema -> what a prover can hold a value against. A model never takes more than its schema does: a keyword that is
 * not understood takes away what it might refuse, so that the values in question stay unproved.
 */
import {
  ARRAY,
  FALSE,
  FORM_ANY,
  FORM_BASE64,
  FORM_URI,
  FRACTION,
  INTEGER,
  NULL,
  OBJECT,
  STRING,
  TRUE,
} from "./assembly/layout.ts";
import { isObject } from "../json.ts";

/** Every type. */
const all = NULL | TRUE | FALSE | INTEGER | FRACTION | STRING | OBJECT | ARRAY;
const numeric = INTEGER | FRACTION;

export interface TextCheck {
  /** Code points. */
  least: number;
  most: number;
  form: number;
}

export interface NumberCheck {
  least?: number;
  most?: number;
  over?: number;
  under?: number;
  step?: number;
  values?: number[];
}

export interface ObjectModel {
  fields: Map<string, Model>;
  required: Set<string>;
  /** Of fields that have no model of their own; undefined refuses them. */
  others: Model | undefined;
  /** Beginnings of names whose fields have a model of their own. */
  prefixes: Map<string, Model>;
  names?: TextCheck;
  least: number;
  most: number;
}

export interface ArrayModel {
  prefix: Model[];
  items: Model | undefined;
  least: number;
  most: number;
  unique: boolean;
}

/** What one value may be. `choice`, `every` and `address` stand for all else. */
export interface Model {
  /** Types that it takes, and those that the schema may take besides. */
  mask: number;
  may: number;
  strings?: Set<string>;
  text?: TextCheck;
  number?: NumberCheck;
  object?: ObjectModel;
  array?: ArrayModel;
  /** Objects are told apart by a field. */
  by?: { field: string; cases: Map<string, Model>; otherwise?: Model };
  choice?: Model[];
  every?: Model[];
  /** Of a string whose text is JSON: what is in it. */
  inner?: Model;
  /** Number of the event that it is. */
  event?: number;
  /** Where it is in a program already. */
  address?: number;
  /** Its schema leads to itself, and is still being read. */
  isOpen?: true;
}

/** A schema, and what its references are relative to. */
export interface Located {
  schema: unknown;
  file: string;
}

export interface ModelOptions {
  /** What `reference` in `file` leads to; undefined where it leads nowhere. */
  resolve: (reference: string, file: string) => Located | undefined;
  /** Whether `format` asserts anything; where it does, it is not understood. */
  assertsFormats: boolean;
  /** Whether `prefixItems` is a keyword, as since 2020-12. */
  hasPrefixItems: boolean;
}

/** Takes anything. */
export const anything: Model = { mask: all, may: all };
anything.object = {
  fields: new Map(),
  required: new Set(),
  others: anything,
  prefixes: new Map(),
  least: 0,
  most: Infinity,
};
anything.array = { prefix: [], items: anything, least: 0, most: Infinity, unique: false };

const nothing: Model = { mask: 0, may: 0 };
const unprovable: Model = { mask: 0, may: all };

const typeMasks: Readonly<Record<string, number>> = {
  null: NULL,
  boolean: TRUE | FALSE,
  integer: INTEGER,
  number: numeric,
  string: STRING,
  object: OBJECT,
  array: ARRAY,
};

/** The types that `type` names. */
const maskOf = (type: unknown): number =>
  [type].flat().reduce<number>((mask, name) => mask | (typeof name === "string" ? (typeMasks[name] ?? 0) : 0), 0);

/** Keywords that assert nothing, and those that are read here; any other makes its place unprovable. */
const silent =
  /^(?:x-.*|title|description|default|examples|deprecated|readOnly|writeOnly|\$schema|\$id|\$comment|\$defs|definitions|\$anchor|contentEncoding|contentMediaType)$/;
const understood = new Set(
  (
    "type enum const minLength maxLength pattern format minimum maximum exclusiveMinimum exclusiveMaximum multipleOf " +
    "properties required additionalProperties patternProperties propertyNames minProperties maxProperties " +
    "items prefixItems additionalItems minItems maxItems uniqueItems $ref allOf anyOf oneOf not if then else"
  ).split(" "),
);

/** Patterns that are known, in the words of src/schema/profile.ts. */
const forms: Readonly<Record<string, number>> = {
  "^[A-Za-z0-9+/]*={0,2}$": FORM_BASE64,
  '^[A-Za-z][A-Za-z0-9+.-]*:[^\\s<>"{}|\\\\^`]*$': FORM_URI,
};

/** What a pattern wants names to begin with; undefined where it wants more, or something else. */
const literalPrefix = (pattern: string): string | undefined =>
  /^\^((?:[\w -]|\\[-./$])*)$/.exec(pattern)?.[1]?.replaceAll("\\", "");

const codePoints = (text: string): number => Array.from(text).length;

const isLong = (text: string, { least, most }: TextCheck): boolean =>
  codePoints(text) >= least && codePoints(text) <= most;

/** Text as a program compares it: as it stands between quotes; undefined where JSON has to escape it. */
export function spelling(text: string): string | undefined {
  return JSON.stringify(text) === `"${text}"` ? text : undefined;
}

const isCount = (value: unknown): value is number => typeof value === "number" && value >= 0;

/** What `enum` or `const` list, as a model. */
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
    model.mask |= numeric;
    model.number = { values: numbers };
  }
  if (strings.size > 0) {
    model.mask |= STRING;
    model.strings = strings;
  }
  model.may |= model.mask;
  return model;
}

/** The same model for fewer types. */
const only = (model: Model, mask: number): Model => ({ ...model, mask: model.mask & mask, may: model.may & mask });

/** Whether a model says all there is to say of each of its types by itself. */
const isFlat = (model: Model): boolean =>
  !model.isOpen && !model.choice && !model.every && model.address === undefined && model.event === undefined;

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
function union(models: readonly Model[], isExclusive: boolean, tried: readonly string[] = []): Model | undefined {
  const [single, ...more] = models;
  if (!single) return nothing;
  if (more.length === 0) return single;
  const merged: Model = { mask: 0, may: 0 };
  let isFlatUnion = models.every(isFlat);
  for (const type of [NULL, TRUE, FALSE, numeric, STRING, OBJECT, ARRAY]) {
    const may = models.filter((model) => model.may & type);
    const takers = models.filter((model) => model.mask & type);
    merged.may |= may.reduce((mask, model) => mask | (model.may & type), 0);
    if (may.length > 1 && isExclusive && !isApart(may, type, tried)) return undefined;
    const [one] = takers;
    if (!one) continue;
    merged.mask |= takers.reduce((mask, model) => mask | (model.mask & type), 0);
    if (type === numeric) {
      const free = takers.find(({ number, mask }) => !number && (mask & numeric) === numeric);
      if (takers.length === 1 || free) Object.assign(merged, { number: (free ?? one).number });
      else isFlatUnion = false;
    } else if (type === STRING) {
      const strings = stringsOf(takers);
      if (strings) Object.assign(merged, strings);
      else isFlatUnion = false;
    } else if (type === ARRAY) {
      if (takers.length === 1) Object.assign(merged, { array: one.array });
      else isFlatUnion = false;
    } else if (type === OBJECT) {
      const object = takers.length === 1 ? one : switchOf(takers, isExclusive, tried);
      if (object) Object.assign(merged, object.by ? { by: object.by } : { object: object.object });
      else isFlatUnion = false;
    }
  }
  if (isFlatUnion) return withoutUndefined(merged);
  return { mask: merged.mask, may: merged.may, choice: [...models] };
}

const withoutUndefined = (model: Model): Model =>
  // what is not there is not said to be undefined
  Object.fromEntries(Object.entries(model).filter(([, value]) => value !== undefined)) as unknown as Model;

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

/** Whether whatever `model` takes is surely taken by `wider` as well. */
function isWithin(model: Model, wider: Model): boolean {
  if (wider === anything || model === wider) return true;
  if (!isFlat(model) || !isFlat(wider) || model.mask & ~wider.mask) return false;
  if (model.mask & STRING && wider.strings && !(model.strings && isPart(model.strings, wider.strings))) return false;
  if (model.mask & STRING && wider.text && wider.text !== model.text) return false;
  if (model.mask & numeric && wider.number && wider.number !== model.number) return false;
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
function intersection(models: readonly Model[]): Model {
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
  const mask = telling.reduce((types, model) => types & (model.isOpen ? all : model.mask), all);
  const may = telling.reduce((types, model) => types & (model.isOpen ? all : model.may), all);
  return { mask, may, every: telling };
}

const lists = (value: unknown): unknown[] | undefined => (Array.isArray(value) ? value : undefined);

export interface Modeller {
  modelOf(this: void, schema: unknown, file: string): Model;
}

export function createModeller({ resolve, assertsFormats, hasPrefixItems }: ModelOptions): Modeller {
  const known = new Map<string, Map<object, Model>>();

  function textOf(schema: Record<string, unknown>): TextCheck | undefined {
    const { minLength: least = 0, maxLength: most = Infinity, pattern } = schema;
    const form = pattern === undefined ? FORM_ANY : typeof pattern === "string" ? forms[pattern] : undefined;
    if (!isCount(least) || !isCount(most) || form === undefined) return undefined;
    return { least: Math.ceil(least), most: Math.floor(most), form };
  }

  /** The model of names as `propertyNames` wants them; undefined where it wants more than a length. */
  function namesOf(names: unknown): TextCheck | undefined {
    if (names === true) return { least: 0, most: Infinity, form: FORM_ANY };
    if (!isObject(names)) return undefined;
    const isLength = Object.keys(names).every(
      (key) => ["type", "minLength", "maxLength"].includes(key) || silent.test(key),
    );
    return isLength && (names["type"] === undefined || names["type"] === "string") ? textOf(names) : undefined;
  }

  function objectOf(schema: Record<string, unknown>, file: string): ObjectModel | undefined {
    const { properties = {}, required = [], additionalProperties: others = true, patternProperties = {} } = schema;
    const { propertyNames, minProperties: least = 0, maxProperties: most = Infinity } = schema;
    if (!isObject(properties) || !isObject(patternProperties) || !isCount(least) || !isCount(most)) return undefined;
    if (!Array.isArray(required) || !required.every((name) => typeof name === "string")) return undefined;
    const other = modelOf(others, file);
    const prefixes = new Map<string, Model>();
    for (const [pattern, inner] of Object.entries(patternProperties)) {
      const prefix = literalPrefix(pattern);
      if (prefix === undefined) return undefined;
      prefixes.set(prefix, modelOf(inner, file));
    }
    const own = new Map(Object.entries(properties));
    // ajv passes over a property of this name
    if (own.has("__proto__") || required.includes("__proto__")) return undefined;
    const fields = new Map<string, Model>();
    for (const name of new Set([...own.keys(), ...required])) {
      const models = [...prefixes].flatMap(([prefix, model]) => (name.startsWith(prefix) ? [model] : []));
      if (own.has(name)) models.push(modelOf(own.get(name), file));
      fields.set(name, models.length > 0 ? intersection(models) : other);
    }
    const model: ObjectModel = {
      fields,
      required: new Set(required),
      others: other === nothing ? undefined : other,
      prefixes,
      least: Math.ceil(least),
      most: Math.floor(most),
    };
    if (propertyNames === undefined) return model;
    const names = namesOf(propertyNames);
    return names && [...fields.keys()].every((name) => isLong(name, names)) ? { ...model, names } : undefined;
  }

  function arrayOf(schema: Record<string, unknown>, file: string): ArrayModel | undefined {
    const { minItems: least = 0, maxItems: most = Infinity, uniqueItems: unique = false } = schema;
    if (!isCount(least) || !isCount(most) || typeof unique !== "boolean") return undefined;
    // a list under `items` is what draft-07 has for `prefixItems`
    const listed = lists(schema["items"]);
    const prefix = (listed ?? lists(schema["prefixItems"]) ?? []).map((item) => modelOf(item, file));
    const items = modelOf((listed ? schema["additionalItems"] : schema["items"]) ?? true, file);
    return {
      prefix,
      items: items === nothing ? undefined : items,
      least: Math.ceil(least),
      most: Math.floor(most),
      unique,
    };
  }

  function numberOf(schema: Record<string, unknown>): NumberCheck | undefined {
    const { minimum: least, maximum: most, exclusiveMinimum: over, exclusiveMaximum: under, multipleOf: step } = schema;
    const entries = Object.entries({ least, most, over, under, step }).filter(([, value]) => value !== undefined);
    if (!entries.every(([, value]) => typeof value === "number")) return undefined;
    // fractions are not exact, and are left to ajv
    if (step !== undefined && !Number.isInteger(step)) return undefined;
    return Object.fromEntries(entries);
  }

  /** What the keywords say that are about one value by itself. */
  function flatOf(schema: Record<string, unknown>, file: string): Model {
    const { type, enum: listed, const: value, format } = schema;
    const mask = type === undefined ? all : maskOf(type);
    const has = (...keywords: string[]): boolean => keywords.some((keyword) => keyword in schema);
    const model: Model = { ...anything };
    /** Types of which a keyword is not understood. */
    let lost = 0;

    if (has("minLength", "maxLength", "pattern")) {
      const text = textOf(schema);
      if (text) model.text = text;
      else lost |= STRING;
    }
    if (format !== undefined && assertsFormats) lost |= STRING | numeric;
    if (has("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")) {
      const number = numberOf(schema);
      if (number) model.number = number;
      else lost |= numeric;
    }
    const objectKeywords = [
      "properties",
      "required",
      "additionalProperties",
      "patternProperties",
      "propertyNames",
      "minProperties",
      "maxProperties",
    ];
    if (mask & OBJECT && has(...objectKeywords)) {
      const object = objectOf(schema, file);
      if (object && object.fields.size <= 64) model.object = object;
      else lost |= OBJECT;
    }
    if (mask & ARRAY && has("items", "prefixItems", "additionalItems", "minItems", "maxItems", "uniqueItems")) {
      const array = arrayOf(schema, file);
      if (array) model.array = array;
      else lost |= ARRAY;
    }
    model.may = mask;
    model.mask = mask & ~lost;
    if (listed === undefined && !("const" in schema)) return model;
    const values = [...(lists(listed) ?? [value])].filter(
      (one) => listed === undefined || !("const" in schema) || one === value,
    );
    return listedOf(model, modelOfValues(values));
  }

  /** What is listed, of what `model` takes. */
  function listedOf(model: Model, listed: Model): Model {
    const mask = model.mask & listed.mask;
    const { text, number } = model;
    // an integral number is told by its value
    const narrowed: Model = { ...model, mask, may: model.may & listed.may };
    if (listed.strings) {
      if (text && text.form !== FORM_ANY) narrowed.mask &= ~STRING;
      narrowed.strings = new Set([...listed.strings].filter((value) => !text || isLong(value, text)));
      delete narrowed.text;
    }
    if (listed.number) narrowed.number = { ...number, ...listed.number };
    return narrowed;
  }

  function built(schema: Record<string, unknown>, file: string): Model {
    const keywords = Object.keys(schema).filter((keyword) => !silent.test(keyword));
    if (keywords.some((keyword) => !understood.has(keyword))) return unprovable;
    if ("prefixItems" in schema && !hasPrefixItems) return unprovable;
    const parts: Model[] = [];
    if (keywords.some((keyword) => !/^(?:\$ref|allOf|anyOf|oneOf|not|if|then|else)$/.test(keyword)))
      parts.push(flatOf(schema, file));
    if ("$ref" in schema) {
      const target = resolve(String(schema["$ref"]), file);
      parts.push(target ? modelOf(target.schema, target.file) : unprovable);
    }
    for (const inner of lists(schema["allOf"]) ?? []) parts.push(modelOf(inner, file));
    for (const keyword of ["anyOf", "oneOf"]) {
      const list = lists(schema[keyword]);
      if (!list) continue;
      const models = list.map((inner) => modelOf(inner, file)).filter((model) => model !== nothing);
      parts.push(union(models, keyword === "oneOf") ?? unprovable);
    }
    if ("not" in schema) parts.push(negation(schema["not"]));
    if ("if" in schema && ("then" in schema || "else" in schema)) parts.push(conditional(schema, file));
    return intersection(parts);
  }

  /** What takes the values that a schema refuses, where that is plain. */
  function negation(schema: unknown): Model {
    if (schema === false) return anything;
    if (!isObject(schema)) return schema === true ? nothing : unprovable;
    const keywords = Object.keys(schema).filter((keyword) => !silent.test(keyword));
    if (keywords.length === 0) return nothing;
    if (keywords.length > 1 || keywords[0] !== "type") return unprovable;
    const refused = maskOf(schema["type"]);
    // what is no integer may be a number
    return (refused & numeric) === INTEGER ? unprovable : only(anything, all & ~refused);
  }

  /** `if` and `then`, or `else` where `if` is surely not met. */
  function conditional(
    { if: condition, then: met = true, else: unmet = true }: Record<string, unknown>,
    file: string,
  ): Model {
    const both = intersection([modelOf(condition, file), modelOf(met, file)]);
    const neither = intersection([negation(condition), modelOf(unmet, file)]);
    // whatever `if` says, both may hold
    const always = intersection([modelOf(met, file), modelOf(unmet, file)]);
    return { mask: all, may: all, choice: [both, neither, always] };
  }

  function modelOf(schema: unknown, file: string): Model {
    if (schema === true) return anything;
    if (schema === false) return nothing;
    if (!isObject(schema)) return unprovable;
    const models = known.get(file) ?? new Map<object, Model>();
    known.set(file, models);
    const before = models.get(schema);
    if (before) return before;
    const model: Model = { mask: all, may: all, isOpen: true };
    models.set(schema, model);
    const result = built(schema, file);
    delete model.isOpen;
    if (result === anything || result === nothing) {
      models.set(schema, result);
      return result;
    }
    // what is still being read is pointed to, since there is nothing yet to be copied
    const isPending = result === model || result.isOpen === true;
    return Object.assign(model, isPending ? { every: [result] } : result);
  }
  return { modelOf };
}
