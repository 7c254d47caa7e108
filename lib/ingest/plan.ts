import type { ChangeCounts } from '@/lib/catalog/stored/sync-summary';
import { type Issue, issue } from './issue';
import type { ReadSources, SourcedRule } from './merge-sources';

/** A rule in the catalog. */
export interface StoredRule {
  readonly id: string;
  readonly path: string;
  /** The id of its source's profile. Empty in the catalog of an older version. */
  readonly sourceId: string;
  readonly collection: string;
  readonly contentHash: string;
  readonly readable: boolean;
  readonly removed: boolean;
  readonly derivedHash: string;
  readonly proofHash: string;
  readonly enrichedHash: string;
}

export type Change = 'new' | 'changed' | 'renamed' | 'restored';

export interface PlannedRule {
  readonly read: SourcedRule;
  readonly stored: StoredRule | null;
  /** Null: unchanged. A rule that was both moved and rewritten is `changed`. */
  readonly change: Change | null;
  readonly moved: boolean;
}

export interface Plan {
  readonly rules: readonly PlannedRule[];
  readonly removed: readonly StoredRule[];
  /** Rules whose current text cannot be read. The catalog keeps their last readable version. */
  readonly kept: readonly StoredRule[];
  readonly issues: readonly Issue[];
}

/**
 * The changes that make the catalog mirror the sources. The catalog keeps the rules of the sources in
 * `absent`, which could not be read.
 */
export function planSync(
  read: ReadSources,
  stored: readonly StoredRule[],
  absent: ReadonlySet<string> = new Set(),
): Plan {
  const before = new Map(stored.map((rule) => [rule.id, rule]));
  const kept = new Map<string, StoredRule>();
  const issues: Issue[] = [];
  const rules: PlannedRule[] = [];
  for (const rule of read.rules) {
    const former = before.get(rule.id) ?? null;
    if (rule.problem && former?.readable && !former.removed) {
      kept.set(former.id, former);
      issues.push(keptIssue(former, rule.path));
      continue;
    }
    const moved = former !== null && !former.removed && former.path !== rule.path;
    rules.push({ read: rule, stored: former, change: changeOf(rule, former, moved), moved });
  }
  const present = new Set(read.rules.map(({ id }) => id));
  const removed: StoredRule[] = [];
  for (const rule of stored) {
    if (rule.removed || present.has(rule.id)) continue;
    if (absent.has(rule.sourceId)) kept.set(rule.id, rule);
    else if (read.isUnreadable(rule)) {
      kept.set(rule.id, rule);
      issues.push(keptIssue(rule, rule.path));
    } else {
      removed.push(rule);
    }
  }
  return { rules, removed, kept: [...kept.values()], issues };
}

function changeOf(rule: SourcedRule, former: StoredRule | null, moved: boolean): Change | null {
  if (!former) return 'new';
  if (former.removed) return 'restored';
  if (former.contentHash !== rule.contentHash) return 'changed';
  return moved ? 'renamed' : null;
}

function keptIssue(rule: StoredRule, path: string): Issue {
  const message = 'The rule cannot be read any more. The catalog keeps its last readable version';
  return issue('info', 'ingest/kept', message, { path, ruleId: rule.id });
}

export function countChanges({ rules, removed, kept }: Plan): ChangeCounts {
  const count = (change: Change | null) => rules.filter((rule) => rule.change === change).length;
  return {
    new: count('new'),
    changed: count('changed'),
    renamed: rules.filter(({ moved }) => moved).length,
    removed: removed.length,
    restored: count('restored'),
    unchanged: count(null),
    kept: kept.length,
  };
}

/** The changes of a run that goes on: what it had changed before, and what it changes now. */
export function addChanges(before: ChangeCounts | null, now: ChangeCounts): ChangeCounts {
  if (!before) return now;
  const written = before.new + before.changed + before.restored;
  return {
    new: before.new + now.new,
    changed: before.changed + now.changed,
    renamed: before.renamed + now.renamed,
    removed: before.removed + now.removed,
    restored: before.restored + now.restored,
    unchanged: Math.max(0, now.unchanged - written),
    kept: now.kept,
  };
}
