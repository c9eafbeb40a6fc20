/** The catalogue that scripts/compile-schemas.ts writes into compiled/. */
declare module "*/catalogue.cjs" {
  const entries: Record<string, import("./catalogue.ts").Entry>;
  export default entries;
}
