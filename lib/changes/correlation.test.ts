import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CorrelationRule, matchCorrelation, type SigmaEvent } from '@/lib/sigma';
import { changeBetween } from './change-meaning';
import { detection, eventOf, readRule } from './rule-fixture';
import type { Meaning } from './types';

const BASE = {
  type: 'event_count',
  rules: '[a]',
  'group-by': '[User]',
  timespan: '5m',
  condition: '{gte: 3}',
};
type Parts = Record<keyof typeof BASE, string>;

function correlation(parts: Partial<Parts> & Record<string, string>): CorrelationRule {
  const body = Object.entries({ ...BASE, ...parts }).map(([key, value]) => `${key}: ${value}`);
  const rule = readRule(`title: C\nname: c\ncorrelation: {${body.join(', ')}}\n`);
  if (rule.kind !== 'correlation') throw new Error(`a ${rule.kind} rule`);
  return rule;
}

describe('changeBetween, of correlations', () => {
  it.each<[what: string, before: Partial<Parts>, after: Partial<Parts>, Meaning]>([
    ['nothing', {}, {}, 'text-only'],
    ['a lower threshold', { condition: '{gte: 5}' }, { condition: '{gte: 3}' }, 'wider'],
    ['the same threshold', { condition: '{gte: 5}' }, { condition: '{gt: 4}' }, 'text-only'],
    ['a higher threshold', { condition: '{gt: 3}' }, { condition: '{gt: 4}' }, 'narrower'],
    ['one more bound', { condition: '{gte: 3}' }, { condition: '{gte: 3, lte: 9}' }, 'narrower'],
    ['an exact number', { condition: '{gte: 3}' }, { condition: '{eq: 3}' }, 'narrower'],
    ['a longer window', { timespan: '5m' }, { timespan: '1h' }, 'wider'],
    [
      'a longer window for few',
      { condition: '{lte: 3}', timespan: '5m' },
      { condition: '{lte: 3}', timespan: '1h' },
      'undecided',
    ],
    ['a finer grouping', { 'group-by': '[User]' }, { 'group-by': '[User, Image]' }, 'narrower'],
    ['another grouping', { 'group-by': '[User]' }, { 'group-by': '[Image]' }, 'undecided'],
    ['one more rule', { rules: '[a]' }, { rules: '[a, b]' }, 'wider'],
    [
      'one more rule of several that must appear',
      { type: 'temporal', rules: '[a, b]' },
      { type: 'temporal', rules: '[a, b, c]' },
      'undecided',
    ],
    ['another type', {}, { type: 'temporal' }, 'undecided'],
    [
      'two ways at once',
      { condition: '{gte: 5}' },
      { condition: '{gte: 3}', timespan: '1m' },
      'undecided',
    ],
  ])('%s', (_, before, after, meaning) => {
    const change = changeBetween(correlation(before), correlation(after));
    expect(change.meaning).toBe(meaning);
    expect(change.reason === null).toBe(meaning !== 'undecided');
  });

  it('follows the rule that it counts in its own document', () => {
    const counting = (values: string) =>
      readRule(
        `title: T\nlogsource: {product: windows}\ndetection:\n  s: {Image: [${values}]}\n  timeframe: 5m\n  condition: s | count() by User > 3\n`,
      );
    expect(changeBetween(counting('a'), counting('a, b')).meaning).toBe('wider');
    expect(changeBetween(counting('a'), counting('b')).meaning).toBe('undecided');
  });

  it('is never contradicted by events', () => {
    const rules = ['a', 'b'].map((name) => ({
      ...detection(`s: {Image: ${name}}\ncondition: s`),
      name,
    }));
    const correlations = fc.record({
      type: fc.constantFrom('event_count', 'value_count', 'temporal'),
      rules: fc.constantFrom('[a]', '[a, b]', '[b]'),
      'group-by': fc.constantFrom('[User]', '[User, Image]', '[Image]'),
      timespan: fc.constantFrom('1m', '5m', '10m'),
      condition: fc.constantFrom(
        '{gte: 2}',
        '{gte: 3}',
        '{gt: 1}',
        '{lte: 2}',
        '{gte: 2, lte: 3}',
        '{eq: 2}',
      ),
    });
    const events = fc.array(
      fc.record({
        User: fc.constantFrom('u', 'v'),
        Image: fc.constantFrom('a', 'b'),
        at: fc.nat(20),
      }),
      { minLength: 1, maxLength: 12 },
    );
    const decided = new Map<Meaning, number>();
    fc.assert(
      fc.property(
        correlations,
        correlations,
        fc.constantFrom('rules', 'group-by', 'timespan', 'condition'),
        fc.array(events, { minLength: 8, maxLength: 8 }),
        (one, two, changed, lists) => {
          const [before, after] = [one, { ...one, [changed]: two[changed] }].map(
            ({ condition, ...rest }) =>
              correlation({
                ...rest,
                condition:
                  rest.type === 'value_count'
                    ? condition.replace('{', '{field: CommandLine, ')
                    : condition,
              }),
          );
          if (!before || !after) throw new Error('no rules');
          const { meaning } = changeBetween(before, after);
          decided.set(meaning, (decided.get(meaning) ?? 0) + 1);
          for (const list of lists) {
            const given = list.map(
              ({ at, ...fields }): SigmaEvent => ({
                ...eventOf({ ...fields, CommandLine: `c${at % 3}` }),
                time: new Date(Date.UTC(2026, 0, 1, 0, at)).toISOString(),
              }),
            );
            const [fires, stillFires] = [before, after].map(
              (rule) => matchCorrelation(rule, rules, given).length > 0,
            );
            if (meaning === 'wider' || meaning === 'text-only')
              expect(stillFires || !fires).toBe(true);
            if (meaning === 'narrower' || meaning === 'text-only')
              expect(fires || !stillFires).toBe(true);
          }
        },
      ),
      { numRuns: 400 },
    );
    expect(decided.get('wider')).toBeGreaterThan(10);
    expect(decided.get('narrower')).toBeGreaterThan(10);
  });
});
