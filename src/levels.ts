/** How much each rule matters: its own level, the profile's over it, and the user's own over both. */
import type { Level } from "./finding.ts";

export const profiles = ["wire", "spec", "strict"] as const;
export type ProfileName = (typeof profiles)[number];

/** All levels, the mildest first. */
export const levels: readonly Level[] = ["off", "note", "warning", "error"];

/** What a user says of levels. */
export interface Settings {
  profile?: ProfileName;
  /** Levels by rule id, over those of the profile. */
  rules?: Readonly<Record<string, Level>>;
}

/** The level of a rule before the user's own settings. */
function levelUnder(profile: ProfileName, level: Level, id: string): Level {
  if (profile !== "strict") return level;
  return level === "warning" || id === "missing-wire-field" ? "error" : level;
}

/** The level of each rule of a table; what is not in it is an error. */
export function levelsOf(
  table: readonly { id: string; level: Level }[],
  { profile = "wire", rules: settings = {} }: Settings,
): (rule: string) => Level {
  const known = new Map(table.map(({ id, level }) => [id, settings[id] ?? levelUnder(profile, level, id)]));
  return (rule) => known.get(rule) ?? "error";
}
