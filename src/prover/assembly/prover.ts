/**
 * Proves on the bytes of a block that its records are JSON and valid under a program, without building anything of them. This is what the
 * host calls.
 */
import { forgetPlans } from "./digest/plan";
import { forgetShapes } from "./shapes/shapes";

export { isLike, teach } from "./lessons";
export { run } from "./lines";
export { proves } from "./records";

/** Forgets all shapes; for when a program was put in its place, which knows of none. */
export function forget(): void {
  forgetShapes();
  forgetPlans();
}
