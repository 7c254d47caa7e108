import type { DetectionRule, LogSource } from '@/lib/sigma/types';
import { type Comparison, comparisonsIn, conjuncts, disjuncts, type Node } from './comparison';
import { currentKnowledge } from './knowledge/current-knowledge';
import type { RecordFile } from './knowledge/file-schema';
import { recordFor } from './knowledge/load-knowledge';
import { type Way, wantedComparisons, waysOf } from './ways';
import { code, series } from './words';

export type DataNeeded = Omit<RecordFile, 'audits' | 'element'>;

/**
 * What a log source records and misses, and what must be switched on: first for what the rule asks for, its event ids
 * and what Sysmon has to include; null if nothing is known of it.
 */
export function dataNeeded(
  logsource: LogSource,
  detection: DetectionRule | null,
): DataNeeded | null {
  const record = recordFor(currentKnowledge(), logsource);
  if (!record) return null;
  const { audits = [], element, ...needed } = record;
  const ways = detection ? waysOf(comparisonsIn(detection.predicate)) : [];
  const asked = eventIds(ways);
  const own = audits.filter(({ events }) => events.some((id) => asked.includes(String(id))));
  const enable = [
    ...own.map(({ text }) => text),
    ...toCollect(asked),
    ...(element ? toInclude(element, ways) : []),
    ...needed.enable,
  ];
  return { ...needed, enable };
}

function eventIds(ways: readonly Way[]): readonly string[] {
  const ids = wantedComparisons(ways).flatMap(({ field, values }) =>
    field === 'EventID' ? values : [],
  );
  return [...new Set(ids)].sort((a, b) => Number(a) - Number(b));
}

/** More than these are told by the rule itself. */
const MOST_IDS = 12;

function toCollect(ids: readonly string[]): string[] {
  if (ids.length === 0 || ids.length > MOST_IDS || ids.some((id) => !/^\d+$/.test(id))) return [];
  const events = ids.length === 1 ? `event ${ids[0]}` : `events ${series(ids, 'and')}`;
  return [`Collect ${events}, which this rule reads.`];
}

/** What an element of Sysmon's configuration can ask of a field. */
const CONDITIONS: Partial<Record<Comparison['operator'], string>> = {
  is: 'is',
  contains: 'contains',
  starts: 'begins with',
  ends: 'ends with',
};
/** Fields of Sysmon's events, those first that say most of what a rule looks for. */
const FIELDS = [
  'TargetImage',
  'ImageLoaded',
  'TargetObject',
  'TargetFilename',
  'PipeName',
  'DestinationHostname',
  'QueryName',
  'SourceImage',
  'Image',
  'DestinationPort',
  'DestinationIp',
  'StartModule',
  'CallTrace',
  'GrantedAccess',
];
const MOST_VALUES = 6;

/** What an element has to include, so that each way to match can; nothing if one of them asks for nothing that it can. */
function toInclude(element: string, ways: readonly Way[]): string[] {
  const wanted = ways.map(({ wanted: one }) => (one ? narrowest(one) : null));
  if (wanted.length === 0 || wanted.some((one) => one === null)) return [];
  const told = new Set(wanted.flatMap((one) => (one ?? []).map(included)));
  const whole = `\`${element}\` element`;
  return [`For this rule, Sysmon’s ${whole} must include events whose ${series([...told], 'or')}.`];
}

/** The part of a way that says most of what to include: one comparison, or alternatives. */
function narrowest(node: Node): readonly Comparison[] | null {
  const parts = conjuncts(node).flatMap((part) => {
    const options = disjuncts(part);
    const all = options.filter(
      (one): one is Comparison => one.kind === 'comparison' && isTold(one),
    );
    return all.length === options.length ? [all] : [];
  });
  const [best] = parts.sort((a, b) => rankOf(a) - rankOf(b));
  return best ?? null;
}

const isTold = ({ field, operator }: Comparison) =>
  field !== null && FIELDS.includes(field) && CONDITIONS[operator] !== undefined;

const rankOf = (comparisons: readonly Comparison[]) =>
  comparisons.reduce((worst, { field }) => Math.max(worst, FIELDS.indexOf(field ?? '')), 0);

function included({ field, operator, values, join }: Comparison): string {
  const name = `\`${field}\` ${CONDITIONS[operator] ?? ''}`;
  if (values.length > MOST_VALUES) return `${name} one of the values in the rule`;
  const texts = values.map((value) => code(value, 60));
  return `${name} ${series(texts, join === 'all' ? 'and' : 'or')}`;
}
