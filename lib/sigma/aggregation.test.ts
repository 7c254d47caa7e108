import { describe, expect, it } from 'vitest';
import { readAggregation } from './aggregation';
import { applyFilters } from './apply-filters';
import { checkRule } from './check-rule';
import { parseRules } from './parse-rules';
import { relatedRules } from './related-rules';
import type { CorrelationRule, DetectionRule, FilterRule, Rule } from './types';

const ID = '5f0ae6f5-6e1d-4c8f-9f8b-2f4f8f6f7a01';
const HEAD = `title: T\nid: ${ID}\nname: counter\nlogsource:\n    product: windows\n    service: security\n`;

function read(condition: string, timeframe = '    timeframe: 10m\n') {
  const text = `${HEAD}detection:\n    s: {EventID: 4625}\n    f: {User: x}\n${timeframe}    condition: ${condition}\n`;
  const [document] = parseRules(text);
  if (!document) throw new Error('no document');
  return { ...document, text };
}

function correlationOf(condition: string): CorrelationRule {
  const { rule } = read(condition);
  if (rule?.kind !== 'correlation') throw new Error('no correlation');
  return rule;
}

describe('an aggregation of Sigma 1', () => {
  it.each<[string, object]>([
    [
      's | count() > 5',
      { type: 'event_count', groupBy: [], fields: [], bounds: [{ operator: 'gt', value: 5 }] },
    ],
    ['s | count() by Host >= 5', { type: 'event_count', groupBy: ['Host'] }],
    ['s|count(User) by Host < 3', { type: 'value_count', fields: ['User'] }],
    ['s | COUNT(User) = 3', { type: 'value_count', bounds: [{ operator: 'eq', value: 3 }] }],
    ['s | sum(Bytes) by Host > 3', { type: 'value_sum', fields: ['Bytes'] }],
    ['s | min(Bytes) by Host > 3', { type: 'value_min' }],
    ['s | max(Bytes) by Host <= 3', { type: 'value_max' }],
    ['s | avg(Bytes) by Host == 3', { type: 'value_avg' }],
  ])('is a correlation: %s', (condition, expected) => {
    expect(correlationOf(condition).correlation).toMatchObject({ ...expected, timespan: 600 });
  });

  it('keeps the condition before it as the rule that is counted', () => {
    const { counted, correlation } = correlationOf('s and not f | count() > 5');
    const [plain] = parseRules(
      `${HEAD}detection:\n    s: {EventID: 4625}\n    f: {User: x}\n    condition: s and not f\n`,
    );
    const tests = (rule: DetectionRule | null) =>
      JSON.stringify(rule?.predicate, (key, value) => (key === 'span' ? undefined : value));
    expect(tests(counted)).toBe(tests(plain?.rule as DetectionRule));
    expect(correlation.rules).toEqual([counted?.id]);
  });

  it('is remarked on, with the correlation to write', () => {
    const { diagnostics, text } = read('s | count(User) by Host > 5');
    expect(diagnostics).toMatchObject([{ severity: 'warning', code: 'sigma/legacy-syntax' }]);
    const [remark] = diagnostics;
    expect(text.slice(remark?.span?.start, remark?.span?.end)).toBe('| count(User) by Host > 5');
    expect(remark?.hint).toBe(
      'Write a correlation rule that refers to this one: `type: value_count`, `group-by: [Host]`, `condition: {field: User, gt: 5}`, and the timeframe as `timespan`.',
    );
  });

  it.each(['s | near f', 's | sum() > 5', 's | count() by Host', 's | count() > x'])(
    'without an equivalent is none: %s',
    (condition) => {
      expect(readAggregation(condition)).toBeNull();
      expect(read(condition)).toMatchObject({
        rule: null,
        diagnostics: [{ severity: 'warning' }, { severity: 'error', code: 'sigma/legacy-syntax' }],
      });
    },
  );

  it('needs a timeframe that can be read', () => {
    expect(read('s | count() > 5', '')).toMatchObject({
      rule: null,
      diagnostics: [
        { severity: 'error', hint: 'Add a `timeframe`, for example `timeframe: 10m`.' },
      ],
    });
    expect(read('s | count() > 5', '    timeframe: soon\n')).toMatchObject({
      rule: null,
      diagnostics: [{ code: 'sigma/invalid-timespan' }],
    });
  });

  it('is linted like the rule that it counts', () => {
    const { rule, text } = read('s | count() > 5');
    expect(checkRule(rule as Rule, text).map(({ code }) => code)).toContain(
      'sigma/unused-selection',
    );
  });

  it.each([
    ['id', ID],
    ['name', 'counter'],
  ])(
    'brings the counted rule to its translation, with the filters that name its document by %s',
    (_, called) => {
      const rule = correlationOf('s | count() > 5');
      const [filter] = parseRules(
        `title: F\nid: 0a6f5f0e-6e1d-4c8f-9f8b-2f4f8f6f7a02\nlogsource: {product: windows}\nfilter:\n    rules: [${called}]\n    g: {User: y}\n    condition: not g\n`,
      ).map((one) => one.rule as FilterRule);
      if (!filter || !rule.counted) throw new Error('unreadable');
      const related = relatedRules([rule, filter])(rule);
      expect(related.get(rule.counted.id)).toBe(rule.counted);
      expect([...related.values()]).toContain(filter);
      expect(applyFilters(rule.counted, [filter]).predicate).not.toEqual(rule.counted.predicate);
    },
  );
});
