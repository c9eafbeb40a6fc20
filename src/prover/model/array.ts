/** Keywords of arrays. */
import { isCount, listIn, type Reading } from "./keywords.ts";
import { type ArrayModel, nothing } from "./model.ts";

export function arrayOf({ schema, modelOf }: Reading): ArrayModel | undefined {
  const { minItems: least = 0, maxItems: most = Infinity, uniqueItems: unique = false } = schema;
  if (!isCount(least) || !isCount(most) || typeof unique !== "boolean") return undefined;
  // a list under `items` is what draft-07 has for `prefixItems`
  const listed = listIn(schema["items"]);
  const prefix = (listed ?? listIn(schema["prefixItems"]) ?? []).map((item) => modelOf(item));
  const items = modelOf((listed ? schema["additionalItems"] : schema["items"]) ?? true);
  return {
    prefix,
    items: items === nothing ? undefined : items,
    least: Math.ceil(least),
    most: Math.floor(most),
    unique,
  };
}
