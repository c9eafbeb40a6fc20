/** RFC 6901 pointers, as text and as steps. */

/** The pointer to `key` below `pointer`. */
export function below(pointer: string, key: string | number): string {
  const step = String(key);
  return /[~/]/.test(step) ? `${pointer}/${step.replaceAll("~", "~0").replaceAll("/", "~1")}` : `${pointer}/${step}`;
}

/** The keys and indexes of a pointer, unescaped; none for "". */
export function stepsOf(pointer: string): string[] {
  if (pointer === "") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The pointer one step up; "" for a pointer of one step. */
export function parentOf(pointer: string): string {
  return pointer.slice(0, Math.max(0, pointer.lastIndexOf("/")));
}
