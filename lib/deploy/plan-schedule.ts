import type { Target } from '@/lib/target';
import type { DeployLimits, DeploySeverity, Loss, Schedule } from './types';

/** How long an event may be under way beyond the service's own delay, in minutes. */
const OVERLAP = 15;
const HOUR = 60;
const DAY = 24 * HOUR;

/** How often Defender can run a custom detection, and how far each run then looks back, in minutes. */
export const DEFENDER_FREQUENCIES: readonly (readonly [frequency: number, lookback: number])[] = [
  [HOUR, 4 * HOUR],
  [3 * HOUR, 12 * HOUR],
  [12 * HOUR, 48 * HOUR],
  [DAY, 30 * DAY],
];

interface Planned {
  readonly schedule: Schedule;
  readonly losses: readonly Loss[];
}

/**
 * When a rule runs, and how far each run looks back. `timespan` is a correlation's, in seconds, and 0 for
 * a rule on single events. Hourly, and daily below medium.
 */
export function planSchedule(
  target: Target,
  severity: DeploySeverity,
  timespan: number,
  limits: DeployLimits,
): Planned {
  const wanted = severity === 'Low' || severity === 'Informational' ? DAY : HOUR;
  const span = Math.ceil(timespan / 60);
  return target === 'defender-xdr' ? onDefender(wanted, span) : onSentinel(wanted, span, limits);
}

function onSentinel(frequency: number, span: number, limits: DeployLimits): Planned {
  const wanted = frequency + span + OVERLAP;
  const period = Math.min(wanted, limits.longestMinutes);
  const late = OVERLAP + limits.builtInDelayMinutes;
  const counted =
    span === 0
      ? ''
      : ` and the ${words(span)} over which it counts, since a run can begin in between`;
  const reason =
    `Runs every ${words(frequency)} and looks back over that${counted}, and ${words(OVERLAP)} more: ` +
    `Sentinel starts each run ${words(limits.builtInDelayMinutes)} late, so an event that arrives up to ` +
    `${words(late)} after it happened is found. One in the overlap can be found twice.`;
  return {
    schedule: { frequency, period, reason },
    losses: period < wanted ? [periodCut(wanted, period)] : [],
  };
}

function onDefender(wanted: number, span: number): Planned {
  const fitting = DEFENDER_FREQUENCIES.filter(([frequency]) => frequency >= wanted);
  const enough = fitting.find(([frequency, lookback]) => lookback >= frequency + span);
  const [frequency, period] = enough ?? [DAY, 30 * DAY];
  const reason =
    `Runs every ${words(frequency)}; Defender itself then looks back over ${words(period)} ` +
    'and leaves out alerts that it has raised before.';
  return {
    schedule: { frequency, period, reason },
    losses: enough ? [] : [periodCut(frequency + span, period)],
  };
}

function periodCut(wanted: number, period: number): Loss {
  return {
    code: 'deploy/period-cut',
    field: 'queryPeriod',
    message: `The rule needs the events of ${words(wanted)}; the service looks back over ${words(period)}.`,
    effect: 'changed',
  };
}

/** `15 minutes`, `hour`, `3 hours`, `day`. */
function words(minutes: number): string {
  const [size, unit] = [
    [DAY, 'day'],
    [HOUR, 'hour'],
    [1, 'minute'],
  ].find(([one]) => minutes % Number(one) === 0) ?? [1, 'minute'];
  const count = minutes / Number(size);
  return count === 1 ? `${unit}` : `${count} ${unit}s`;
}
