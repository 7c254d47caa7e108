import { ANY, type Pattern, type Test } from '@/lib/sigma';
import { URL_FIELD } from '../field-values';
import { replaceInsensitive, withAnotherLetter } from './replace-text';

export interface Broken {
  /** One near miss of each kind is enough for a field. */
  readonly kind: string;
  readonly change: string;
  readonly value: unknown;
}

/** Values a step away from one that passes a test. */
export function* brokenValues(test: Test, field: string, value: unknown): Generator<Broken> {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  switch (test.kind) {
    case 'pattern':
      yield* brokenTexts(test.pattern, test.cased, field, text);
      return;
    case 'number':
      yield { kind: 'value', change: `is ${test.value + 1}`, value: test.value + 1 };
      return;
    case 'boolean':
      yield { kind: 'value', change: `is ${!test.value}`, value: !test.value };
      return;
    case 'null':
      yield { kind: 'value', change: 'has a value', value: 'ledger' };
      return;
    case 'exists':
      yield {
        kind: 'value',
        change: test.value ? 'is absent' : 'is present',
        value: test.value ? null : 'ledger',
      };
      return;
    case 'compare': {
      const { operator, value: bound } = test;
      const other =
        operator === 'gt' || operator === 'lt' ? bound : bound + (operator === 'gte' ? -1 : 1);
      yield { kind: 'value', change: `is ${other}`, value: other };
      return;
    }
    case 'cidr':
      for (const other of neighbours(test)) {
        yield { kind: 'value', change: `is ${other}`, value: other };
      }
      return;
    case 'regex':
      yield* brokenByOne(text);
      return;
    case 'field':
    case 'time':
    case 'placeholder':
      return;
  }
}

/** The addresses on both sides of a network, to reveal a network that is too wide. */
function neighbours(test: Extract<Test, { kind: 'cidr' }>): string[] {
  if (test.version === 6) return ['2001:db8:77::1', 'fe80::77'];
  const parts = test.network.split('.').map(Number);
  const first = parts.reduce((sum, part) => sum * 256 + part, 0);
  const size = 2 ** (32 - test.prefix);
  return [first + size, first - 1, 0xcb007109]
    .filter((value) => value >= 0 && value < 2 ** 32)
    .map((value) => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.'));
}

/** Sysmon writes registry paths below one of these. */
const HIVE = /^(?:HKLM|HKU|HKCR|HKCU|\\REGISTRY\\A)(?=\\)/i;

/**
 * Extra text stands apart from the value's own words, so that a query with a prefilter for these words
 * still has to look at the value's ends.
 */
function* brokenTexts(
  pattern: Pattern,
  cased: boolean,
  field: string,
  text: string,
): Generator<Broken> {
  if (pattern[0] !== ANY && field === 'TargetObject' && HIVE.test(text)) {
    const hive = /^HKLM/i.test(text) ? 'HKU\\S-1-5-21-1-2-3-1001' : 'HKLM';
    yield { kind: 'start', change: `is below ${hive}`, value: text.replace(HIVE, () => hive) };
  } else if (pattern[0] !== ANY) {
    // In a web log this field begins with a slash, so the extra text follows it.
    const start = URL_FIELD.test(field) && text.startsWith('/') ? '/x-' : 'x-';
    yield { kind: 'start', change: 'has extra text before it', value: `${start}${text}` };
  }
  if (pattern[pattern.length - 1] !== ANY) {
    yield { kind: 'end', change: 'has extra text after it', value: `${text}-x` };
  }
  const literals = pattern.filter((part) => typeof part === 'string');
  const longest = literals.reduce((best, part) => (part.length > best.length ? part : best), '');
  if (longest !== '') {
    const broken = replaceInsensitive(text, longest, withAnotherLetter(longest));
    yield { kind: 'literal', change: `no longer contains '${longest}'`, value: broken };
    if (cased) {
      const swapped = replaceInsensitive(text, longest, otherCase(longest));
      yield {
        kind: 'case',
        change: `contains '${longest}' in another letter case`,
        value: swapped,
      };
    }
  }
  // The parts in another order: what a pattern is, and "contains each part" is not.
  if (literals.length > 1) {
    const value = [...literals].reverse().join(' ');
    yield { kind: 'order', change: 'contains the same parts in another order', value };
  }
}

function* brokenByOne(text: string): Generator<Broken> {
  const step = Math.max(1, Math.floor(text.length / 24));
  for (let at = Math.floor(text.length / 2); at < text.length; at += step) {
    const value = text.slice(0, at) + text.slice(at + 1);
    yield { kind: 'literal', change: `lacks the character at position ${at}`, value };
  }
  for (let at = Math.floor(text.length / 2); at >= 0; at -= step) {
    const value = text.slice(0, at) + text.slice(at + 1);
    yield { kind: 'literal', change: `lacks the character at position ${at}`, value };
  }
}

function otherCase(text: string): string {
  const upper = text.toUpperCase();
  return upper === text ? text.toLowerCase() : upper;
}
