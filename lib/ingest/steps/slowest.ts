import type { SlowStep } from '@/lib/catalog/stored/sync-summary';

const SHOWN = 10;

/** The steps that took longest, slowest first: at most ten. */
export function slowestOf(steps: readonly SlowStep[]): SlowStep[] {
  return [...steps]
    .sort((a, b) => b.milliseconds - a.milliseconds)
    .slice(0, SHOWN)
    .map((step) => ({ ...step, milliseconds: Math.round(step.milliseconds) }));
}
