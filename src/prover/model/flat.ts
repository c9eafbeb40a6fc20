/** What the keywords say that are about one value by itself, a family for each kind of value. */
import { ARRAY, OBJECT, STRING } from "../assembly/layout.ts";
import { arrayOf } from "./array.ts";
import { maskOf, type Reading } from "./keywords.ts";
import { listedOf } from "./listed.ts";
import { ALL, anything, type Model, NUMERIC } from "./model.ts";
import { numberOf } from "./number.ts";
import { objectOf } from "./object.ts";
import { textOf } from "./text.ts";

interface Family {
  keywords: readonly string[];
  /** The types of value that they are about. */
  types: number;
  /** What they say; undefined where they are not understood. */
  read(this: void, reading: Reading): Partial<Model> | undefined;
}

const families: readonly Family[] = [
  {
    keywords: ["minLength", "maxLength", "pattern"],
    types: STRING,
    read({ schema }) {
      const text = textOf(schema);
      return text && { text };
    },
  },
  {
    keywords: ["format"],
    types: STRING | NUMERIC,
    read: ({ assertsFormats }) => (assertsFormats ? undefined : {}),
  },
  {
    keywords: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
    types: NUMERIC,
    read({ schema }) {
      const number = numberOf(schema);
      return number && { number };
    },
  },
  {
    keywords: [
      "properties",
      "required",
      "additionalProperties",
      "patternProperties",
      "propertyNames",
      "minProperties",
      "maxProperties",
    ],
    types: OBJECT,
    read(reading) {
      const object = objectOf(reading);
      return object && { object };
    },
  },
  {
    keywords: ["items", "prefixItems", "additionalItems", "minItems", "maxItems", "uniqueItems"],
    types: ARRAY,
    read(reading) {
      const array = arrayOf(reading);
      return array && { array };
    },
  },
];

export const flatKeywords: readonly string[] = [
  "type",
  "enum",
  "const",
  ...families.flatMap(({ keywords }) => keywords),
];

export function flatOf(reading: Reading): Model {
  const { schema } = reading;
  const { type } = schema;
  const may = type === undefined ? ALL : maskOf(type);
  const model: Model = { ...anything, may, mask: may };
  for (const { keywords, types, read } of families) {
    if (!(may & types) || !keywords.some((keyword) => keyword in schema)) continue;
    const said = read(reading);
    if (said) Object.assign(model, said);
    else model.mask &= ~types;
  }
  return listedOf(schema, model);
}
