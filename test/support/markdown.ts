/** Fenced blocks and tables of a Markdown page, and new text for its blocks. Knows only what the pages here use. */

export interface Block {
  /** The nearest heading above it, without its marks. */
  heading: string;
  language: string;
  /** Further words of the fence: flags, and settings as `name=value`. */
  flags: string[];
  settings: [name: string, value: string][];
  /** Each line with its line feed. */
  text: string;
  /** Where `text` begins in the page. */
  at: number;
}

const fence = /^```([^\n]*)\n([\s\S]*?)^```$/gm;

function headingBefore(page: string, at: number): string {
  return [...page.slice(0, at).matchAll(/^#+ (.*)$/gm)].at(-1)?.[1] ?? "";
}

export function blocksOf(page: string): Block[] {
  return [...page.matchAll(fence)].map(({ 1: info = "", 2: text = "", index }) => {
    const [language = "", ...words] = info.trim().split(/\s+/);
    const settings = words.filter((word) => word.includes("="));
    return {
      heading: headingBefore(page, index),
      language,
      flags: words.filter((word) => !word.includes("=")),
      settings: settings.map((word) => [word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)]),
      text,
      at: index + "```\n".length + info.length,
    };
  });
}

/** The page with the text of some blocks replaced. */
export function withTexts(page: string, texts: readonly (readonly [Block, string])[]): string {
  return texts
    .toSorted(([one], [other]) => other.at - one.at)
    .reduce((changed, [{ at, text }, next]) => changed.slice(0, at) + next + changed.slice(at + text.length), page);
}

/** The text below a heading, down to the next of its rank or above. */
export function sectionOf(page: string, heading: string): string {
  const found = new RegExp(`^(#+) ${heading}$`, "m").exec(page);
  if (!found) throw new Error(`the page has no heading ${heading}`);
  const rest = page.slice(found.index + found[0].length);
  const next = new RegExp(`^#{1,${found[1]?.length ?? 1}} `, "m").exec(rest);
  return rest.slice(0, next?.index);
}

/** The cells of a section's first table, without its head. */
export function tableOf(section: string): string[][] {
  const lines = section.split("\n");
  const rule = lines.findIndex((line) => /^\|[ :|-]+\|$/.test(line));
  const end = lines.findIndex((line, at) => at > rule && !line.startsWith("|"));
  return lines.slice(rule + 1, end === -1 ? lines.length : end).map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll("\\|", "|")),
  );
}

/** What stands in backticks in a text, in order. */
export function codesIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
}

/** The bytes that a block of the flavour `escaped` stands for: `\xff` is the byte 0xff. */
export function unescaped(text: string): Buffer {
  const pieces = text.split(/(\\x[0-9a-f]{2})/);
  return Buffer.concat(
    pieces.map((piece, at) => (at % 2 === 1 ? Buffer.from(piece.slice(2), "hex") : Buffer.from(piece))),
  );
}
