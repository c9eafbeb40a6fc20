/** What keywords have in common: which assert nothing, and what stands for types. */
import { ARRAY, FALSE, INTEGER, NULL, OBJECT, STRING, TRUE } from "../assembly/layout.ts";
import { type Model, NUMERIC } from "./model.ts";

export type Schema = Readonly<Record<string, unknown>>;

/** A schema that is being read, in its file. */
export interface Reading {
  schema: Schema;
  /** The model of a schema in it. */
  modelOf(this: void, inner: unknown): Model;
  /** The model of what a reference in it leads to. */
  follow(this: void, reference: string): Model;
  /** Whether `format` asserts anything. */
  assertsFormats: boolean;
}

const annotations =
  /^(?:x-.*|title|description|default|examples|deprecated|readOnly|writeOnly|\$schema|\$id|\$comment|\$defs|definitions|\$anchor|contentEncoding|contentMediaType)$/;

/** The keywords of a schema that assert something. */
export const assertionsOf = (schema: Schema): string[] =>
  Object.keys(schema).filter((keyword) => !annotations.test(keyword));

const typeMasks: Readonly<Record<string, number>> = {
  null: NULL,
  boolean: TRUE | FALSE,
  integer: INTEGER,
  number: NUMERIC,
  string: STRING,
  object: OBJECT,
  array: ARRAY,
};

/** The types that `type` names. */
export const maskOf = (type: unknown): number =>
  [type].flat().reduce<number>((mask, name) => mask | (typeof name === "string" ? (typeMasks[name] ?? 0) : 0), 0);

export const isCount = (value: unknown): value is number => typeof value === "number" && value >= 0;

export const listIn = (value: unknown): unknown[] | undefined => (Array.isArray(value) ? value : undefined);
