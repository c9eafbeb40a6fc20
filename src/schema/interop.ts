/**
 * What a CommonJS module exports by default: Node gives an importer all of its exports instead, bundlers and TypeScript
 * the default among them.
 */
export function defaultOf<Value extends object>(imported: Value): Value {
  return "default" in imported ? (imported.default as Value) : imported;
}
