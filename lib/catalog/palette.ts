import { nearest } from '@/lib/sigma/nearest';
import { feedHref, NO_FILTER } from './feed-filter';
import { getRuleIndex } from './get-rule-index';
import { nameMatch } from './name-match';
import { onceFor } from './once-for';
import type { RuleIndex } from './rule-index';

export interface PaletteEntry {
  readonly kind: 'rule' | 'technique' | 'page' | 'search';
  readonly name: string;
  readonly detail: string;
  readonly href: string;
}

const PAGES: readonly PaletteEntry[] = [
  { kind: 'page', name: 'SOC feed', detail: '/', href: '/' },
  { kind: 'page', name: 'Coverage', detail: '/coverage', href: '/coverage' },
  { kind: 'page', name: 'Techniques', detail: '/techniques', href: '/techniques' },
  { kind: 'page', name: 'What can I run?', detail: '/environment', href: '/environment' },
  { kind: 'page', name: 'What have I deployed?', detail: '/deployed', href: '/deployed' },
  { kind: 'page', name: 'Compare two rules', detail: '/compare', href: '/compare' },
  { kind: 'page', name: 'Translate', detail: '/translate', href: '/translate' },
  { kind: 'page', name: 'Status', detail: '/status', href: '/status' },
  { kind: 'page', name: 'Glossary', detail: '/glossary', href: '/glossary' },
];
const MAX = 12;
const MAX_TECHNIQUES = 4;
/** So many letters of an id are meant as one. */
const MIN_ID = 4;

/** What the palette offers for a query in the catalog as it is. */
export async function findByName(query: string): Promise<readonly PaletteEntry[]> {
  return findEntries(await getRuleIndex(), query);
}

type Names = Pick<RuleIndex, 'rules' | 'techniques'>;

/**
 * Pages, techniques and rules whose name or id has every word of the query, then the search of the feed
 * for it. If there are none, words that no name has stand for the known words that differ least.
 */
export function findEntries(index: Names, query: string): readonly PaletteEntry[] {
  const text = query.slice(0, 200).trim();
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return PAGES;
  const found = entriesWith(index, words);
  const near = found.length > 0 ? found : entriesWith(index, correct(index, words));
  const href = feedHref(NO_FILTER, { q: text });
  return [...near, { kind: 'search', name: `Search the feed for “${text}”`, detail: '', href }];
}

interface Found {
  readonly match: number;
  readonly entry: PaletteEntry;
}

/** The best match first; of equal ones, pages, techniques and then the shortest titles of rules. */
function entriesWith(index: Names, words: readonly string[]): readonly PaletteEntry[] {
  const pages = PAGES.map((entry) => ({ match: nameMatch(entry.name, words), entry }));
  const techniques = [...index.techniques.values()].map(({ id, name }) => ({
    match: Math.max(
      nameMatch(id, words),
      nameMatch(name, words),
      nameMatch(`${id} ${name}`, words),
    ),
    entry: { kind: 'technique', name, detail: id, href: `/techniques/${encodeURIComponent(id)}` },
  })) satisfies readonly Found[];
  const rules = index.rules.map(({ title, level, id }) => ({
    match: beginsId(id, words) ? 4 : nameMatch(title, words),
    entry: {
      kind: 'rule',
      name: title,
      detail: level ?? '',
      href: `/rules/${encodeURIComponent(id)}`,
    },
  })) satisfies readonly Found[];
  const shortestFirst = (a: Found, b: Found) => a.entry.name.length - b.entry.name.length;
  return bestOf([
    ...pages,
    ...bestOf(techniques).slice(0, MAX_TECHNIQUES),
    ...bestOf(rules, shortestFirst),
  ])
    .slice(0, MAX)
    .map(({ entry }) => entry);
}

function beginsId(id: string, [word = '', ...others]: readonly string[]): boolean {
  return others.length === 0 && word.length >= MIN_ID && id.startsWith(word);
}

/** Those that match, the best first. */
function bestOf(
  found: readonly Found[],
  otherwise: (a: Found, b: Found) => number = () => 0,
): readonly Found[] {
  return found
    .filter(({ match }) => match > 0)
    .sort((a, b) => b.match - a.match || otherwise(a, b));
}

/** The words of all names, each once. */
const vocabularyOf = onceFor(({ rules, techniques }: Names): readonly string[] => {
  const names = [...rules.map(({ title }) => title), ...PAGES.map(({ name }) => name)];
  for (const { name } of techniques.values()) names.push(name);
  return [
    ...new Set(names.flatMap((name) => name.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [])),
  ];
});

/** One letter in four may be wrong. */
function correct(index: Names, words: readonly string[]): readonly string[] {
  const vocabulary = vocabularyOf(index);
  return words.map((word) => {
    if (vocabulary.some((one) => one.includes(word))) return word;
    return nearest(word, vocabulary, Math.max(1, Math.floor(word.length / 4))) ?? word;
  });
}
