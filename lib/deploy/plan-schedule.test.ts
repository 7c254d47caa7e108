import { describe, expect, it } from 'vitest';
import { knowledge } from './made-deployable-fixture';
import { planSchedule } from './plan-schedule';

const plan = (
  ...[target, severity, timespan]: Parameters<typeof planSchedule> extends [
    infer A,
    infer B,
    infer C,
    unknown,
  ]
    ? [A, B, C]
    : never
) => {
  const { schedule, losses } = planSchedule(target, severity, timespan, knowledge.limits);
  return { ...schedule, codes: losses.map(({ code }) => code) };
};

describe('planSchedule', () => {
  it.each([
    ['sentinel', 'High', 0, 60, 75],
    ['sentinel', 'Low', 0, 1440, 1455],
    ['sentinel-asim', 'Medium', 600, 60, 85],
    ['defender-xdr', 'High', 0, 60, 240],
    ['defender-xdr', 'Informational', 0, 1440, 43200],
    ['defender-xdr', 'High', 6 * 3600, 180, 720],
  ] as const)(
    'runs a rule on %s of %s severity over %i s every %i minutes over %i',
    (target, severity, timespan, frequency, period) => {
      expect(plan(target, severity, timespan)).toMatchObject({ frequency, period, codes: [] });
    },
  );

  it('says that the service looks back less than the rule needs', () => {
    expect(plan('sentinel', 'High', 30 * 86_400)).toMatchObject({
      period: 20_160,
      codes: ['deploy/period-cut'],
    });
    expect(plan('defender-xdr', 'High', 60 * 86_400).codes).toEqual(['deploy/period-cut']);
  });

  it('says why in words', () => {
    expect(plan('sentinel', 'High', 600).reason).toBe(
      'Runs every hour and looks back over that and the 10 minutes over which it counts, since a run can begin in between, and 15 minutes more: Sentinel starts each run 5 minutes late, so an event that arrives up to 20 minutes after it happened is found. One in the overlap can be found twice.',
    );
    expect(plan('defender-xdr', 'High', 0).reason).toBe(
      'Runs every hour; Defender itself then looks back over 4 hours and leaves out alerts that it has raised before.',
    );
  });
});
