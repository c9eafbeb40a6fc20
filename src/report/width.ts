/**
 * How many columns of a terminal a text takes: a grapheme is one column, or two where it is an emoji or
 * wide in East Asian scripts, or none where nothing but combining marks is in it. Terminals disagree
 * on rare emoji; a caret is then off by one, and the text itself is never changed.
 */

/** Presented as an emoji: by default, by the selector U+FE0F, or as a flag of two letters. */
const emoji = /^(?:\p{Emoji_Presentation}|\p{Emoji}\ufe0f|\p{Regional_Indicator}{2})/u;

// Source: https://www.unicode.org/reports/tr11/ (East_Asian_Width Wide and Fullwidth), by script and by block.
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]/u;

const combining = /^[\p{Mn}\p{Me}]+$/u;

export function width(text: string): number {
  // Most of a capture is ASCII, where columns are code units.
  if (/^[ -~]*$/.test(text)) return text.length;
  let columns = 0;
  for (const { segment } of new Intl.Segmenter("en").segment(text)) {
    if (combining.test(segment)) continue;
    columns += emoji.test(segment) || wide.test(segment) ? 2 : 1;
  }
  return columns;
}
