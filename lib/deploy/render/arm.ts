import { parentOf } from '../map-attack';
import type { Deployable, DeployLimits, DeployLoss, Renderer } from '../types';
import { type ArmValue, armTemplate, armText } from './arm-template';
import { isoDuration } from './durations';
import { type FittedRule, fitAnalyticsRule, lossesOf, refusals } from './fit-analytics-rule';

const FORMAT = 'arm';
const API = '2025-09-01';

/** Incidents are grouped over this time, and a rule that is suppressed pauses for it. */
const FIVE_HOURS = 'PT5H';

/**
 * An ARM template of a scheduled analytics rule, which lands disabled. The portal's import and Sentinel's
 * repositories read it.
 */
export function arm(limits: DeployLimits): Renderer {
  return (deployable) => {
    const query = deployable.header + deployable.query;
    const refused = refusals(deployable, query, limits);
    if (refused.length > 0) {
      return { format: FORMAT, files: [], losses: lossesOf(FORMAT, refused) };
    }
    const fitted = fitAnalyticsRule(deployable, limits, (text) => text);
    const text = armTemplate([
      {
        id: `[concat(resourceId('Microsoft.OperationalInsights/workspaces/providers', parameters('workspace'), 'Microsoft.SecurityInsights'),'/alertRules/${deployable.id}')]`,
        name: `[concat(parameters('workspace'),'/Microsoft.SecurityInsights/${deployable.id}')]`,
        type: 'Microsoft.OperationalInsights/workspaces/providers/alertRules',
        kind: 'Scheduled',
        apiVersion: API,
        properties: propertiesOf(deployable, fitted),
      },
    ]);
    return {
      format: FORMAT,
      files: [{ path: `arm/${deployable.id}.json`, text }],
      losses: lossesOf(FORMAT, [
        ...deployable.losses,
        ...fitted.losses,
        ...subTechniqueLosses(deployable),
      ]),
    };
  };
}

function propertiesOf(deployable: Deployable, fitted: FittedRule): ArmValue {
  const { schedule, threshold, techniques } = deployable;
  const { entities, customDetails, alertTitle } = fitted;
  return {
    displayName: armText(fitted.name),
    description: armText(fitted.description),
    severity: deployable.severity,
    enabled: false,
    query: armText(deployable.header + deployable.query),
    queryFrequency: isoDuration(schedule.frequency),
    queryPeriod: isoDuration(schedule.period),
    triggerOperator: 'GreaterThan',
    triggerThreshold: threshold,
    suppressionDuration: FIVE_HOURS,
    suppressionEnabled: false,
    tactics: deployable.tactics,
    techniques: [...new Set(techniques.map(({ id }) => parentOf(id)))],
    entityMappings:
      entities.length === 0
        ? undefined
        : entities.map(({ type, fields }) => ({
            entityType: type,
            fieldMappings: fields.map(({ identifier, column }) => ({
              identifier,
              columnName: column,
            })),
          })),
    customDetails:
      customDetails.length === 0
        ? undefined
        : Object.fromEntries(customDetails.map(({ name, column }) => [name, column])),
    alertDetailsOverride:
      alertTitle === null ? undefined : { alertDisplayNameFormat: armText(alertTitle) },
    eventGroupingSettings: {
      aggregationKind: alertTitle === null ? 'SingleAlert' : 'AlertPerResult',
    },
    incidentConfiguration: {
      createIncident: true,
      groupingConfiguration: {
        enabled: entities.length > 0,
        reopenClosedIncident: false,
        lookbackDuration: FIVE_HOURS,
        matchingMethod: 'AllEntities',
        groupByEntities: [],
        groupByAlertDetails: [],
        groupByCustomDetails: [],
      },
    },
  };
}

function subTechniqueLosses({ techniques }: Deployable): DeployLoss[] {
  const names = techniques.map(({ id }) => id).filter((id) => id.includes('.'));
  if (names.length === 0) return [];
  const message = `ARM’s stable version names no sub-techniques: ${names.join(', ')} are named by their parents.`;
  return [{ code: 'deploy/sub-techniques', field: 'techniques', message, effect: 'changed' }];
}
