/** What the user names -> files, each once, in the order of naming. */
import { statSync } from "node:fs";
import { join, resolve, sep } from "node:path";

/** The name that stands for standard input. */
export const stdin = "-";

/** What a directory is searched for. */
const captures = ["jsonl", "ndjson", "json"];

export interface Expanded {
  /** Paths to open, "-" among them. */
  files: string[];
  /** What was named and is not there, in words. */
  missing: { name: string; message: string }[];
}

function kindOf(path: string): "file" | "directory" | undefined {
  try {
    return statSync(path).isDirectory() ? "directory" : "file";
  } catch (error) {
    // a name that is not there may be a pattern; any other trouble shows when the file is opened
    return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")
      ? undefined
      : "file";
  }
}

/** Files below `folder`, sorted; folders named node_modules and hidden ones are passed over. */
async function filesBelow(folder: string): Promise<string[]> {
  return search([`**/*.{${captures.join(",")}}`], folder);
}

async function search(patterns: string[], cwd?: string): Promise<string[]> {
  const { glob } = await import("tinyglobby");
  const found = await glob(patterns, {
    ...(cwd === undefined ? {} : { cwd }),
    ignore: ["**/node_modules/**"],
    followSymbolicLinks: false,
    expandDirectories: false,
  });
  return found.toSorted().map((name) => (cwd === undefined ? name : join(cwd, name)));
}

const isPattern = (name: string): boolean => /[*?[{]|[!@+]\(/.test(name);

/** Finds the files that `names` stand for: files, directories, globs, or "-". */
export async function expand(names: readonly string[]): Promise<Expanded> {
  const files = new Map<string, string>();
  const missing: Expanded["missing"] = [];
  for (const name of names) {
    const kind = name === stdin ? "file" : kindOf(name);
    const found =
      kind === "file"
        ? [name]
        : kind === "directory"
          ? await filesBelow(name)
          : isPattern(name)
            ? await search([sep === "/" ? name : name.replaceAll(sep, "/")])
            : undefined;
    if (found === undefined) missing.push({ name, message: "no such file or directory" });
    else if (found.length === 0) {
      const message =
        kind === "directory"
          ? `no ${captures.map((ending) => `.${ending}`).join(", ")} file in this directory`
          : "no file matches";
      missing.push({ name, message });
    }
    for (const file of found ?? []) {
      const key = file === stdin ? stdin : resolve(file);
      if (!files.has(key)) files.set(key, file);
    }
  }
  return { files: [...files.values()], missing };
}
