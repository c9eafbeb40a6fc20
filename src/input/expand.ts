/** What the user names -> files, each once, in the order of naming. */
import { type Dirent, readdirSync, realpathSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { reasonOf } from "./open.ts";

/** The name that stands for standard input. */
export const stdin = "-";

/** What a directory is searched for. */
const captures = /\.(jsonl|ndjson|json)(\.(gz|zst|br))?$/i;

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

/** A directory's captures, those of its directories too, in order. What cannot be read goes to `missing`. */
function filesBelow(folder: string, missing: Expanded["missing"], seen: Set<string> = new Set()): string[] {
  let entries: Dirent[];
  try {
    // a link may lead back to where it stands
    const place = realpathSync(folder);
    if (seen.has(place)) return [];
    seen.add(place);
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    missing.push({ name: folder, message: reasonOf(error) });
    return [];
  }
  return entries
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      const isDirectory = entry.isDirectory() || (entry.isSymbolicLink() && kindOf(path) === "directory");
      if (isDirectory) return isPassedOver(entry.name) ? [] : filesBelow(path, missing, seen);
      return captures.test(entry.name) ? [path] : [];
    });
}

const isPassedOver = (name: string): boolean => name === "node_modules" || name.startsWith(".");

async function search(pattern: string): Promise<string[]> {
  const { glob } = await import("tinyglobby");
  const found = await glob([pattern], { ignore: ["**/node_modules/**"], expandDirectories: false });
  return found.toSorted((one, other) => (one < other ? -1 : 1));
}

const isPattern = (name: string): boolean => /[*?[{]|[!@+]\(/.test(name);

/** Finds the files that `names` stand for: files, directories, globs, or "-". */
export async function expand(names: readonly string[]): Promise<Expanded> {
  const files = new Map<string, string>();
  const missing: Expanded["missing"] = [];
  for (const name of names) {
    const before = missing.length;
    const found = await filesOf(name, missing);
    if (found.length === 0 && missing.length === before) {
      missing.push({
        name,
        message: isPattern(name) ? "no file matches" : "no .jsonl, .ndjson or .json file in this directory",
      });
    }
    for (const file of found) {
      const key = file === stdin ? stdin : placeOf(file);
      if (!files.has(key)) files.set(key, file);
    }
  }
  return { files: [...files.values()], missing };
}

/** Where a file is, by whatever name; where it cannot be told, the name. */
function placeOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return resolve(file);
  }
}

async function filesOf(name: string, missing: Expanded["missing"]): Promise<string[]> {
  const kind = name === stdin ? "file" : kindOf(name);
  if (kind === "file") return [name];
  if (kind === "directory") return filesBelow(name, missing);
  if (isPattern(name)) return search(sep === "/" ? name : name.replaceAll(sep, "/"));
  missing.push({ name, message: "no such file or directory" });
  return [];
}
