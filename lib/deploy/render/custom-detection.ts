import { graphId } from '../deployable-id';
import { parentOf } from '../map-attack';
import { DEFENDER_FREQUENCIES } from '../plan-schedule';
import type { Deployable, DeployLimits, DeployTechnique, GraphEntity, Loss } from '../types';
import { detailColumns } from './alert-rule-properties';
import { isoDuration } from './durations';

type AddLoss = (code: Loss['code'], field: string, message: string, effect: Loss['effect']) => void;

/**
 * The body of a custom detection for Microsoft Graph (`detectionRule`), in its shape since 2026-10-01, that
 * v1.0 and beta both take: disabled, and without automated actions. Null, with a loss of effect `refused`,
 * if the service would refuse it.
 * https://learn.microsoft.com/en-us/graph/api/resources/security-detectionrule
 */
export function customDetection(
  deployable: Deployable,
  limits: DeployLimits,
): { readonly body: object | null; readonly losses: readonly Loss[] } {
  const losses: Loss[] = [...deployable.losses];
  const add: AddLoss = (code, field, message, effect) =>
    losses.push({ code, field, message, effect });
  checkQuery(deployable, add);
  const entityMappings = entitiesOf(deployable.graphEntities, add);
  const title = titleOf(deployable, limits, add);
  const details = detailsOf(deployable.customDetails, limits, add);
  const body = {
    id: graphId(deployable.id),
    displayName: distinct(deployable, deployable.name),
    description: deployable.description,
    status: 'disabled',
    queryCondition: { queryText: deployable.header + deployable.query },
    schedule: { frequency: frequencyOf(deployable.schedule, add) },
    detectionAction: {
      alertTemplate: {
        title: distinct(deployable, title),
        description: withoutPlaceholders(deployable.description, 'description', add),
        severity: deployable.severity.toLowerCase(),
        recommendedActions: deployable.recommendedActions,
        tactics: tacticOf(deployable, add),
        entityMappings: Object.fromEntries(entityMappings),
        customDetails: detailColumns(details),
      },
    },
  };
  const isRefused = losses.some(({ effect }) => effect === 'refused');
  return { body: isRefused ? null : body, losses };
}

/**
 * Names and titles are unique in the service, where the same rule may run on advanced hunting's tables and on
 * a workspace's.
 */
function distinct({ target }: Deployable, text: string): string {
  return target === 'sentinel' ? `${text} (Sentinel)` : text;
}

/** Columns that the result must have, by the beginning of the table's name. */
const NEEDED: readonly (readonly [prefix: string, columns: readonly string[]])[] = [
  ['Device', ['Timestamp', 'DeviceId', 'ReportId']],
  ['Alert', ['Timestamp']],
  ['Observation', ['ObservationId']],
  ['', ['Timestamp', 'ReportId']],
];

function checkQuery({ target, table, result }: Deployable, add: AddLoss): void {
  if (target === 'sentinel-asim') {
    add(
      'deploy/wrong-target',
      'queryCondition',
      'Advanced hunting does not know ASIM’s parsers. Choose the target Defender XDR.',
      'refused',
    );
    return;
  }
  const prefixed = NEEDED.find(([prefix]) => table?.startsWith(prefix));
  const needed = target === 'sentinel' ? ['TimeGenerated'] : (prefixed?.[1] ?? ['Timestamp']);
  const isWhole = table !== null && result.passes === table;
  const missing = isWhole ? [] : needed.filter((column) => !result.columns.includes(column));
  if (missing.length > 0) {
    add(
      'deploy/missing-columns',
      'queryCondition',
      `A custom detection on ${table ?? 'no table'} must return ${needed.join(', ')}. The query does not return ${missing.join(', ')}: add what arg_max() of the time returns to its summarize.`,
      'refused',
    );
  }
  if (target === 'sentinel') {
    add(
      'deploy/workspace-in-defender',
      'queryCondition',
      `The query reads ${table ?? 'a table'} of a Sentinel workspace. Connect the workspace to the Defender portal first.`,
      'changed',
    );
  }
}

/** The most seldom that is as often as planned, or else the most often, of those that look back far enough. */
function frequencyOf({ frequency, period }: Deployable['schedule'], add: AddLoss): string {
  const enough = DEFENDER_FREQUENCIES.filter(([, lookback]) => lookback >= period);
  const chosen = enough.findLast(([minutes]) => minutes <= frequency) ?? enough[0];
  if (!chosen) {
    add(
      'deploy/schedule',
      'schedule',
      `A custom detection looks back 30 days, the rule ${Math.ceil(period / 1440)}. Shorten its time span.`,
      'refused',
    );
    return '';
  }
  if (chosen[0] !== frequency) {
    const [planned, actual] = [frequency, chosen[0]].map(isoDuration);
    add(
      'deploy/frequency-changed',
      'schedule',
      `A custom detection runs each 1, 3, 12 or 24 hours: ${actual} in place of ${planned}.`,
      'changed',
    );
  }
  return isoDuration(chosen[0]);
}

function entitiesOf(entities: readonly GraphEntity[], add: AddLoss): Map<string, object[]> {
  const mappings = new Map<string, object[]>();
  for (const { collection, columns } of entities) {
    const entity = Object.fromEntries(columns.map(({ property, column }) => [property, column]));
    mappings.set(collection, [...(mappings.get(collection) ?? []), entity]);
  }
  if (!['hosts', 'accounts', 'mailboxes', 'ips'].some((name) => mappings.has(name))) {
    add(
      'deploy/no-asset',
      'entityMappings',
      'A custom detection needs a host, an account, a mailbox or an IP address in its result. Deploy it as an analytics rule.',
      'refused',
    );
  }
  return mappings;
}

/** The service takes one tactic: the first technique's. */
function tacticOf({ tactics, techniques }: Deployable, add: AddLoss): object[] {
  const tactic = techniques.find((one) => one.tactics.length > 0)?.tactics[0] ?? tactics[0];
  if (tactic === undefined) return [];
  const own = techniques.filter((one) => one.tactics.includes(tactic));
  const lost = [
    ...tactics.filter((name) => name !== tactic),
    ...techniques.filter((one) => !own.includes(one)).map(({ id }) => id),
  ];
  if (lost.length > 0) {
    add(
      'deploy/one-tactic',
      'tactics',
      `A custom detection takes one tactic, here ${tactic}. Without: ${lost.join(', ')}.`,
      'lost',
    );
  }
  return [{ tactic, techniques: techniquesOf(own) }];
}

function techniquesOf(techniques: readonly DeployTechnique[]): object[] {
  const byParent = new Map<string, string[]>();
  for (const { id } of techniques) {
    const parent = parentOf(id);
    const subs = byParent.get(parent) ?? [];
    if (id !== parent && !subs.includes(id)) subs.push(id);
    byParent.set(parent, subs);
  }
  return [...byParent].map(([technique, subTechniques]) => ({ technique, subTechniques }));
}

/** In Graph the description, too, may show columns, so the limit holds for both; ours shows none. */
function titleOf({ name, alertTitle }: Deployable, limits: DeployLimits, add: AddLoss): string {
  if (alertTitle !== null && placeholdersIn(alertTitle).size <= limits.graphTitleColumns) {
    return alertTitle;
  }
  if (alertTitle !== null) {
    add(
      'deploy/title-cut',
      'title',
      `An alert’s title shows ${limits.graphTitleColumns} columns. Alerts are called like the rule.`,
      'lost',
    );
  }
  return withoutPlaceholders(name, 'title', add);
}

/** The columns that a text shows: those between `{{` and `}}`. */
function placeholdersIn(text: string): Set<string> {
  return new Set(Array.from(text.matchAll(/\{\{([^{}]*)\}\}/g), ([, column = '']) => column));
}

function withoutPlaceholders(text: string, field: string, add: AddLoss): string {
  if (!text.includes('{{')) return text;
  add(
    'deploy/braces',
    field,
    'Two braces would name a column, so a space stands between them.',
    'changed',
  );
  return text.replace(/\{(?=\{)/g, '{ ');
}

function detailsOf(
  details: Deployable['customDetails'],
  limits: DeployLimits,
  add: AddLoss,
): Deployable['customDetails'] {
  const lost = details.slice(limits.graphCustomDetails);
  if (lost.length > 0) {
    const names = lost.map(({ name }) => name).join(', ');
    add(
      'deploy/details-cut',
      'customDetails',
      `A custom detection takes ${limits.graphCustomDetails} custom details. Without: ${names}.`,
      'lost',
    );
  }
  return details.slice(0, limits.graphCustomDetails);
}
