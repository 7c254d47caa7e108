import { SEARCH_FIELDS } from '@/lib/catalog/search-query';
import { hostileText, PROTOTYPE_NAMES, word } from './hostile-text';
import type { Random } from './random';

const FIELDS = Object.keys(SEARCH_FIELDS);
const VALUES = [
  'high',
  'T1059',
  'T1059.001',
  'windows',
  'process_creation',
  'SecurityEvent',
  'exact',
  'proven',
  '>2026-01-01',
  '2026-01..2026-03',
  '<30d',
  '2024-1709',
  '9999-99-99',
  '<99999999999999d',
  'aaaaaaaa',
  '*',
  'NEAR(a b)',
  'a* OR b',
  '"',
];
/** What takes a search, with the parameter that has it. */
const PLACES = ['/?q=', '/api/suggest?q=', '/api/v1/rules?q=', '/feed.json?q=', '/feed.xml?q='];

/** A search as somebody could type it: fields, phrases, exclusions, dates, and what resembles them. */
export function searchText(random: Random): string {
  const most = random.chance(0.05) ? 60 : 5;
  return random
    .many(0, most, () => term(random))
    .join(random.pick([' ', ' ', ' ', '  ', '\t', '']));
}

function term(random: Random): string {
  const minus = random.chance(0.2) ? random.pick(['-', '--', '- ']) : '';
  if (random.chance(0.3)) return `${minus}${text(random)}`;
  const field = random.chance(0.85)
    ? random.pick(FIELDS)
    : random.pick([...PROTOTYPE_NAMES, word(random)]);
  const values = random.many(0, random.chance(0.03) ? 200 : 3, () => text(random)).join(',');
  return `${minus}${random.chance(0.1) ? field.toUpperCase() : field}:${values}`;
}

function text(random: Random): string {
  const plain = random.chance(0.6) ? random.pick(VALUES) : hostileText(random);
  if (random.chance(0.25)) return `"${plain}"`;
  return random.chance(0.05) ? `"${plain}` : plain;
}

/** A search as a request that goes over the wire. */
export function searchRequest(random: Random): string {
  // A lone surrogate has no percent-encoding.
  const search = encodeURIComponent(searchText(random).replaceAll(/\p{Cs}/gu, ''));
  return `GET ${random.pick(PLACES)}${search.slice(0, 15_000)} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`;
}
