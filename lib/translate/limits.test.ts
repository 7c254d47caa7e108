import { describe, expect, it } from 'vitest';
import { withLimits } from './limits';
import type { Variant } from './types';
import { unsupportedVariant } from './unsupported';

function variantOf(characters: number): Variant {
  return { ...unsupportedVariant([]), outcome: 'exact', kql: 'x'.repeat(characters) };
}

describe('withLimits', () => {
  it('tells of a query that is too long for a scheduled analytics rule, and what to do', () => {
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

  it('says nothing of a query within the limit, of none, and of Defender, which documents none', () => {
    expect(withLimits(variantOf(10_000), 'sentinel').diagnostics).toEqual([]);
    expect(withLimits(unsupportedVariant([]), 'sentinel').diagnostics).toEqual([]);
    expect(withLimits(variantOf(20_000), 'defender-xdr').diagnostics).toEqual([]);
  });
});
