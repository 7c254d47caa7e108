import { describe, expect, it } from 'vitest';
import { withLimits, withLookback } from './limits';
import type { Variant } from './types';
import { unsupportedVariant } from './unsupported';

function variantOf(characters: number): Variant {
  return { ...unsupportedVariant([]), outcome: 'exact', kql: 'x'.repeat(characters) };
}

describe('withLimits', () => {
  it('reports a query that is too long for a scheduled analytics rule, and the next step', () => {
    const { outcome, diagnostics } = withLimits(variantOf(12_345), 'sentinel');
    expect(outcome).toBe('exact');
    expect(diagnostics).toMatchObject([
      {
        severity: 'info',
        code: 'translate/query-length',
        hint: expect.stringContaining('function'),
      },
    ]);
    expect(diagnostics[0]?.message).toContain('12,345');
    expect(withLimits(variantOf(10_001), 'sentinel-asim').diagnostics).toHaveLength(1);
  });

  it('reports nothing without a query, within the limit, or on Defender, which documents no limit', () => {
    expect(withLimits(variantOf(10_000), 'sentinel').diagnostics).toEqual([]);
    expect(withLimits(unsupportedVariant([]), 'sentinel').diagnostics).toEqual([]);
    expect(withLimits(variantOf(20_000), 'defender-xdr').diagnostics).toEqual([]);
  });
});

describe('withLookback', () => {
  it('reports windows longer than a rule of the service can see', () => {
    const days = (count: number) => count * 86_400;
    const codesOf = (target: 'sentinel' | 'defender-xdr', seconds: number) =>
      withLookback(variantOf(1), target, seconds).diagnostics.map(({ code }) => code);
    expect(codesOf('sentinel', days(14))).toEqual([]);
    expect(codesOf('sentinel', days(15))).toEqual(['translate/lookback']);
    expect(codesOf('defender-xdr', days(30))).toEqual([]);
    expect(codesOf('defender-xdr', days(31))).toEqual(['translate/lookback']);
  });
});
