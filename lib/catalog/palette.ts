import { getRuleIndex } from './get-rule-index';

export interface PaletteEntry {
  readonly kind: 'rule' | 'technique' | 'page';
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

/** Pages, techniques and rules whose name or id has every word of the query. */
export async function findByName(query: string): Promise<readonly PaletteEntry[]> {
  const words = query.toLowerCase().slice(0, 200).split(/\s+/).filter(Boolean);
  const index = await getRuleIndex();
  const has = (text: string) => {
    const lower = text.toLowerCase();
    return words.every((word) => lower.includes(word));
  };
  const pages = PAGES.filter(({ name }) => has(name));
  if (words.length === 0) return pages;

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
    .slice(0, MAX - Math.min(MAX_TECHNIQUES, techniques.length) - pages.length)
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

function wordStart(title: string, word: string): number {
  const at = title.toLowerCase().indexOf(word);
  return at === 0 ? 2 : title[at - 1] === ' ' ? 1 : 0;
}
