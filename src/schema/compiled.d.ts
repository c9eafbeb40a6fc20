/** The modules that scripts/compile-schemas.ts writes into compiled/. */

declare module "*-accept.cjs" {
  const roots: Record<string, (value: unknown) => boolean>;
  export default roots;
}
declare module "*-explain.cjs" {
  const roots: Record<string, import("./errors.ts").Explainer>;
  export default roots;
}
declare module "*/events.cjs" {
  const events: Record<string, { direction: "server" | "client"; ga?: string; checked: boolean }>;
  export default events;
}
