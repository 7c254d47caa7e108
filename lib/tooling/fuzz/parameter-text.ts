import { API_ROOT, OPERATIONS } from '@/lib/api/operations';
import { hostileText, PROTOTYPE_NAMES, word } from './hostile-text';
import type { Random } from './random';
import { searchText } from './search-text';

const VALUES = [
  '0',
  '1',
  '-1',
  '20',
  '100000',
  '999999999999999',
  '9999999999999999999',
  '1e3',
  '0x10',
  'true',
  'false',
  'null',
  'high,critical',
  'high,,high,',
  'T1059',
  'exact',
  'sentinel',
  '2026-01-01',
  '2026-13-45T99:99:99Z',
  'title,author,licence',
  'id',
  '[]',
  '{}',
];

/** A request of the API as it goes over the wire: an operation with parameters that it takes, and others. `ids` are rules that exist. */
export function parameterRequest(random: Random, ids: readonly string[]): string {
  const { path, parameters } = random.pick(OPERATIONS);
  const known = Object.keys(parameters);
  const place = path.replaceAll(/\{\w+\}/g, () =>
    encoded(random.chance(0.5) ? random.pick([...ids, 'T1059']) : hostileText(random), random),
  );
  const most = random.chance(0.03) ? 300 : 4;
  const given = random.many(0, most, () => {
    const name =
      known.length > 0 && random.chance(0.85)
        ? random.pick(known)
        : random.pick([...PROTOTYPE_NAMES, word(random), hostileText(random)]);
    return `${encoded(name, random)}${random.chance(0.95) ? '=' : ''}${encoded(value(random), random)}`;
  });
  const target = `${API_ROOT}${place}${given.length > 0 ? '?' : ''}${given.join('&')}`;
  return `GET ${target.slice(0, 15_000)} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`;
}

function value(random: Random): string {
  if (random.chance(0.5)) return random.pick(VALUES);
  return random.chance(0.3) ? searchText(random) : hostileText(random);
}

/** Percent-encoded, or now and then as it is, as far as the line of a request may hold it: Node refuses other letters. */
function encoded(text: string, random: Random): string {
  if (random.chance(0.1)) return text.replaceAll(/[^\x21-\x7e]|[#?&]/g, '+');
  return encodeURIComponent(text.replaceAll(/\p{Cs}/gu, ''));
}
