import type {
  Deployable,
  DeployFormat,
  DeployLimits,
  DeployTechnique,
  EntityMapping,
  Loss,
  Rendering,
} from '../types';
import { isoDuration } from './iso-duration';

/** A scheduled analytics rule of Sentinel, within the service's limits, for the formats that write one. */
export interface AnalyticsRule {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly severity: Deployable['severity'];
  /** With its header, ending in a newline. */
  readonly query: string;
  /** ISO 8601. */
  readonly frequency: string;
  readonly period: string;
  readonly threshold: number;
  readonly tactics: readonly string[];
  /** Parents only, each once. */
  readonly techniques: readonly string[];
  readonly entities: readonly EntityMapping[];
  readonly customDetails: Deployable['customDetails'];
  readonly alertTitle: string | null;
}

export type AddLoss = (
  code: string,
  field: string,
  message: string,
  effect: Loss['effect'],
) => void;

/**
 * The analytics rule that a deployable becomes in a format, with every loss on the way. Null, with a loss
 * of effect `refused`, if the service would refuse it.
 */
export function analyticsRule(
  deployable: Deployable,
  format: DeployFormat,
  limits: DeployLimits,
): { readonly rule: AnalyticsRule | null; readonly losses: readonly Loss[] } {
  const losses: Loss[] = deployable.losses.map((loss) => ({ format, ...loss }));
  const add: AddLoss = (code, field, message, effect) =>
    losses.push({ format, code: `deploy/${code}`, field, message, effect });
  const query = deployedQuery(deployable, limits, add);
  checkTarget(deployable, add);
  checkSchedule(deployable, limits, add);
  const rule: AnalyticsRule = {
    id: deployable.id,
    name: cutName(deployable.name, limits, add),
    description: cutDescription(deployable.description, limits, add),
    severity: deployable.severity,
    query,
    frequency: isoDuration(deployable.schedule.frequency),
    period: isoDuration(deployable.schedule.period),
    threshold: deployable.threshold,
    tactics: deployable.tactics,
    techniques: parentsOf(deployable.techniques, add),
    entities: cutEntities(deployable.entities, limits, add),
    customDetails: cutDetails(deployable.customDetails, limits, add),
    alertTitle: checkTitle(deployable.alertTitle, limits, add),
  };
  const isRefused = losses.some(({ effect }) => effect === 'refused');
  return { rule: isRefused ? null : rule, losses };
}

/** A rendering of a rule that may have been refused. */
export function renderRule(
  format: DeployFormat,
  { rule, losses }: ReturnType<typeof analyticsRule>,
  write: (rule: AnalyticsRule) => Rendering['files'],
): Rendering {
  return { format, files: rule ? write(rule) : [], losses };
}

function checkTarget({ target }: Deployable, add: AddLoss): void {
  if (target !== 'defender-xdr') return;
  add(
    'wrong-target',
    'query',
    'The query is for advanced hunting, whose tables have other columns than a workspace’s. Choose the target Sentinel tables, or deploy it as a custom detection.',
    'refused',
  );
}

/** The header is dropped first: the description credits the author, too. */
function deployedQuery({ header, query }: Deployable, limits: DeployLimits, add: AddLoss): string {
  const own = `${query.trimEnd()}\n`;
  if (header.length + own.length <= limits.queryCharacters) return header + own;
  if (own.length > limits.queryCharacters) {
    add(
      'query-too-long',
      'query',
      `The query has ${own.length} characters, an analytics rule takes ${limits.queryCharacters}. Save it as a function of the workspace, and call that from a short rule.`,
      'refused',
    );
    return own;
  }
  add(
    'header-cut',
    'query',
    'The query has no room for its header. The description names the author.',
    'lost',
  );
  return own;
}

function checkSchedule({ schedule }: Deployable, limits: DeployLimits, add: AddLoss): void {
  const { frequency, period } = schedule;
  const isIn = (minutes: number) =>
    Number.isInteger(minutes) &&
    minutes >= limits.shortestMinutes &&
    minutes <= limits.longestMinutes;
  const isSeldomEnough = period < 2880 || frequency >= 60;
  if (isIn(frequency) && isIn(period) && period >= frequency && isSeldomEnough) return;
  add(
    'schedule',
    'queryFrequency',
    `Sentinel does not run a rule every ${frequency} minutes over the last ${period}. Write the rule by hand, with a shorter time span.`,
    'refused',
  );
}

function cutName(name: string, limits: DeployLimits, add: AddLoss): string {
  if (name.length <= limits.nameCharacters) return name;
  add(
    'name-cut',
    'displayName',
    `The name is cut to ${limits.nameCharacters} characters.`,
    'changed',
  );
  return startOf(name, limits.nameCharacters);
}

/** The last paragraph has the author and the licence, so the text before it is cut. */
function cutDescription(text: string, limits: DeployLimits, add: AddLoss): string {
  if (text.length <= limits.descriptionCharacters) return text;
  add(
    'description-cut',
    'description',
    `The description is cut to ${limits.descriptionCharacters} characters.`,
    'changed',
  );
  const credits = text.slice(text.lastIndexOf('\n\n'));
  const room = limits.descriptionCharacters - credits.length;
  if (!credits.startsWith('\n\n') || room < 0) return startOf(text, limits.descriptionCharacters);
  return startOf(text, room) + credits;
}

/** The first characters of a text, without half of a surrogate pair. */
function startOf(text: string, length: number): string {
  const start = text.slice(0, length);
  return /[\ud800-\udbff]$/.test(start) ? start.slice(0, -1) : start;
}

function parentsOf(techniques: readonly DeployTechnique[], add: AddLoss): string[] {
  const subs = techniques.filter(({ id }) => id.includes('.'));
  if (subs.length > 0) {
    const list = subs.map(({ id }) => id).join(', ');
    add('sub-techniques', 'techniques', `The format names ${list} by their parents.`, 'changed');
  }
  return [...new Set(techniques.map(({ id }) => id.split('.')[0] ?? id))];
}

function cutEntities(
  entities: readonly EntityMapping[],
  limits: DeployLimits,
  add: AddLoss,
): EntityMapping[] {
  const kept = entities.slice(0, limits.entities);
  const lost = [
    ...entities.slice(limits.entities).map(({ type }) => type),
    ...kept.flatMap(({ type, fields }) =>
      fields.slice(limits.entityIdentifiers).map(({ identifier }) => `${type}.${identifier}`),
    ),
  ];
  if (lost.length > 0) {
    add(
      'entities-cut',
      'entityMappings',
      `A rule takes ${limits.entities} entities with ${limits.entityIdentifiers} identifiers each. Without: ${lost.join(', ')}.`,
      'lost',
    );
  }
  return kept.map(({ type, fields }) => ({
    type,
    fields: fields.slice(0, limits.entityIdentifiers),
  }));
}

function cutDetails(
  details: Deployable['customDetails'],
  limits: DeployLimits,
  add: AddLoss,
): Deployable['customDetails'] {
  const lost = details.slice(limits.customDetails);
  if (lost.length > 0) {
    const names = lost.map(({ name }) => name).join(', ');
    add(
      'details-cut',
      'customDetails',
      `A rule takes ${limits.customDetails} custom details. Without: ${names}.`,
      'lost',
    );
  }
  return details.slice(0, limits.customDetails);
}

function checkTitle(title: string | null, limits: DeployLimits, add: AddLoss): string | null {
  if (title === null) return null;
  if (
    title.length <= limits.titleFormatCharacters &&
    placeholdersIn(title).size <= limits.titleFormatColumns
  ) {
    return title;
  }
  add(
    'title-cut',
    'alertDetailsOverride',
    `An alert’s name takes ${limits.titleFormatCharacters} characters and ${limits.titleFormatColumns} columns. Alerts are called like the rule.`,
    'lost',
  );
  return null;
}

/** The columns that a text shows: those between `{{` and `}}`. */
export function placeholdersIn(text: string): Set<string> {
  return new Set(
    Array.from(text.matchAll(/\{\{([^{}]*)\}\}/g), ([, column = '']) => column.trim()),
  );
}
