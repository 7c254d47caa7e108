// ATT&CK's descriptions are Markdown with citations in round brackets and a few HTML tags. Pages show
// text, and a sentence that goes into a hypothesis must be one: what remains here is words and line
// breaks. Every pattern is linear: the text comes from a download.

/** A description as paragraphs of plain text; the words of a link stay, its address goes. */
export function plainText(markdown: string): string {
  return (
    markdown
      .replace(/\r\n?/g, '\n')
      // A citation's name may hold one pair of brackets: "(Citation: Foo (2019) Bar)".
      .replace(/\s?\(Citation:[^()\n]{0,300}(?:\([^()\n]{0,300}\)[^()\n]{0,300})?\)/g, '')
      .replace(/\(LinkById\s?:\s?([A-Z0-9.]{1,12})\)/g, '$1')
      .replace(
        /\[([^\][\n]{1,300})\]\((?:https?:\/\/|\/|#)[^\s()]{0,2000}(?:\([^\s()]{0,200}\)[^\s()]{0,200})?\)/g,
        '$1',
      )
      .replace(/<br\s{0,5}\/?>/gi, '\n')
      .replace(/<\/?(?:code|b|i|em|strong|p|ul|ol|li|pre|a|sup|sub)(?:\s[^<>]{0,300})?>/gi, '')
      .replace(/&(lt|gt|amp|quot|nbsp);/g, (_, name: keyof typeof ENTITIES) => ENTITIES[name])
      .replace(/(?:\*\*|__)([^*_\n]{1,300})(?:\*\*|__)/g, '$1')
      .replace(/`{1,3}([^`\n]{1,500})`{1,3}/g, '$1')
      .replace(/^#{1,6} /gm, '')
      .replace(/[ \t\u00a0]+/g, ' ')
      .replace(/ ([.,;:])(?=\s|$)/g, '$1')
      .replace(/ ?\n ?/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  );
}

const ENTITIES = { lt: '<', gt: '>', amp: '&', quot: '"', nbsp: ' ' } as const;

// A full stop ends a sentence when a space and a capital follow, and it is not that of "e.g." or of an
// initial.
const ENDS = /[.!?]["')\]]?(?=\s+["'([]?[A-Z0-9])/g;
const ABBREVIATION = /(?:\b(?:e\.g|i\.e|etc|vs|cf|ex|No|Fig|Inc|Corp|Ltd|St|Dr|Mr)|\b[A-Z])\.$/;

/** A description by its first sentence and the paragraphs after that. */
export function leadAndRest(text: string): readonly [lead: string, ...rest: string[]] {
  const [first = '', ...others] = text.split('\n\n');
  const lead = firstSentences(first, 1, first.length);
  const rest = first.replace(/\s+/g, ' ').trim().slice(lead.length).trim();
  return [lead, ...(rest ? [rest] : []), ...others];
}

/** The first `count` sentences of the first paragraph, cut at a word when longer than `limit`. */
export function firstSentences(text: string, count: number, limit = 400): string {
  const paragraph = (text.split('\n\n')[0] ?? '').replace(/\s+/g, ' ').trim();
  let end = paragraph.length;
  let seen = 0;
  for (const match of paragraph.matchAll(ENDS)) {
    const at = match.index + match[0].length;
    if (ABBREVIATION.test(paragraph.slice(Math.max(0, at - 8), at))) continue;
    seen++;
    end = at;
    if (seen === count) break;
    end = paragraph.length;
  }
  const sentences = paragraph.slice(0, end);
  if (sentences.length <= limit) return sentences;
  const cut = sentences.lastIndexOf(' ', limit - 1);
  return `${sentences.slice(0, cut > 0 ? cut : limit - 1).replace(/[,;:.]$/, '')}…`;
}
