/** Words that rules share: what stands somewhere in an event, and places before it. */
import type { Related } from "../finding.ts";
import type { Scene } from "../session/rule.ts";
import { quoted } from "../text.ts";

/** What stands at a pointer below the event; undefined where there is nothing. */
export function valueAt({ seen }: Scene, pointer: string): unknown {
  let value: unknown = seen.payload();
  for (const step of pointer.split("/").slice(1)) {
    value = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[step] : undefined;
  }
  return value;
}

/** The same as a message quotes it. */
export const shown = (scene: Scene, pointer: string): string => quoted(valueAt(scene, pointer));

/** An earlier event; none where its line is not known. */
export const earlier = (line: number, pointer: string, message: string): { related?: readonly Related[] } =>
  line === 0 ? {} : { related: [{ line, pointer, message }] };
