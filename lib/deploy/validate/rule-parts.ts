import { z } from 'zod';
import { sentinelFacts } from './facts';
import { type DeployedQuery, placeOf, type Report } from './reading';

const column = z
  .string()
  .max(500)
  .regex(/^[a-zA-Z_]+\w*$/, 'is not the name of a column');

/**
 * What analytics rules have alike in Azure-Sentinel's YAML and in ARM, with the limits that both have. A
 * property that Azure-Sentinel does not know is no fault there.
 */
export const ruleParts = z.looseObject({
  query: z.string().min(1).max(10_000),
  tactics: z.array(z.string()).nullish(),
  entityMappings: z
    .array(
      z.looseObject({
        entityType: z.string(),
        fieldMappings: z
          .array(z.looseObject({ identifier: z.string(), columnName: column }))
          .min(1)
          .max(3),
      }),
    )
    .min(1)
    .max(10)
    .nullish(),
  customDetails: z
    .record(z.string().regex(/^[a-zA-Z]+\w*$/, 'is not the name of a custom detail'), column)
    .nullish(),
  alertDetailsOverride: z
    .looseObject({
      alertDisplayNameFormat: z.string().min(1).max(256).nullish(),
      alertDescriptionFormat: z.string().min(1).max(5000).nullish(),
      alertSeverityColumnName: column.nullish(),
      alertTacticsColumnName: column.nullish(),
    })
    .nullish(),
  eventGroupingSettings: z
    .looseObject({ aggregationKind: z.enum(['SingleAlert', 'AlertPerResult']) })
    .nullish(),
  incidentConfiguration: z
    .looseObject({
      createIncident: z.boolean(),
      groupingConfiguration: z
        .looseObject({
          enabled: z.boolean(),
          reopenClosedIncident: z.boolean(),
          lookbackDuration: z.string(),
          matchingMethod: z.enum(['AllEntities', 'AnyAlert', 'Selected']),
          groupByEntities: z.array(z.string()).nullish(),
          groupByAlertDetails: z.array(z.enum(['DisplayName', 'Severity'])).nullish(),
          groupByCustomDetails: z.array(z.string()).nullish(),
        })
        .nullish(),
    })
    .nullish(),
});
export type RuleParts = z.output<typeof ruleParts>;

/** Data that a schema accepts, or null after reporting what it refuses. */
export function readShape<T>(
  schema: z.ZodType<T>,
  data: unknown,
  place: string,
  report: Report,
): T | null {
  const read = schema.safeParse(data);
  if (read.success) return read.data;
  for (const { path, message } of read.error.issues) report('shape', placeOf(path, place), message);
  return null;
}

/** Reports what no schema can say, and returns the query with the columns that the rule takes from it. */
export function checkParts(rule: RuleParts, place: string, report: Report): DeployedQuery {
  const at = (...path: PropertyKey[]) => placeOf(path, place);
  checkEntities(rule, at, report);
  checkDetails(rule, at, report);
  checkTitles(rule, at, report);
  checkGrouping(rule, at, report);
  return { place: at('query'), text: rule.query, columns: columnsOf(rule, at) };
}

type At = (...path: PropertyKey[]) => string;

function checkEntities({ entityMappings }: RuleParts, at: At, report: Report): void {
  for (const [index, { entityType, fieldMappings }] of (entityMappings ?? []).entries()) {
    const place = at('entityMappings', index);
    const known = sentinelFacts().entities.get(entityType);
    if (!known) {
      report('entity', place, `${entityType} is no type of entity`);
      continue;
    }
    const used = fieldMappings.map(({ identifier }) => identifier);
    for (const [field, identifier] of used.entries()) {
      const where = `${place}.fieldMappings[${field}].identifier`;
      if (!known.identifiers.includes(identifier)) {
        report('entity', where, `${identifier} does not identify ${entityType}`);
      } else if (used.indexOf(identifier) < field) {
        report('entity', where, `${identifier} is there twice`);
      }
    }
    if (!known.needs.some((set) => set.every((identifier) => used.includes(identifier)))) {
      const sets = known.needs.map((set) => set.join(' and ')).join(', or ');
      report('entity', place, `${entityType} needs ${sets}`);
    }
  }
}

function checkDetails({ customDetails }: RuleParts, at: At, report: Report): void {
  const names = Object.keys(customDetails ?? {});
  if (names.length > 20) {
    report('custom-details', at('customDetails'), `${names.length} are more than 20`);
  }
  for (const name of names.filter((one) => one.length > 20)) {
    report('custom-details', at('customDetails', name), 'The name has more than 20 characters');
  }
}

function checkTitles({ alertDetailsOverride }: RuleParts, at: At, report: Report): void {
  for (const key of ['alertDisplayNameFormat', 'alertDescriptionFormat'] as const) {
    const shown = placeholders(alertDetailsOverride?.[key] ?? '');
    if (shown.length > 3) {
      const place = at('alertDetailsOverride', key);
      report('placeholders', place, `It shows ${shown.length} columns, which is more than 3`);
    }
  }
}

/** The columns between `{{` and `}}`, each once. */
export function placeholders(text: string): string[] {
  return [
    ...new Set(Array.from(text.matchAll(/\{\{([^{}]+)\}\}/g), ([, name = '']) => name.trim())),
  ];
}

function checkGrouping(rule: RuleParts, at: At, report: Report): void {
  const grouping = rule.incidentConfiguration?.groupingConfiguration;
  if (!grouping) return;
  const place = at('incidentConfiguration', 'groupingConfiguration');
  const { groupByEntities, groupByAlertDetails, groupByCustomDetails, matchingMethod } = grouping;
  const lists = [groupByEntities, groupByAlertDetails, groupByCustomDetails];
  if (matchingMethod === 'Selected' && !lists.some((list) => list && list.length > 0)) {
    report('grouping', place, 'Selected needs something by which to group');
  }
  const types = new Set((rule.entityMappings ?? []).map(({ entityType }) => entityType));
  for (const type of groupByEntities ?? []) {
    if (!types.has(type)) report('grouping', `${place}.groupByEntities`, `The rule has no ${type}`);
  }
  const details = new Set(Object.keys(rule.customDetails ?? {}));
  for (const name of groupByCustomDetails ?? []) {
    if (!details.has(name)) {
      report('grouping', `${place}.groupByCustomDetails`, `The rule has no detail ${name}`);
    }
  }
}

function columnsOf(rule: RuleParts, at: At): DeployedQuery['columns'] {
  const { entityMappings, customDetails, alertDetailsOverride: override } = rule;
  const shown = [override?.alertDisplayNameFormat, override?.alertDescriptionFormat];
  const named = [override?.alertSeverityColumnName, override?.alertTacticsColumnName];
  return [
    ...(entityMappings ?? []).flatMap(({ fieldMappings }, index) =>
      fieldMappings.map(({ columnName }) => ({
        place: at('entityMappings', index),
        name: columnName,
      })),
    ),
    ...Object.entries(customDetails ?? {}).map(([key, name]) => ({
      place: at('customDetails', key),
      name,
    })),
    ...[...shown.flatMap((text) => placeholders(text ?? '')), ...named].flatMap((name) =>
      name ? { place: at('alertDetailsOverride'), name } : [],
    ),
  ];
}

/** Reports a schedule that Sentinel does not run. Minutes are null where a duration cannot be read. */
export function checkSchedule(
  frequency: number | null,
  period: number | null,
  place: string,
  report: Report,
): void {
  const at = (key: string) => placeOf([key], place);
  if (frequency === null) report('duration', at('queryFrequency'), 'It is no duration');
  if (period === null) report('duration', at('queryPeriod'), 'It is no duration');
  if (frequency === null || period === null) return;
  const isIn = (minutes: number) => minutes >= 5 && minutes <= 20_160;
  if (!isIn(frequency)) report('schedule', at('queryFrequency'), 'It is not 5 minutes to 14 days');
  if (!isIn(period)) report('schedule', at('queryPeriod'), 'It is not 5 minutes to 14 days');
  if (period < frequency) {
    report('schedule', at('queryPeriod'), 'It is shorter than queryFrequency, which leaves gaps');
  }
  if (period >= 2880 && frequency < 60) {
    report('schedule', at('queryFrequency'), 'A rule over 2 days or more runs hourly at most');
  }
}

export const TACTICS = [
  'Reconnaissance',
  'ResourceDevelopment',
  'InitialAccess',
  'Execution',
  'Persistence',
  'PrivilegeEscalation',
  'DefenseEvasion',
  'CredentialAccess',
  'Discovery',
  'LateralMovement',
  'Collection',
  'Exfiltration',
  'CommandAndControl',
  'Impact',
  'PreAttack',
  'ImpairProcessControl',
  'InhibitResponseFunction',
] as const;

export const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
