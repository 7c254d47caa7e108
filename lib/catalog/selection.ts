import { type FeedFilter, feedHref } from './feed-filter';
import { onceFor } from './once-for';
import type { IndexedRule, RuleIndex } from './rule-index';

/** More rules than Sentinel runs in one workspace cannot be deployed together. */
export const MAX_SELECTED = 512;

/** The beginning of an id by which an address names a rule, unless others begin alike. */
const SHORT = 8;

export interface Selection {
  /** In the order of the address. */
  readonly rules: readonly IndexedRule[];
  /** Names in the address that no rule of the catalog has, or that several rules begin with. */
  readonly unknown: readonly string[];
  /** How many rules were left out, because there were more than `MAX_SELECTED`. */
  readonly leftOut: number;
}

/**
 * Reads `?rules=1a2b3c4d,5e6f7a8b`: ids, or beginnings of ids that only one rule has. `without` names the
 * rules to take out in the same way, so that a long list needs only one field for all its buttons.
 */
export function readSelection(
  text: string | readonly string[],
  index: RuleIndex,
  without: string | readonly string[] = '',
): Selection {
  const found = namesIn(text).map((name) => ({ name, rule: ruleOf(name, index) }));
  const takenOut = new Set(namesIn(without).map((name) => ruleOf(name, index)));
  const rules = [...new Set(found.flatMap(({ rule }) => rule ?? []))].filter(
    (rule) => !takenOut.has(rule),
  );
  return {
    rules: rules.slice(0, MAX_SELECTED),
    unknown: found.filter(({ rule }) => rule === null).map(({ name }) => name),
    leftOut: Math.max(0, rules.length - MAX_SELECTED),
  };
}

function namesIn(text: string | readonly string[]): readonly string[] {
  const names = [text].flat().flatMap((part) => part.split(','));
  return [...new Set(names.map((name) => name.trim().slice(0, 100)).filter(Boolean))];
}

/** What an address calls the rules: the beginnings of their ids, as short as the catalog allows. */
export function selectionNames(
  rules: readonly Pick<IndexedRule, 'id'>[],
  index: RuleIndex,
): string[] {
  const ids = sortedIds(index);
  return rules.map(({ id }) => shortName(id, ids));
}

/** The address of the selection with these names. */
export function selectionHref(names: readonly string[]): string {
  return `/selection?rules=${names.map(encodeURIComponent).join(',')}`;
}

/** The address that selects every rule of a filtered feed. */
export function selectAllHref(filter: FeedFilter): string {
  const query = feedHref(filter, { sort: null }, '');
  return `/selection?all=1${query ? `&${query.slice(1)}` : ''}`;
}

function ruleOf(name: string, index: RuleIndex): IndexedRule | null {
  const whole = index.byId.get(name);
  if (whole) return whole;
  if (name.length < SHORT) return null;
  const ids = sortedIds(index);
  const at = lowerBound(ids, name);
  const id = ids[at];
  if (!id?.startsWith(name) || ids[at + 1]?.startsWith(name)) return null;
  return index.byId.get(id) ?? null;
}

function shortName(id: string, ids: readonly string[]): string {
  const at = lowerBound(ids, id);
  const shared = Math.max(commonLength(id, ids[at - 1]), commonLength(id, ids[at + 1]));
  return id.slice(0, Math.max(SHORT, shared + 1));
}

function commonLength(a: string, b = ''): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

const sortedIds = onceFor(({ byId }: RuleIndex): readonly string[] => [...byId.keys()].sort());

/** The place of the first id that is not before the text. */
function lowerBound(ids: readonly string[], text: string): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ids[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
