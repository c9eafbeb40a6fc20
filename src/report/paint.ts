import type { ColorSupportLevel } from "chalk";
import type { Paint } from "./reporter.ts";

const asIs = (text: string): string => text;

/** No colour at all. */
export const plain: Paint = { error: asIs, warning: asIs, note: asIs, strong: asIs, faint: asIs };

/** Colours of a terminal of this level (0 none, 1 basic, 2 of 256, 3 any). chalk is loaded here and nowhere else. */
export async function colourful(level: ColorSupportLevel): Promise<Paint> {
  if (level === 0) return plain;
  const { Chalk } = await import("chalk");
  const chalk = new Chalk({ level });
  return {
    error: (text) => chalk.bold.red(text),
    warning: (text) => chalk.bold.yellow(text),
    note: (text) => chalk.bold.cyan(text),
    strong: (text) => chalk.bold(text),
    faint: (text) => chalk.dim(text),
  };
}
