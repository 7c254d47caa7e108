import { readCall, readLiteral, withoutMembers } from './read-kql';

/**
 * Which of the table's own columns hold the text of a column of the query. The guarantee: a phrase between
 * boundaries in that text, within the limits below, is also between boundaries in one of `columns`, letter
 * for letter.
 */
export interface Origin {
  readonly columns: readonly string[];
  /** Whether the start and the end of the text are boundaries in the table's column too. */
  readonly start: boolean;
  readonly end: boolean;
  /** Characters that the expression itself can have put into the text: no phrase may hold them. */
  readonly joins: string;
  /** Words that the expression can have put there, in lower case: no term may hold one. */
  readonly words: readonly string[];
  /** The text is a value of JSON: numbers and some characters may be written in another way. */
  readonly json: boolean;
}

type Columns = Readonly<Record<string, string>>;

/** More columns than this are no help to the reader, nor to the engine. */
const MAX_COLUMNS = 3;
const MAX_DEPTH = 12;

/** The origin of a computed column's text, or null if the expression is not known to keep the text. */
export function originOf(expression: string, columns: Columns): Origin | null {
  const origin = read(expression.trim(), columns, 0);
  if (!origin || origin.columns.length === 0 || origin.columns.length > MAX_COLUMNS) return null;
  return origin;
}

/** The same by the column's name, each read once. `textOf` is null for a column that is not asked for. */
export function originsOf(
  textOf: (column: string) => string | null,
  columns: Columns,
): (column: string) => Origin | null {
  const known = new Map<string, Origin | null>();
  return (column) => {
    const found = known.get(column);
    if (found !== undefined) return found;
    const text = textOf(column);
    const origin = text === null ? null : originOf(text, columns);
    known.set(column, origin);
    return origin;
  };
}

function read(text: string, columns: Columns, depth: number): Origin | null {
  if (depth > MAX_DEPTH) return null;
  if (Object.hasOwn(columns, text)) return columns[text] === 'string' ? ofColumn(text) : null;
  const literal = readLiteral(text);
  if (literal !== null) return ofLiteral(literal);
  const call = readCall(text);
  if (!call) return null;
  const { name, args } = call;
  const of = (at: number): Origin | null => read(args[at] ?? '', columns, depth + 1);
  switch (name) {
    case 'tostring':
      return ofJson(args[0] ?? '', columns, depth + 1);
    case 'extract':
      return ofExtract(readLiteral(args[0] ?? ''), args[1] === '1', of(2));
    case 'replace_string':
      return ofReplacement(readLiteral(args[1] ?? ''), readLiteral(args[2] ?? ''), of(0), false);
    case 'replace_regex':
      return ofReplacement(readLiteral(args[1] ?? ''), readLiteral(args[2] ?? ''), of(0), true);
    case 'substring': {
      const whole = of(0);
      return whole && { ...whole, start: whole.start && args[1] === '0', end: false };
    }
    case 'trim_end': {
      const whole = of(1);
      return whole && { ...whole, end: whole.end && cutsSeparators(readLiteral(args[0] ?? '')) };
    }
    case 'coalesce':
      return oneOf(args.map((_, at) => of(at)));
    case 'iff':
    case 'iif':
      return oneOf([of(1), of(2)]);
    case 'strcat':
      return joined(args, columns, depth + 1);
    default:
      return null;
  }
}

function ofColumn(name: string): Origin {
  return { columns: [name], start: true, end: true, joins: '', words: [], json: false };
}

function ofLiteral(text: string): Origin {
  const joins = text.replace(/[A-Za-z0-9]/g, '');
  return { columns: [], start: true, end: true, joins, words: wordsOf(text), json: false };
}

/** A member of a dynamic column or of JSON in a text column, or the whole value. */
function ofJson(text: string, columns: Columns, depth: number): Origin | null {
  const base = withoutMembers(text);
  if (Object.hasOwn(columns, base)) {
    if (columns[base] === 'dynamic') return { ...ofColumn(base), json: true };
    return base === text && columns[base] === 'string' ? ofColumn(base) : null;
  }
  const call = readCall(base);
  if (call?.name !== 'parse_json' && call?.name !== 'todynamic') return null;
  const [inner = ''] = call.args;
  const origin = columns[inner] === 'dynamic' ? ofColumn(inner) : read(inner, columns, depth + 1);
  // Inside the JSON, quotes are the boundaries; JSON within JSON may write them as an escape.
  return origin && { ...origin, start: !origin.json, end: true, json: true };
}

/** A part of a text. Its ends are boundaries if the regular expression has a separator beside the group. */
function ofExtract(regex: string | null, isFirst: boolean, whole: Origin | null): Origin | null {
  if (!whole || regex === null) return null;
  const around = isFirst ? aroundGroup(regex) : null;
  if (!around) return { ...whole, start: false, end: false };
  const { before, after } = around;
  return {
    ...whole,
    start: before === '^' ? whole.start : isCertain(before, whole.json),
    end: after === '$' ? whole.end : isCertain(after, false),
  };
}

const PLAIN = String.raw`(?:[^()[\]\\|]|\\.|\[(?:[^\]\\]|\\.)+\])*`;
const ONE_GROUP = new RegExp(`^(${PLAIN})\\((${PLAIN})\\)(${PLAIN})$`);
/** Everything up to the next separator. */
const UP_TO_SEPARATOR = /^\[\^(?:\\s|[^\w\\\]])+\][*+]$/;

/**
 * What stands before and after the only group of a regular expression: a literal character, the start
 * (`^`) or end (`$`) of the text, or '' for anything else. Null if there are alternatives or other groups.
 */
function aroundGroup(regex: string): { before: string; after: string } | null {
  const [, head, group = '', tail = ''] = ONE_GROUP.exec(regex.replace(/^\(\?[a-z]+\)/, '')) ?? [];
  if (head === undefined) return null;
  const before = /(?:^|[^\\])[^\w\\.*+?^$\])}]$/.test(head) ? head.slice(-1) : '';
  const after = /^[^\w\\.*+?^$[({](?![*?{])/.test(tail) ? tail.slice(0, 1) : '';
  return {
    before: head === '^' ? '^' : before,
    after: tail === '$' ? '$' : tail === '' && UP_TO_SEPARATOR.test(group) ? ' ' : after,
  };
}

/** A text in which something else stands for each occurrence of `from`. */
function ofReplacement(
  from: string | null,
  to: string | null,
  whole: Origin | null,
  isRegex: boolean,
): Origin | null {
  if (!whole || from === null || to === null || to === '') return null;
  if (isRegex && /\\\d|\$/.test(to)) return null;
  // A separator must stand for text that begins and ends in separators, or it hides the rest of a word.
  const first = isRegex ? regexEdge(from, true) : from.slice(0, 1);
  const last = isRegex ? regexEdge(from, false) : from.slice(-1);
  if (!/^[A-Za-z0-9]/.test(to) && !isCertain(first, false)) return null;
  if (!/[A-Za-z0-9]$/.test(to) && !isCertain(last, whole.json)) return null;
  return {
    ...whole,
    joins: whole.joins + to.replace(/[A-Za-z0-9]/g, ''),
    words: [...whole.words, ...wordsOf(to)],
  };
}

/** A literal separator, or a class of separators, at an end of a regular expression; '' for all else. */
function regexEdge(regex: string, isFirst: boolean): string {
  if (/[|()*?+{}^$\\.]/.test(regex)) return '';
  const set = isFirst ? /^\[([^\]^]+)\]/.exec(regex) : /\[([^\]^]+)\]$/.exec(regex);
  if (set) return [...(set[1] ?? '')].every((one) => isCertain(one, false)) ? ' ' : '';
  return isFirst ? regex.slice(0, 1) : regex.slice(-1);
}

function cutsSeparators(regex: string | null): boolean {
  return regex !== null && /^(?:\\s|\[(?:\\s|[ .,;])+\])\+?$/.test(regex);
}

/** Either of several texts. */
function oneOf(origins: readonly (Origin | null)[]): Origin | null {
  return origins.reduce(
    (a, b) => a && b && { ...merged(a, b), start: a.start && b.start, end: a.end && b.end },
  );
}

function merged(a: Origin, b: Origin): Origin {
  return {
    columns: [...new Set([...a.columns, ...b.columns])],
    start: a.start,
    end: b.end,
    joins: a.joins + b.joins,
    words: [...a.words, ...b.words],
    json: a.json || b.json,
  };
}

/** Texts one after the other, if a separator stands between each two columns. */
function joined(args: readonly string[], columns: Columns, depth: number): Origin | null {
  let whole: Origin | null = null;
  let isOpen = false;
  for (const arg of args) {
    const part = read(arg, columns, depth);
    if (!part?.start || !part.end) return null;
    const literal = readLiteral(arg);
    if (isOpen && part.columns.length > 0 && !beginsWithSeparator(arg)) return null;
    if (literal === null) isOpen = true;
    else if (literal !== '') isOpen = !isCertain(literal.slice(-1), part.json);
    whole = whole ? merged(whole, part) : part;
  }
  return whole;
}

/** Whether a part is empty or begins with a separator, as in `iff(…, '', strcat('\', …))`. */
function beginsWithSeparator(text: string): boolean {
  const literal = readLiteral(text);
  if (literal !== null) return literal === '' || isCertain(literal.slice(0, 1), false);
  const call = readCall(text);
  if (call?.name === 'strcat')
    return beginsWithSeparator(call.args[0] ?? '') && call.args[0] !== "''";
  if (call?.name === 'iff') return call.args.slice(1).every(beginsWithSeparator);
  return false;
}

/**
 * Whether a character certainly ends a term. Documentation is not clear about letters beyond ASCII and
 * about the underscore, so they are neither separators nor parts of a term here. JSON may write a
 * control character, a quote or a character of HTML as an escape that ends in a letter or digit.
 */
export function isCertain(character: string, isBeforeInJson: boolean): boolean {
  if (!isBeforeInJson && /^[\t\n\r]$/.test(character)) return true;
  if (!/^[ -~]$/.test(character) || /\w/.test(character)) return false;
  return !isBeforeInJson || !/["'&<>+`]/.test(character);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}
