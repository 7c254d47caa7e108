import { describe, expect, it } from 'vitest';
import { isoMinutes, templateMinutes } from './durations';

describe('isoMinutes', () => {
  it.each([
    ['PT5M', 5],
    ['PT1H30M', 90],
    ['P1D', 1440],
    ['P1DT2H', 1560],
    ['PT30S', 0.5],
    ['PT0S', 0],
  ])('reads %s', (text, minutes) => expect(isoMinutes(text)).toBe(minutes));

  it.each(['P', 'PT', 'P1DT', '1h', 'PT1.5H', 'P1Y', 'P1W', 'pt1h', '-PT1H', 'PT1H\n'])(
    'does not read %j',
    (text) => expect(isoMinutes(text)).toBeNull(),
  );
});

describe('templateMinutes', () => {
  it.each([
    ['5m', 5],
    ['1h', 60],
    ['14d', 20_160],
    ['01:00:00', 60],
    ['1.00:05', 1445],
  ])('reads %s', (text, minutes) => expect(templateMinutes(text)).toBe(minutes));

  it.each(['PT1H', '1', 'h', '1w', '1h 5m', ''])('does not read %j', (text) =>
    expect(templateMinutes(text)).toBeNull(),
  );
});
