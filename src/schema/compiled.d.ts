/** The modules that scripts/compile-schemas.ts writes into compiled/. */

declare module "*-accept.cjs" {
  const roots: Record<string, (value: unknown) => boolean>;
  export default roots;
}
declare module "*-explain.cjs" {
  import type { ErrorObject } from "ajv";
  interface Explain {
    (value: unknown): boolean;
    errors?: ErrorObject[] | null;
  }
  const roots: Record<string, Explain>;
  export default roots;
}
declare module "*/events.cjs" {
  const events: Record<string, { direction: "server" | "client"; ga?: string; checked: boolean }>;
  export default events;
}
