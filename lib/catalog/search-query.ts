import { nearest } from '@/lib/sigma/nearest';
import type { Renamed } from './former-names';
import type { Mistake } from './mistake';

/**
 * The language of the search box: words and "phrases" search a rule's text, `field:value` its facts, and
 * `-` before a term excludes its matches. All terms must hold. A field can list values, separated by
 * commas. No input is an error: terms that cannot be meant as written are searched as text, and a field
 * whose value no rule has, perhaps because it is half typed, waits; both with a note in `mistakes`.
 */
export interface TextTerm {
  readonly kind: 'text';
  readonly text: string;
  readonly phrase: boolean;
  readonly negated: boolean;
}

export interface FieldTerm {
  readonly kind: 'field';
  readonly field: SearchField;
  readonly values: readonly string[];
  readonly negated: boolean;
}

export type SearchTerm = TextTerm | FieldTerm;

export interface SearchQuery {
  readonly terms: readonly SearchTerm[];
  /** Where each term is in the input. */
  readonly places: readonly Place[];
  readonly mistakes: readonly Mistake[];
}

interface Place {
  readonly start: number;
  readonly end: number;
}

export const SEARCH_FIELDS = {
  title: 'words in the title',
  author: 'part of an author’s name',
  level: 'informational, low, medium, high or critical',
  status: 'stable, test, experimental, deprecated or unsupported',
  tactic: 'an ATT&CK tactic',
  technique: 'an ATT&CK technique, with its sub-techniques',
  table: 'tables or ASIM parsers that are enough to run a query',
  product: 'the log source’s product',
  category: 'the log source’s category',
  service: 'the log source’s service',
  collection: 'a folder in the source repository',
  target: 'sentinel-asim, sentinel or defender-xdr',
  outcome: 'exact, approximate or unsupported',
  proof: 'proven, self-tested, checked, approximate, disagrees or none',
  id: 'a rule’s id, or the start of it',
} as const;
export type SearchField = keyof typeof SEARCH_FIELDS;

const MAX_LENGTH = 400;
const MAX_TERMS = 16;

/** The values of fields that have a fixed set of them, to detect mistakes. */
export type KnownValues = Partial<Record<SearchField, readonly string[]>>;

/** What a value that no rule has is called now. */
export type FindRenamed = (field: SearchField, value: string) => Renamed | null;

interface Reader {
  readonly input: string;
  readonly known: KnownValues;
  readonly renamed: FindRenamed;
  readonly mistakes: Mistake[];
}

export function parseSearchQuery(
  input: string,
  known: KnownValues = {},
  renamed: FindRenamed = () => null,
): SearchQuery {
  const mistakes: Mistake[] = [];
  if (input.length > MAX_LENGTH) {
    mistakes.push({ text: `The search uses only the first ${MAX_LENGTH} characters.` });
  }
  const read: { term: SearchTerm; place: Place }[] = [];
  for (const token of readTokens(withoutControls(input.slice(0, MAX_LENGTH)), mistakes)) {
    const term = readTerm(token, { input, known, renamed, mistakes });
    if (term) read.push({ term, place: token.place });
  }
  if (read.length > MAX_TERMS) {
    mistakes.push({ text: `The search uses only the first ${MAX_TERMS} terms.` });
  }
  const used = read.slice(0, MAX_TERMS);
  return {
    terms: used.map(({ term }) => term),
    places: used.map(({ place }) => place),
    mistakes,
  };
}

/** SQLite ends a text at a null character. No rule is found by one, nor by any other control character. */
function withoutControls(input: string): string {
  return input.replace(/\p{Cc}/gu, ' ');
}

interface Token {
  readonly negated: boolean;
  /** Before the colon, as typed; null when the token has none. */
  readonly field: string | null;
  readonly text: string;
  readonly quoted: boolean;
  readonly place: Place;
}

// `-`, then `name:`, then a quoted or bare value. The first two are optional.
const TOKEN = /(-)?(?:([A-Za-z]+):(?!\\))?(?:"([^"]*)("|$)|(\S+))|\S+/g;

function readTokens(input: string, mistakes: Mistake[]): Token[] {
  const tokens: Token[] = [];
  for (const match of input.matchAll(TOKEN)) {
    const [whole, minus, field, quotedText, closing, bare] = match;
    if (quotedText !== undefined && closing === '') {
      const before = quotedText || 'the end';
      mistakes.push({ text: `The quotation mark before ${before} has no closing mark.` });
    }
    tokens.push({
      negated: minus !== undefined,
      field: field?.toLowerCase() ?? null,
      text: quotedText ?? bare ?? whole,
      quoted: quotedText !== undefined,
      place: { start: match.index, end: match.index + whole.length },
    });
  }
  return tokens;
}

function readTerm(token: Token, reader: Reader): SearchTerm | null {
  const { negated, field, text, quoted } = token;
  const { input, mistakes } = reader;
  if (field !== null && Object.hasOwn(SEARCH_FIELDS, field)) {
    return readField(field as SearchField, token, reader);
  }
  const whole = field === null ? text : `${field}:${text}`;
  if (field !== null) {
    const near = nearest(field, Object.keys(SEARCH_FIELDS));
    const { start } = token.place;
    const from = start + (negated ? 1 : 0);
    mistakes.push({
      text: `Unknown field “${field}”. Searching for “${whole}” as text.`,
      ...(near && {
        meant: {
          text: `${near}:`,
          change: { q: replaced(input, { start: from, end: from + field.length }, near) },
        },
      }),
    });
  }
  const trimmed = whole.trim();
  if (/^-*$/.test(trimmed)) {
    if (trimmed !== '' || negated) mistakes.push({ text: 'A minus must be followed by a term.' });
    return null;
  }
  return { kind: 'text', text: trimmed, phrase: quoted, negated };
}

function readField(field: SearchField, token: Token, reader: Reader): FieldTerm | null {
  const { text, quoted, negated } = token;
  const asked = (quoted ? [text] : text.split(',')).map((value) => value.trim()).filter(Boolean);
  if (asked.length === 0) {
    const takes = SEARCH_FIELDS[field];
    reader.mistakes.push({ text: `“${field}:” has no value. It takes ${takes}.` });
    return null;
  }
  const choices = reader.known[field];
  const values = asked.flatMap((value) => {
    if (!choices || isAmong(value, choices)) return value;
    const renamed = reader.renamed(field, value);
    reader.mistakes.push(
      renamed
        ? { text: renamed.sentence }
        : unknownValue(field, value, choices, token.place, reader),
    );
    return renamed?.now ?? [];
  });
  return values.length > 0 ? { kind: 'field', field, values, negated } : null;
}

function isAmong(value: string, choices: readonly string[]): boolean {
  const wanted = value.toLowerCase();
  return choices.some((choice) => choice.toLowerCase() === wanted);
}

/** A half-typed value gets no proposal: the list below the search box has them. */
function unknownValue(
  field: SearchField,
  value: string,
  choices: readonly string[],
  { start, end }: Place,
  { input }: Reader,
): Mistake {
  const text = `No rule has the ${field} “${value}”, so this filter waits.`;
  const wanted = value.toLowerCase();
  if (choices.some((choice) => choice.toLowerCase().startsWith(wanted))) return { text };
  const near = nearest(value, choices);
  if (near === null) return { text };
  const at = input.indexOf(value, start);
  const place =
    input[at - 1] === '"' ? { start: at - 1, end } : { start: at, end: at + value.length };
  return { text, meant: { text: near, change: { q: replaced(input, place, quoteValue(near)) } } };
}

/** A value as a term of the search writes it. */
export function quoteValue(value: string): string {
  return /[\s,]/.test(value) ? `"${value}"` : value;
}

function replaced(input: string, { start, end }: Place, by: string): string {
  return input.slice(0, start) + by + input.slice(end);
}
