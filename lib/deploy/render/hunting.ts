import type { Deployable, DeployLimits, Renderer } from '../types';
import { entityMappings, parentTechniques } from './alert-rule-properties';
import { armTemplate, armText } from './arm-template';
import { asciiQuery, asciiText } from './ascii';
import { type FittedRule, fitAnalyticsRule, refusals } from './fit-analytics-rule';
import { asciiLosses, sentinelTechniques } from './sentinel-yaml';
import { writeYaml } from './write-yaml';

const FORMAT = 'hunting';
const API = '2020-08-01';

/**
 * A hunting query of Sentinel, twice: in the layout of Azure-Sentinel, and as an ARM template of a saved
 * search. It has no schedule, severity or alert.
 */
export function hunting(limits: DeployLimits): Renderer {
  return (deployable) => {
    const query = asciiQuery(deployable.header + deployable.query);
    const refused = refusals(deployable, query, limits);
    if (refused.length > 0) {
      return { format: FORMAT, files: [], losses: refused };
    }
    const { id } = deployable;
    const fitted = fitAnalyticsRule(deployable, limits, asciiText);
    const techniques = sentinelTechniques(deployable);
    const kept = deployable.losses.filter(({ field }) => !ALERT_FIELDS.has(field));
    return {
      format: FORMAT,
      files: [
        {
          path: `${id}.yaml`,
          text: huntingYaml(deployable, fitted, query, techniques.ids),
        },
        { path: `${id}.json`, text: savedSearch(deployable) },
      ],
      losses: [
        ...kept,
        ...fitted.losses.filter(({ field }) => !ALERT_FIELDS.has(field)),
        ...techniques.losses,
        ...asciiLosses(deployable),
      ],
    };
  };
}

/** What a hunting query does not have, so that it cannot lose it. */
const ALERT_FIELDS: ReadonlySet<string> = new Set(['severity', 'queryPeriod', 'customDetails']);

function huntingYaml(
  { id, connectors, tactics, version, tags }: Deployable,
  fitted: FittedRule,
  query: string,
  techniques: readonly string[],
): string {
  return writeYaml({
    id,
    name: fitted.name,
    description: `${fitted.description}\n`,
    requiredDataConnectors: connectors,
    tactics,
    relevantTechniques: techniques,
    query: `${query}\n`,
    entityMappings: entityMappings(fitted),
    version,
    tags,
  });
}

function savedSearch(deployable: Deployable): string {
  const { id, name, description, tactics, techniques, header, query } = deployable;
  const parents = parentTechniques(deployable);
  const children = techniques.map((one) => one.id).filter((one) => one.includes('.'));
  const tags = [
    ['description', description],
    ['tactics', tactics.join(',')],
    ['techniques', parents.join(',')],
    ['subTechniques', children.join(',')],
  ].filter(([, value]) => value !== '');
  return armTemplate([
    {
      type: 'Microsoft.OperationalInsights/workspaces/savedSearches',
      apiVersion: API,
      name: `[concat(parameters('workspace'),'/${id}')]`,
      properties: {
        category: 'Hunting Queries',
        displayName: armText(name),
        query: armText(header + query),
        version: 2,
        tags: tags.map(([tag, value]) => ({ name: tag, value: armText(value ?? '') })),
      },
    },
  ]);
}
