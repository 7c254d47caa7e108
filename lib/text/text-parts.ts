import { INVISIBLE } from './invisible';

/** A piece of a text: what can be shown as it is, a run of one invisible character, or excess marks. */
export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'invisible'; readonly codePoint: number; readonly count: number }
  /** Combining marks beyond those that writing systems use: stacked, they cover the lines around. */
  | { readonly kind: 'marks'; readonly count: number };

/** How many combining marks in a row a letter keeps. */
const MAX_MARKS = 4;

/** Scripts in which a zero-width joiner or non-joiner is a matter of spelling. */
const JOINED = 'Arab Syrc Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Khmr Mong'
  .split(' ')
  .map((script) => `\\p{scx=${script}}`)
  .join('');

/** Invisible characters that do their ordinary work where they are. */
const AT_WORK = [
  String.raw`\r\n|[\n\t]`,
  String.raw`(?<=[${JOINED}])[\u200c\u200d](?=[${JOINED}])`,
  // Emoji: a joined family, a coloured heart, a number in a box.
  String.raw`(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d(?=\p{Extended_Pictographic})`,
  String.raw`(?<=\p{Extended_Pictographic})[\ufe0e\ufe0f]`,
  String.raw`(?<=[0-9#*])\ufe0f(?=\u20e3)`,
  // The form of a Chinese character in a name.
  String.raw`(?<=\p{sc=Han})[\u{e0100}-\u{e01ef}]`,
].join('|');

const FOUND = new RegExp(
  `(?<work>${AT_WORK})|(?<invisible>[${INVISIBLE}])|(?<marks>(?<=\\p{M}{${MAX_MARKS}})\\p{M}+)`,
  'gu',
);

/**
 * A text in pieces. The `text` pieces contain no invisible character, except line breaks, tabs, and those
 * that spelling or an emoji needs, and no more than four combining marks in a row.
 */
export function textParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  const addText = (to: number) => {
    if (to > from) parts.push({ kind: 'text', text: text.slice(from, to) });
  };
  for (const { 0: found, index, groups } of text.matchAll(FOUND)) {
    if (groups?.work !== undefined) continue;
    addText(index);
    from = index + found.length;
    if (groups?.marks !== undefined) parts.push({ kind: 'marks', count: [...found].length });
    else addInvisible(parts, found.codePointAt(0) ?? 0);
  }
  addText(text.length);
  return parts;
}

function addInvisible(parts: TextPart[], codePoint: number): void {
  const last = parts.at(-1);
  if (last?.kind === 'invisible' && last.codePoint === codePoint) {
    parts[parts.length - 1] = { ...last, count: last.count + 1 };
  } else parts.push({ kind: 'invisible', codePoint, count: 1 });
}
