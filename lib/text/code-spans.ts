/** A piece of a text: prose, or code between backticks. */
export interface Span {
  readonly text: string;
  readonly isCode: boolean;
}

/** As in CommonMark: a run of backticks begins code that a run of the same length ends. */
const CODE = /(?<!`)(`+)(?!`)([\s\S]+?)(?<!`)\1(?!`)/g;

/** A text in pieces. A run of backticks without its partner stays in the prose. */
export function codeSpans(text: string): readonly Span[] {
  const spans: Span[] = [];
  let from = 0;
  const addProse = (to: number) => {
    if (to > from) spans.push({ text: text.slice(from, to), isCode: false });
  };
  for (const { 0: found, 1: marks = '', 2: code = '', index } of text.matchAll(CODE)) {
    addProse(index);
    spans.push({ text: marks.length > 1 ? withoutPadding(code) : code, isCode: true });
    from = index + found.length;
  }
  addProse(text.length);
  return spans;
}

/** The blanks that keep a backtick at the edge of code apart from its marks. */
const withoutPadding = (code: string) => (/^ [\s\S]* $/.test(code) ? code.slice(1, -1) : code);

/** A text as code, whatever backticks are in it. */
export function codeSpan(text: string): string {
  if (!text.includes('`')) return `\`${text}\``;
  const runs = new Set(Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  let length = 2;
  while (runs.has(length)) length++;
  const marks = '`'.repeat(length);
  return `${marks} ${text} ${marks}`;
}
