import { nearest } from '@/lib/sigma/nearest';
import { feedHref, NO_FILTER } from './feed-filter';
import { getRuleIndex } from './get-rule-index';
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
  { kind: 'page', name: 'Translate', detail: '/translate', href: '/translate' },
  { kind: 'page', name: 'Status', detail: '/status', href: '/status' },
  { kind: 'page', name: 'Glossary', detail: '/glossary', href: '/glossary' },
];
const MAX = 12;
const MAX_TECHNIQUES = 4;

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

function entriesWith(index: Names, words: readonly string[]): readonly PaletteEntry[] {
  const has = (text: string) => {
    const lower = text.toLowerCase();
    return words.every((word) => lower.includes(word));
  };
  const pages = PAGES.filter(({ name }) => has(name));
  const first = words[0] ?? '';
  const techniques = [...index.techniques.values()]
    .filter(({ id, name }) => has(`${id} ${name}`))
    .sort((a, b) => wordStart(`${b.name} ${b.id}`, first) - wordStart(`${a.name} ${a.id}`, first))
    .slice(0, MAX_TECHNIQUES)
    .map(({ id, name }): PaletteEntry => {
      return { kind: 'technique', name, detail: id, href: `/techniques/${encodeURIComponent(id)}` };
    });
  const rules = index.rules
    .filter(({ title, id }) => has(title) || (words.length === 1 && id.startsWith(first)))
    .sort((a, b) => wordStart(b.title, first) - wordStart(a.title, first))
    .slice(0, MAX - techniques.length - pages.length)
    .map(({ title, level, id }): PaletteEntry => {
      return {
        kind: 'rule',
        name: title,
        detail: level ?? '',
        href: `/rules/${encodeURIComponent(id)}`,
      };
    });
  return [...pages, ...techniques, ...rules];
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

function wordStart(title: string, word: string): number {
  const at = title.toLowerCase().indexOf(word);
  return at === 0 ? 2 : title[at - 1] === ' ' ? 1 : 0;
}
