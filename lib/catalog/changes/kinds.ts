import { MEANINGS, type Meaning } from '@/lib/changes/types';

/** How a sync finds a rule: its text differs (with what that means), or the rule itself came, went or moved. */
export const RULE_MOVES = ['new', 'removed', 'restored', 'renamed'] as const;
export type RuleMove = (typeof RULE_MOVES)[number];
export type ChangeKind = Meaning | RuleMove;
export const CHANGE_KINDS: readonly ChangeKind[] = [...MEANINGS, ...RULE_MOVES];

/** The meanings of changes that are not of the text alone. */
export const LOGIC_MEANINGS: readonly Meaning[] = MEANINGS.filter((one) => one !== 'text-only');

export function isMeaning(kind: string): kind is Meaning {
  return (MEANINGS as readonly string[]).includes(kind);
}

/** What a page of changes shows: one kind, or all changes of the logic. */
export type Shown = ChangeKind | 'logic';

/** `?show=wider`; anything else is the logic. */
export function shownOf(text: string | undefined): Shown | null {
  return CHANGE_KINDS.find((kind) => kind === text) ?? null;
}

export function changesHref(syncId: number, show: Shown | null = null, page = 1): string {
  const query = new URLSearchParams();
  if (show !== null && show !== 'logic') query.set('show', show);
  if (page > 1) query.set('page', String(page));
  return `/changes/${syncId}${query.size > 0 ? `?${query}` : ''}`;
}

export function changeHref(syncId: number, ruleId: string): string {
  return `/changes/${syncId}/${encodeURIComponent(ruleId)}`;
}
