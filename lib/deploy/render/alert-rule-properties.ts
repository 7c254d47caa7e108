import { parentOf } from '../map-attack';
import type { Deployable } from '../types';
import type { ArmValue } from './arm-template';
import { isoDuration } from './durations';
import type { FittedRule } from './fit-analytics-rule';

/** The API version whose properties these are: the latest stable one. */
export const ALERT_RULES_API = '2025-09-01';

/** Incidents are grouped over this time, and a rule that is suppressed pauses for it. */
export const FIVE_HOURS = 'PT5H';

/** The parents of a deployable's techniques: ARM's stable version has no sub-techniques. */
export function parentTechniques({ techniques }: Deployable): string[] {
  return [...new Set(techniques.map(({ id }) => parentOf(id)))];
}

/** An alert whose title names a column of the row is one for each row. */
export function aggregationOf({ alertTitle }: FittedRule): 'SingleAlert' | 'AlertPerResult' {
  return alertTitle === null ? 'SingleAlert' : 'AlertPerResult';
}

/**
 * The types of entity by which alerts become one incident: the one that the rule is about, and with an
 * address the host, since either can be missing. By all of them, alerts of one host that differ in a process
 * or a hash would each be an incident.
 */
export function groupedBy({ entities }: FittedRule): string[] {
  const [first, ...others] = entities.map(({ type }) => type);
  if (first === undefined) return [];
  return first === 'IP' && others.includes('Host') ? ['IP', 'Host'] : [first];
}

/** How alerts become incidents, with the time over which they are grouped as the format writes it. */
export function incidentConfiguration(fitted: FittedRule, lookback: string) {
  const types = groupedBy(fitted);
  return {
    createIncident: true,
    groupingConfiguration: {
      enabled: types.length > 0,
      reopenClosedIncident: false,
      lookbackDuration: lookback,
      matchingMethod: types.length > 0 ? 'Selected' : 'AllEntities',
      groupByEntities: types,
      groupByAlertDetails: [],
      groupByCustomDetails: [],
    },
  };
}

/**
 * The properties of a `Microsoft.SecurityInsights/alertRules` of kind Scheduled, which lands disabled, with
 * its texts as they are.
 */
export function alertRuleProperties(
  deployable: Deployable,
  fitted: FittedRule,
  query: string,
): { readonly [key: string]: ArmValue | undefined } {
  const { alertTitle } = fitted;
  return {
    displayName: fitted.name,
    description: fitted.description,
    severity: deployable.severity,
    enabled: false,
    query,
    queryFrequency: isoDuration(deployable.schedule.frequency),
    queryPeriod: isoDuration(deployable.schedule.period),
    triggerOperator: 'GreaterThan',
    triggerThreshold: deployable.threshold,
    suppressionDuration: FIVE_HOURS,
    suppressionEnabled: false,
    tactics: deployable.tactics,
    techniques: parentTechniques(deployable),
    entityMappings: entityMappings(fitted),
    customDetails: detailColumns(fitted.customDetails),
    alertDetailsOverride: alertTitle === null ? undefined : { alertDisplayNameFormat: alertTitle },
    eventGroupingSettings: { aggregationKind: aggregationOf(fitted) },
    incidentConfiguration: incidentConfiguration(fitted, FIVE_HOURS),
  };
}

/** Entities as ARM and Azure-Sentinel write them; undefined if there are none. */
export function entityMappings({ entities }: FittedRule): ArmValue | undefined {
  if (entities.length === 0) return undefined;
  return entities.map(({ type, fields }) => ({
    entityType: type,
    fieldMappings: fields.map(({ identifier, column }) => ({ identifier, columnName: column })),
  }));
}

/** Each custom detail's column by its name; undefined if there are none. */
export function detailColumns(
  details: Deployable['customDetails'],
): Readonly<Record<string, string>> | undefined {
  if (details.length === 0) return undefined;
  return Object.fromEntries(details.map(({ name, column }) => [name, column]));
}
