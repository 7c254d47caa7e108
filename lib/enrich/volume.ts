import type { Reading } from './reading';
import type { ExpectedVolume } from './types';

const STEPS = ['rare', 'occasional', 'frequent'] as const;

/*
 * A note on the rule says it. Otherwise it starts from what is known of the action that the rule looks for, or else from its level, and goes one
 * step up or down for each thing that the author says:
 *
 *   action      as its entry says; of a rule of level low or informational not rare
 *   level       critical or high: rare · medium, low or none: occasional · informational: frequent
 *   author      names honest activity, and the level is below high: not rare
 *               considers false positives unlikely: one rarer · likely, or threat hunting: one more frequent
 */

/** How often honest activity is expected to match; null for a rule without a detection of its own. */
export function expectedVolume({ rule, detection, note }: Reading): ExpectedVolume | null {
  if (note) return { expected: note.volume, reasons: [note.because] };
  if (!detection) return null;
  const { volume } = detection.behaviours;
  const reasons: string[] = [];
  let step: number;
  if (volume) {
    step = STEPS.indexOf(volume);
    reasons.push(`honest activity of this kind is ${volume} in most environments`);
    if (step === 0 && (rule.level === 'low' || rule.level === 'informational')) {
      step = 1;
      reasons.push(`the rule’s level is ${rule.level}`);
    }
  } else {
    step = LEVELS.get(rule.level ?? 'medium') ?? 1;
    reasons.push(rule.level ? `the rule’s level is ${rule.level}` : 'the rule has no level');
  }
  const words = rule.falsepositives.map((text) => text.trim());
  const names = words.some((text) => ![UNLIKELY, LIKELY, UNKNOWN].some((one) => one.test(text)));
  if (step === 0 && names && (LEVELS.get(rule.level ?? 'medium') ?? 1) > 0) {
    step = 1;
    reasons.push('its author names honest activity that matches');
  }
  if (words.some((text) => UNLIKELY.test(text))) {
    step--;
    reasons.push('its author considers false positives unlikely');
  }
  if (words.some((text) => LIKELY.test(text))) {
    step++;
    reasons.push('its author expects false positives');
  }
  if (rule.tags.includes('detection.threat-hunting')) {
    step++;
    reasons.push('it is a threat-hunting rule, whose matches are starting points');
  }
  const expected = STEPS[Math.min(Math.max(step, 0), STEPS.length - 1)] ?? 'occasional';
  return { expected, reasons };
}

const LEVELS = new Map([
  ['critical', 0],
  ['high', 0],
  ['medium', 1],
  ['low', 1],
  ['informational', 2],
]);

/** What authors write in place of false positives. */
export const UNKNOWN =
  /^(?:unknown|unkown|none|n\/?a|tbd|-+|nothing|no known false positives?)(?: so far)?\.?$/i;
export const UNLIKELY = /^(?:highly |very |extremely )?(?:unlikely|rare)\.?$/i;
export const LIKELY = /^(?:highly |very )?likely\.?$/i;
