import type { QueryFacts } from '@/lib/kql/query-facts';
import type { Target } from '@/lib/target';
import { plainLine } from '@/lib/text/plain-text';
import { attributionHeader, outcomeNote } from '@/lib/translate/attribution';
import { chooseDetails } from './choose-details';
import { type ChosenEntities, chooseEntities, columnTest } from './choose-entities';
import type { DeployQuery, DeployRule } from './deploy-rule';
import { deployableId } from './deployable-id';
import { describeDetection } from './describe-detection';
import type { Connector, DeployKnowledge, TableEntities } from './knowledge';
import { mapAttack } from './map-attack';
import { notNearRealTime } from './near-real-time';
import { planSchedule } from './plan-schedule';
import { fingerprintOf } from './query-fingerprint';
import type { Deployable, DeploySeverity, Loss, MadeDeployable } from './types';

const SEVERITIES = new Map<string | null, DeploySeverity>([
  ['informational', 'Informational'],
  ['low', 'Low'],
  ['medium', 'Medium'],
  ['high', 'High'],
  ['critical', 'High'],
]);

const NOTHING: ChosenEntities = { entities: [], graphEntities: [], lines: '' };

/** What a query of a rule looks like as a detection, independent of the format. */
export function makeDeployable(
  rule: DeployRule,
  query: DeployQuery,
  knowledge: DeployKnowledge,
): MadeDeployable {
  const { target, kql, facts, table, tables } = query;
  if (kql === null) return refusal('unsupported', 'The rule has no query for this target.');
  if (facts === null) {
    return refusal(
      'unknown-query',
      'The catalog does not know what the query returns. Sync once: npm run ingest',
    );
  }
  const entry = (table === null ? undefined : knowledge.entities.get(table)) ?? null;
  const header = attributionHeader(rule, rule.licence.name, rule.url) + outcomeNote(query);
  const room = knowledge.limits.queryCharacters - header.length - kql.length;
  const chosen = entry ? entitiesWithin(room, { target, kql, facts }, entry, knowledge) : NOTHING;
  const severity = SEVERITIES.get(rule.level) ?? 'Medium';
  const attack = mapAttack(rule.tactics, rule.techniques, knowledge.attack);
  const planned = planSchedule(target, severity, rule.timespan, knowledge.limits);
  const losses: Loss[] = [
    ...queryLosses(query),
    ...attack.losses,
    ...severityLosses(rule.level, severity),
    ...planned.losses,
    ...(chosen.entities.length + chosen.graphEntities.length === 0 ? [NO_ENTITIES] : []),
  ];
  const name = nameOf(rule, query);
  const whole = [kql.trimEnd(), chosen.lines].filter((part) => part !== '').join('\n');
  const deployable: Deployable = {
    id: deployableId(rule.id, target, query.isAlternative ? table : null),
    ruleId: rule.id,
    target,
    table,
    name,
    description: describeDetection(rule, losses, attack.tactics, fingerprintOf(whole)),
    severity,
    isHunting: isHunting(rule),
    tactics: attack.tactics,
    techniques: attack.techniques,
    header,
    query: whole,
    result: { passes: facts.passes, columns: facts.columns },
    schedule: planned.schedule,
    threshold: 0,
    entities: chosen.entities,
    graphEntities: chosen.graphEntities,
    customDetails: chooseDetails(facts, entry, query.trace),
    alertTitle: entry ? alertTitle(name, facts, entry) : null,
    recommendedActions: rule.triage.map((step) => `- ${plainLine(step, 'sentence')}\n`).join(''),
    connectors: target === 'sentinel' ? connectorsOf(tables, knowledge) : [],
    version: `1.0.${rule.changes}`,
    notNearRealTime: notNearRealTime(facts, tables, rule.timespan, knowledge.nearRealTime),
    tags: ['Sigma', plainLine(rule.id, 'word')],
    losses,
  };
  return { deployable, refused: null };
}

/** An alternative names its telemetry, since Defender refuses two detections of one name. */
function nameOf({ id, title }: DeployRule, { isAlternative, label }: DeployQuery): string {
  const name = plainLine(title, 'title') || plainLine(id, 'word');
  return isAlternative ? `${name} (${label})` : name;
}

function refusal(code: string, message: string): MadeDeployable {
  const refused: Loss = {
    code: `deploy/${code}`,
    field: 'query',
    message,
    effect: 'refused',
  };
  return { deployable: null, refused };
}

interface KnownQuery {
  readonly target: Target;
  readonly kql: string;
  readonly facts: QueryFacts;
}

/** A query that the columns for its entities would make too long has only those entities that need none. */
function entitiesWithin(
  room: number,
  query: KnownQuery,
  entry: TableEntities,
  knowledge: DeployKnowledge,
): ChosenEntities {
  const whole = entitiesOn(query, entry, knowledge);
  return whole.lines.length < room ? whole : entitiesOn(query, { ...entry, made: [] }, knowledge);
}

/** Advanced hunting has no entities of Sentinel, and a custom detection cannot read an ASIM parser. */
function entitiesOn(
  { target, kql, facts }: KnownQuery,
  entry: TableEntities,
  { identifiers }: DeployKnowledge,
): ChosenEntities {
  const own: TableEntities = {
    ...entry,
    entities: target === 'defender-xdr' ? [] : entry.entities,
    graph: target === 'sentinel-asim' ? [] : entry.graph,
  };
  return chooseEntities(kql, facts, own, identifiers);
}

/** Diagnostics of an approximate query that do not make it differ from its rule. */
const NO_DIFFERENCE = new Set(['translate/query-length', 'translate/lookback']);

function queryLosses({ outcome, diagnostics }: DeployQuery): Loss[] {
  const needsValues = diagnostics.find(({ code }) => code === 'translate/needs-values');
  const losses: Loss[] = [];
  if (needsValues) {
    losses.push({
      code: 'deploy/needs-values',
      field: 'query',
      message: `${plainLine(needsValues.message, 'sentence')}. Give them in a file that PLACEHOLDERS names, and sync.`,
      effect: 'refused',
    });
  }
  if (outcome !== 'approximate') return losses;
  const differs = diagnostics.filter(
    ({ code, effect }) => effect !== undefined && !NO_DIFFERENCE.has(code),
  );
  const messages = [...new Set(differs.map(({ message }) => plainLine(message, 'sentence')))];
  losses.push({
    code: 'deploy/approximate',
    field: 'query',
    message: `The query is approximate. ${messages.join(' ')}`.trimEnd(),
    effect: 'changed',
  });
  return losses;
}

function severityLosses(level: string | null, severity: DeploySeverity): Loss[] {
  if (level?.toLowerCase() === severity.toLowerCase()) return [];
  const said = level === null ? 'A rule without a level' : `The level ${level}`;
  return [
    {
      code: 'deploy/severity-mapped',
      field: 'severity',
      message: `${said} is ${severity} in Microsoft’s formats.`,
      effect: 'changed',
    },
  ];
}

const NO_ENTITIES: Loss = {
  code: 'deploy/no-entities',
  field: 'entityMappings',
  message: 'No column of the query’s result is known to be a host, an account or another entity.',
  effect: 'lost',
};

function isHunting({ level, tags }: DeployRule): boolean {
  return level === 'informational' || level === 'low' || tags.includes('detection.threat-hunting');
}

/** A title must not have more placeholders than its own. */
function alertTitle(name: string, facts: QueryFacts, entry: TableEntities): string | null {
  const { title } = entry;
  if (!title || !columnTest(facts, entry)(title.column)) return null;
  return `${name.replaceAll('{{', '{ {')} ${title.word} {{${title.column}}}`;
}

function connectorsOf(tables: readonly string[], { connectors }: DeployKnowledge): Connector[] {
  const byId = new Map<string, Set<string>>();
  for (const { connectorId, dataTypes } of tables.flatMap((table) => connectors.get(table) ?? [])) {
    const all = byId.get(connectorId) ?? new Set();
    for (const type of dataTypes) all.add(type);
    byId.set(connectorId, all);
  }
  return [...byId].map(([connectorId, types]) => ({ connectorId, dataTypes: [...types] }));
}
