import { addAll } from '@/lib/long-lists';
import { parentOf } from '../map-attack';
import type { Deployable, DeployLimits, Loss, Renderer } from '../types';
import { detailColumns, entityMappings, incidentConfiguration } from './alert-rule-properties';
import { asciiMarks, asciiQuery, asciiText, isAscii } from './ascii';
import { shortDuration } from './durations';
import { type FittedRule, fitAnalyticsRule, fitQuery, refusals } from './fit-analytics-rule';
import { writeYaml } from './write-yaml';

const FORMAT = 'sentinel-yaml';

/** Analytics rules in the layout of Azure-Sentinel, one file a rule. In near real time if `kind` is NRT. */
export function sentinelYaml(
  limits: DeployLimits,
  kind: 'Scheduled' | 'NRT' = 'Scheduled',
): Renderer {
  return (deployable) => {
    const { query, files, losses: moved } = fitQuery(deployable, limits, asciiQuery);
    const refused = refusals(deployable, query, limits);
    if (kind === 'NRT') addAll(refused, notInNearRealTime(deployable));
    if (refused.length > 0) {
      return { format: FORMAT, files: [], losses: refused };
    }
    const fitted = fitAnalyticsRule(deployable, limits, asciiText);
    const techniques = sentinelTechniques(deployable);
    const losses = [
      ...deployable.losses,
      ...fitted.losses,
      ...techniques.losses,
      ...asciiLosses(deployable),
      ...moved,
    ];
    const text = writeYaml({
      id: deployable.id,
      name: fitted.name,
      description: `${fitted.description}\n`,
      severity: deployable.severity,
      status: 'Available',
      requiredDataConnectors: deployable.connectors,
      ...(kind === 'NRT' ? {} : scheduleOf(deployable)),
      tactics: deployable.tactics,
      relevantTechniques: techniques.ids,
      query: `${query}\n`,
      entityMappings: entityMappings(fitted),
      customDetails: detailColumns(fitted.customDetails),
      ...titleParts(fitted),
      incidentConfiguration: incidentConfiguration(fitted, '5h'),
      version: deployable.version,
      kind,
      tags: deployable.tags,
    });
    return {
      format: FORMAT,
      files: [{ path: `${deployable.id}.yaml`, text }, ...files],
      losses,
    };
  };
}

function scheduleOf({ schedule, threshold }: Deployable) {
  return {
    queryFrequency: shortDuration(schedule.frequency),
    queryPeriod: shortDuration(schedule.period),
    triggerOperator: 'gt',
    triggerThreshold: threshold,
  };
}

/** An alert whose title names a column of the row is one for each row. */
function titleParts({ alertTitle }: FittedRule) {
  if (alertTitle === null) return {};
  return {
    alertDetailsOverride: { alertDisplayNameFormat: alertTitle },
    eventGroupingSettings: { aggregationKind: 'AlertPerResult' },
  };
}

/** The techniques that Azure-Sentinel's validation accepts, and those that it would not. */
export function sentinelTechniques({ techniques }: Deployable): {
  readonly ids: readonly string[];
  readonly losses: readonly Loss[];
} {
  const known = techniques.filter(({ azureSentinel }) => azureSentinel.length > 0);
  const unknown = techniques.filter(({ azureSentinel }) => azureSentinel.length === 0);
  return {
    ids: known.map(({ id }) => id),
    losses: unknown.map(({ id }) => ({
      code: 'deploy/technique-unknown',
      field: 'relevantTechniques',
      message: `Azure-Sentinel’s validation does not know ${parentOf(id)} under the rule’s tactics.`,
      effect: 'lost',
    })),
  };
}

/** What Azure-Sentinel, which takes ASCII only, changes in a deployable's texts. */
export function asciiLosses({ name, description, query }: Deployable): Loss[] {
  const says = [
    ['query', !isAscii(query), 'as escapes, which mean the same'],
    ['name', !isAscii(asciiMarks(name)), 'without accents or as ?'],
    ['description', !isAscii(asciiMarks(description)), 'without accents or as ?'],
  ] as const;
  return says.flatMap(([field, isChanged, how]): Loss[] => {
    const message = `Azure-Sentinel takes ASCII only: the ${field} has other characters ${how}.`;
    return isChanged ? [{ code: 'deploy/non-ascii', field, message, effect: 'changed' }] : [];
  });
}

function notInNearRealTime({ notNearRealTime }: Deployable): Loss[] {
  return notNearRealTime.sentinel.map((message) => ({
    code: 'deploy/not-near-real-time',
    field: 'kind',
    message,
    effect: 'refused',
  }));
}
