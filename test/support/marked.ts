/** Captures in which a mark stands before each fault, so that a test shows the place instead of counting columns. */
import { everyWay, type Outcome, type WayOptions } from "./every-way.ts";

const mark = "▸";

/** Takes the marks out of a text: the capture, and line:column of what each mark stood before. */
export function unmarked(text: string): { capture: string; places: string[] } {
  const places: string[] = [];
  const lines = text.split("\n").map((line, index) => {
    const pieces = line.split(mark);
    let column = 1;
    for (const piece of pieces.slice(0, -1)) {
      column += piece.length;
      places.push(`${index + 1}:${column}`);
    }
    return pieces.join("");
  });
  return { capture: lines.join("\n"), places };
}

/** Checks a marked text every way; expects a finding at each mark and nowhere else. */
export async function outcomeOf(text: string, options: WayOptions = {}): Promise<Outcome> {
  const { capture, places } = unmarked(text);
  const outcome = await everyWay(capture, options);
  expect(outcome.findings.map(({ line, column, rule }) => `${line}:${column} ${rule}`)).toEqual(
    places.map((place, index) => `${place} ${outcome.findings[index]?.rule ?? "nothing"}`),
  );
  return outcome;
}

/** The findings of a marked text, each as its rule and pointer. */
export async function found(text: string, options: WayOptions = {}): Promise<string[]> {
  const { findings } = await outcomeOf(text, options);
  return findings.map(({ rule, pointer }) => (pointer === "" ? rule : `${rule} ${pointer}`));
}

/** The findings of a marked text, each as its rule and message. */
export async function told(text: string, options: WayOptions = {}): Promise<string[]> {
  const { findings } = await outcomeOf(text, options);
  return findings.map(({ rule, message }) => `${rule}: ${message}`);
}
