/**
 * What a prover can hold a value against. A model never takes more than its schema does: a keyword that is not understood takes away what
 * it might refuse, so that the values in question stay unproved.
 */
import { ARRAY, FALSE, FRACTION, INTEGER, NULL, OBJECT, STRING, TRUE } from "../assembly/layout.ts";

/** Every type, and those of numbers. */
export const ALL: number = NULL | TRUE | FALSE | INTEGER | FRACTION | STRING | OBJECT | ARRAY;
export const NUMERIC: number = INTEGER | FRACTION;

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

/** Takes anything. */
export const anything: Model = { mask: ALL, may: ALL };
anything.object = {
  fields: new Map(),
  required: new Set(),
  others: anything,
  prefixes: new Map(),
  least: 0,
  most: Infinity,
};
anything.array = { prefix: [], items: anything, least: 0, most: Infinity, unique: false };

/** Takes nothing, as its schema does; or whatever that takes. */
export const nothing: Model = { mask: 0, may: 0 };
export const unprovable: Model = { mask: 0, may: ALL };

/** Whether a model says all there is to say of each of its types by itself. */
export const isFlat = (model: Model): boolean =>
  !model.isOpen && !model.choice && !model.every && model.address === undefined && model.event === undefined;

/** Text as a program compares it: as it stands between quotes; undefined where JSON has to escape it. */
export function spelling(text: string): string | undefined {
  return JSON.stringify(text) === `"${text}"` ? text : undefined;
}
