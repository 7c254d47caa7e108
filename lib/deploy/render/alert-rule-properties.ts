import type { AnalyticsRule } from './analytics-rule';

/** A value of ARM: what JSON has, with its objects as maps, since some of their keys come from rules. */
export type ArmValue =
  | string
  | number
  | boolean
  | readonly ArmValue[]
  | ReadonlyMap<string, ArmValue>;

/** The API version whose properties these are: the latest stable one. */
export const ALERT_RULES_API = '2025-09-01';

/**
 * The properties of a `Microsoft.SecurityInsights/alertRules` of kind Scheduled. The rule is disabled, and
 * alerts on the same entities within five hours become one incident.
 */
export function alertRuleProperties(rule: AnalyticsRule): ReadonlyMap<string, ArmValue> {
  const entries: (readonly [string, ArmValue] | null)[] = [
    ['displayName', rule.name],
    rule.description === '' ? null : ['description', rule.description],
    ['severity', rule.severity],
    ['enabled', false],
    ['query', rule.query],
    ['queryFrequency', rule.frequency],
    ['queryPeriod', rule.period],
    ['triggerOperator', 'GreaterThan'],
    ['triggerThreshold', rule.threshold],
    ['suppressionEnabled', false],
    ['suppressionDuration', 'PT5H'],
    ['tactics', rule.tactics],
    ['techniques', rule.techniques],
    rule.alertTitle === null
      ? null
      : ['alertDetailsOverride', new Map([['alertDisplayNameFormat', rule.alertTitle]])],
    rule.customDetails.length === 0
      ? null
      : ['customDetails', new Map(rule.customDetails.map(({ name, column }) => [name, column]))],
    rule.entities.length === 0 ? null : ['entityMappings', rule.entities.map(entityMapping)],
    ['eventGroupingSettings', new Map([['aggregationKind', 'SingleAlert']])],
    ['incidentConfiguration', incidents(rule.entities.length > 0)],
  ];
  return new Map(entries.filter((entry) => entry !== null));
}

function entityMapping({ type, fields }: AnalyticsRule['entities'][number]): ArmValue {
  return new Map<string, ArmValue>([
    ['entityType', type],
    [
      'fieldMappings',
      fields.map(
        ({ identifier, column }) =>
          new Map([
            ['identifier', identifier],
            ['columnName', column],
          ]),
      ),
    ],
  ]);
}

function incidents(isGrouped: boolean): ArmValue {
  return new Map<string, ArmValue>([
    ['createIncident', true],
    [
      'groupingConfiguration',
      new Map<string, ArmValue>([
        ['enabled', isGrouped],
        ['reopenClosedIncident', false],
        ['lookbackDuration', 'PT5H'],
        ['matchingMethod', 'AllEntities'],
      ]),
    ],
  ]);
}
