/**
 * Which fields and values of a schema an input shows, and which it never does. The schema is entered only as far as
 * payloads go, so that recursion in it is none here, and what no payload has stands for all that lies below.
 */
import { isObject } from "../json.ts";
import { below, stepsOf } from "../pointer.ts";

/** Pointers below the payload, `*` for any index. */
export interface Unseen {
  fields: string[];
  /** Values that a field may have and never had, by its pointer. */
  values: Record<string, unknown[]>;
}

export interface Coverage {
  see(payload: unknown): void;
  unseen(): Unseen;
}

/** A schema, and the address of the file in which its references begin. */
interface Located {
  schema: unknown;
  file: string;
}

/** A place in payloads. */
interface Place {
  schemas: Located[];
  isSeen: boolean;
  /** Undefined until a payload was looked into here. */
  inside?: { fields: Map<string, Place>; items: Place; values: Map<string, unknown> };
}

/** The parsed file at an address; undefined where there is none. */
export type ReadSchema = (address: string) => unknown;

/** What `reference` in `file` leads to. */
function target(reference: string, file: string | undefined, read: ReadSchema): Located {
  const { href, hash } = new URL(reference, file);
  const address = href.slice(0, href.length - hash.length);
  const schema = stepsOf(decodeURIComponent(hash.slice(1))).reduce<unknown>(
    (value, step) => (isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined),
    read(address),
  );
  return { schema, file: address };
}

const combinators = ["anyOf", "oneOf", "allOf"] as const;
const chosen = ["if", "then", "else"] as const;

/** A schema and all that hold for the same value with it, or may. */
function* alternatives({ schema, file }: Located, read: ReadSchema): Generator<Located & { schema: object }> {
  if (!isObject(schema)) return;
  yield { schema, file };
  const inner: unknown[] = [
    ...combinators.flatMap((keyword) => schema[keyword] ?? []),
    ...chosen.map((keyword) => schema[keyword]),
  ];
  for (const one of inner) yield* alternatives({ schema: one, file }, read);
  if (typeof schema["$ref"] === "string") yield* alternatives(target(schema["$ref"], file, read), read);
}

function inside(place: Place, read: ReadSchema): NonNullable<Place["inside"]> {
  const fields = new Map<string, Place>();
  const items: Place = { schemas: [], isSeen: false };
  const values = new Map<string, unknown>();
  for (const located of place.schemas) {
    for (const { schema, file } of alternatives(located, read)) {
      const { properties, items: each, enum: allowed, const: only }: Record<string, unknown> = { ...schema };
      for (const [name, inner] of isObject(properties) ? Object.entries(properties) : []) {
        const field = fields.get(name) ?? { schemas: [], isSeen: false };
        field.schemas.push({ schema: inner, file });
        fields.set(name, field);
      }
      items.schemas.push({ schema: each, file });
      for (const value of [...(Array.isArray(allowed) ? allowed : []), only]) {
        if (value != null) values.set(JSON.stringify(value), value);
      }
    }
  }
  return { fields, items, values };
}

/** @param address of the schema: of its file, and the pointer to it, as in `file:///schemas/item.json#/$defs/message`. */
export function createCoverage(address: string, read: ReadSchema): Coverage {
  const root: Place = { schemas: [target(address, undefined, read)], isSeen: false };

  function see(here: Place, value: unknown): void {
    here.isSeen = true;
    const { fields, items, values } = (here.inside ??= inside(here, read));
    if (Array.isArray(value)) for (const item of value) see(items, item);
    else if (isObject(value)) {
      for (const name of Object.keys(value)) {
        const field = fields.get(name);
        if (field) see(field, value[name]);
      }
    } else if (values.size > 0) values.delete(JSON.stringify(value));
  }

  function collect({ inside: known }: Place, pointer: string, unseen: Unseen): void {
    if (!known) return;
    if (known.values.size > 0) unseen.values[pointer] = [...known.values.values()];
    for (const [name, field] of known.fields) {
      if (field.isSeen) collect(field, below(pointer, name), unseen);
      else unseen.fields.push(below(pointer, name));
    }
    collect(known.items, `${pointer}/*`, unseen);
  }

  return {
    see: (payload) => see(root, payload),
    unseen() {
      const unseen: Unseen = { fields: [], values: {} };
      collect(root, "", unseen);
      return unseen;
    },
  };
}
