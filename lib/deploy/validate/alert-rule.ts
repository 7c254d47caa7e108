import { z } from 'zod';
import { checkArmSchema } from './arm-schema';
import { isoMinutes } from './durations';
import { type DeployedQuery, placeOf, type Report } from './reading';
import { checkParts, checkSchedule, readShape, ruleParts } from './rule-parts';

const text = z.string().min(1);
const scheduled = z.looseObject({
  ...ruleParts.shape,
  displayName: text.max(256),
  description: z.string().max(5000).nullish(),
  severity: text,
  queryFrequency: text,
  queryPeriod: text,
  triggerOperator: text,
  triggerThreshold: z.int().min(0).max(10_000),
  suppressionDuration: text,
  techniques: z
    .array(z.string().regex(/^T\d{4}$/, 'is no technique, or a sub-technique'))
    .nullish(),
  subTechniques: z.array(z.string().regex(/^T\d{4}\.\d{3}$/, 'is no sub-technique')).nullish(),
  templateVersion: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/, 'is no version a.b.c')
    .nullish(),
});

/**
 * Checks an analytics rule as ARM has it, all of whose strings are literal: by Microsoft's schema, and by
 * the limits that only the service knows. Returns its query if it could be read.
 */
export function checkAlertRule(
  rule: { readonly kind: string; readonly properties: unknown },
  api: string,
  outer: string,
  report: Report,
): DeployedQuery[] {
  if (!checkArmSchema(rule, api, outer, report)) return [];
  const place = placeOf(['properties'], outer);
  if (rule.kind !== 'Scheduled') {
    const read = readShape(ruleParts, rule.properties, place, report);
    return read ? [checkParts(read, place, report)] : [];
  }
  const read = readShape(scheduled, rule.properties, place, report);
  if (!read) return [];
  const { queryFrequency, queryPeriod, suppressionDuration, incidentConfiguration } = read;
  checkSchedule(isoMinutes(queryFrequency), isoMinutes(queryPeriod), place, report);
  checkPause(suppressionDuration, 1440, `${place}.suppressionDuration`, report);
  const lookback = incidentConfiguration?.groupingConfiguration?.lookbackDuration;
  if (lookback !== undefined) {
    const at = `${place}.incidentConfiguration.groupingConfiguration.lookbackDuration`;
    checkPause(lookback, 10_080, at, report);
  }
  return [checkParts(read, place, report)];
}

/** Reports a time that is not between 5 minutes and `most`. */
export function checkPause(duration: string, most: number, place: string, report: Report): void {
  const minutes = isoMinutes(duration);
  if (minutes === null) report('duration', place, 'It is no ISO 8601 duration');
  else if (minutes < 5 || minutes > most) {
    report('duration', place, `It is not 5 minutes to ${most / 60} hours`);
  }
}
