import { describe, expect, it } from 'vitest';
import { readDateRange } from './date-range';

const TODAY = new Date('2026-03-31T15:00:00Z');

/** The first and the last day of a range. */
function days(text: string): string | null {
  const range = readDateRange(text, TODAY);
  if (!range) return null;
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);
  const from = Number.isFinite(range.from) ? day(range.from) : '';
  const to = Number.isFinite(range.to) ? day(range.to - 1) : '';
  return `${from}..${to}`;
}

describe('readDateRange', () => {
  it('counts an age back from the day given', () => {
    expect(days('<30d')).toBe('2026-03-02..');
    expect(days('<=30d')).toBe('2026-03-01..');
    expect(days('30d')).toBe('2026-03-01..');
    expect(days('>1w')).toBe('..2026-03-23');
    expect(days('>=1y')).toBe('..2025-03-31');
    expect(days('<2M')).toBe('2026-02-01..');
  });

  it('reads days, months and years, and what is before or after them', () => {
    expect(days('2026-01-05')).toBe('2026-01-05..2026-01-05');
    expect(days('2026-02')).toBe('2026-02-01..2026-02-28');
    expect(days('2025')).toBe('2025-01-01..2025-12-31');
    expect(days('>2026-01-01')).toBe('2026-01-02..');
    expect(days('>=2026-01')).toBe('2026-01-01..');
    expect(days('<2026')).toBe('..2025-12-31');
    expect(days('<=2026-02')).toBe('..2026-02-28');
  });

  it('reads spans with both ends, or one', () => {
    expect(days('2026-01..2026-03')).toBe('2026-01-01..2026-03-31');
    expect(days('2025-12-24..')).toBe('2025-12-24..');
    expect(days('..2025')).toBe('..2025-12-31');
    expect(days('90d..30d')).toBe('2025-12-31..2026-03-01');
  });

  it('reads nothing else', () => {
    for (const text of [
      '',
      '<',
      '<3',
      'soon',
      '2026-13',
      '2026-02-30',
      '2026-0',
      '..',
      '2026..2025',
      '2025..x',
      '1..2..3',
    ]) {
      expect(days(text), text).toBeNull();
    }
  });
});
