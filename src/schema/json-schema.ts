/** The parts of JSON Schema that this program reads or writes itself; everything else is ajv's. */

export type Schema = boolean | SchemaObject;

export interface SchemaObject {
  $id?: string;
  $schema?: string;
  title?: string;
  description?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  contentEncoding?: string;
  pattern?: string;
  format?: string;
  /** Where the wire differs from the published schema, or is narrower than the type. */
  "x-wire"?: Wire;
  /** Fields that another generation of the API has under another name -> where they are now, by a dotted path; "" if they are gone. */
  "x-renamed"?: Record<string, string>;
  /** Values that are allowed in another place -> where they belong, in words. */
  "x-elsewhere"?: Record<string, string>;
  /** Fields of the objects in an event -> the field that the object is. Made when the package is built. */
  "x-inside"?: Record<string, string>;
  [keyword: string]: unknown;
}

/** An annotation of ours. Profiles are made from it; to other validators it is nothing. */
export interface Wire {
  /** Null is allowed on paper and the wire never has it. */
  null?: "never";
  /** Optional on paper and always there on the wire. */
  always?: true;
  /** What the published schema says here, where it differs: nothing at all, no null, or other keywords. */
  published?: "absent" | "not-null" | { without?: string[]; with?: SchemaObject };
  /** Who saw or said it. */
  source: string;
}
