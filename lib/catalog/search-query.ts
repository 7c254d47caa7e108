import { nearest } from '@/lib/sigma/nearest';

/**
 * The language of the search box: words and "phrases" search a rule's text, `field:value` its facts, and
 * `-` before a term excludes its matches. All terms must hold. A field can list values, separated by
 * commas. No input is an error: terms that cannot be meant as written are searched as text, with a note
 * in `mistakes`.
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
  /** Sentences about what was not understood. */
  readonly mistakes: readonly string[];
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
  proof: 'proven, constructed, checked, approximate or none',
  id: 'a rule’s id, or the start of it',
} as const;
export type SearchField = keyof typeof SEARCH_FIELDS;

const MAX_LENGTH = 400;
const MAX_TERMS = 16;

/** The values of fields that have a fixed set of them, to detect mistakes. */
export type KnownValues = Partial<Record<SearchField, readonly string[]>>;

export function parseSearchQuery(input: string, known: KnownValues = {}): SearchQuery {
  const mistakes: string[] = [];
  if (input.length > MAX_LENGTH) {
    mistakes.push(`The search uses only the first ${MAX_LENGTH} characters.`);
  }
  const terms: SearchTerm[] = [];
  for (const token of readTokens(withoutControls(input.slice(0, MAX_LENGTH)), mistakes)) {
    const term = readTerm(token, known, mistakes);
    if (term) terms.push(term);
  }
  if (terms.length > MAX_TERMS) mistakes.push(`The search uses only the first ${MAX_TERMS} terms.`);
  return { terms: terms.slice(0, MAX_TERMS), mistakes };
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
}

// `-`, then `name:`, then a quoted or bare value. The first two are optional.
const TOKEN = /(-)?(?:([A-Za-z]+):(?!\\))?(?:"([^"]*)("|$)|(\S+))|\S+/g;

function readTokens(input: string, mistakes: string[]): Token[] {
  const tokens: Token[] = [];
  for (const match of input.matchAll(TOKEN)) {
    const [whole, minus, field, quotedText, closing, bare] = match;
    if (quotedText !== undefined && closing === '') {
      mistakes.push(`The quotation mark before ${quotedText || 'the end'} has no closing mark.`);
    }
    tokens.push({
      negated: minus !== undefined,
      field: field?.toLowerCase() ?? null,
      text: quotedText ?? bare ?? whole,
      quoted: quotedText !== undefined,
    });
  }
  return tokens;
}

function readTerm(token: Token, known: KnownValues, mistakes: string[]): SearchTerm | null {
  const { negated, field, text, quoted } = token;
  if (field !== null && Object.hasOwn(SEARCH_FIELDS, field)) {
    return readField(field as SearchField, token, known, mistakes);
  }
  const whole = field === null ? text : `${field}:${text}`;
  if (field !== null) {
    const near = nearest(field, Object.keys(SEARCH_FIELDS));
    mistakes.push(
      `Unknown field “${field}”. ${near ? `Did you mean “${near}:”? ` : ''}Searching for “${whole}” as text.`,
    );
  }
  const trimmed = whole.trim();
  if (/^-*$/.test(trimmed)) {
    if (trimmed !== '' || negated) mistakes.push('A minus must be followed by a term.');
    return null;
  }
  return { kind: 'text', text: trimmed, phrase: quoted, negated };
}

function readField(
  field: SearchField,
  { text, quoted, negated }: Token,
  known: KnownValues,
  mistakes: string[],
): FieldTerm | null {
  const values = (quoted ? [text] : text.split(',')).map((value) => value.trim()).filter(Boolean);
  if (values.length === 0) {
    mistakes.push(`“${field}:” has no value. It takes ${SEARCH_FIELDS[field]}.`);
    return null;
  }
  const choices = known[field];
  for (const value of choices ? values : []) {
    if (choices?.some((choice) => choice.toLowerCase() === value.toLowerCase())) continue;
    const near = nearest(value, choices ?? []);
    mistakes.push(`No rule has the ${field} “${value}”.${near ? ` Did you mean “${near}”?` : ''}`);
  }
  return { kind: 'field', field, values, negated };
}
