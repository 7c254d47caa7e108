import { describe, expect, it } from 'vitest';
import type { Rule } from '@/lib/sigma';
import { textOf } from './print';
import type { QueryResult, TargetResult } from './results';

const rule = { id: 'r', title: 'Tool' } as Rule;
const none = { tried: 0, sigma: 0, kql: 0, both: 0 };
const query: QueryResult = {
  ...none,
  table: 'Event',
  label: 'Sysmon',
  outcome: 'exact',
  differ: [],
  failure: null,
};
const result: TargetResult = {
  ...none,
  target: 'sentinel',
  table: 'Event',
  label: 'Sysmon',
  failure: null,
  outcome: 'exact',
  differ: [],
  own: none,
  queries: [query],
};
const NO_ROW = 'no event of this log source has a row';

describe('textOf', () => {
  it('says that no event has a row where a query could have run', () => {
    expect(textOf(rule, result, null)).toContain(NO_ROW);
  });

  it('blames the missing query, not the events, for an unsupported rule', () => {
    const text = textOf(
      rule,
      { ...result, outcome: 'unsupported', table: null, queries: [] },
      null,
    );
    expect(text).toContain('no query for this target, so nothing was run');
    expect(text).not.toContain(NO_ROW);
  });

  it('blames the query, not the events, if it cannot run', () => {
    const broken = { ...query, failure: 'extract is not supported' };
    const text = textOf(rule, { ...result, failure: broken.failure, queries: [broken] }, null);
    expect(text).toContain('cannot run: extract is not supported');
    expect(text).not.toContain(NO_ROW);
  });
});
