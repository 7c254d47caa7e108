import { ruleText } from '@/lib/catalog/stored/rule-text';
import { changeBetween, type RuleChange } from '../../changes';
import { parseRules, type Rule } from '../../sigma';
import type { Issue } from '../issue';
import type { Plan, PlannedRule } from '../plan';
import type { Start } from '../start';
import { chunks } from '../write/chunks';
import { attempt } from './attempt';

export interface Judged {
  /** What the changes of rules' texts mean, by rule id. */
  readonly changes: ReadonlyMap<string, RuleChange>;
  readonly issues: readonly Issue[];
}

/** Compares each rule whose text changed with the text that the catalog has of it. */
export async function judgeChanges(
  { catalog, options: { progress, signal } }: Start,
  { rules }: Plan,
): Promise<Judged> {
  const changed = rules.filter(
    ({ read, stored }) => stored !== null && stored.contentHash !== read.contentHash,
  );
  const changes = new Map<string, RuleChange>();
  const issues: Issue[] = [];
  if (changed.length === 0) return { changes, issues };
  const phase = progress.begin('compare');
  for (const some of chunks(changed)) {
    const before = await textsOf(catalog, some);
    for (const { read } of some) {
      signal?.throwIfAborted();
      const text = before.get(read.id);
      const change =
        text === undefined
          ? null
          : attempt('comparison', read, issues, () => changeBetween(ruleIn(text), read.rule));
      if (change) changes.set(read.id, change);
      phase.advance(changes.size, changed.length);
    }
  }
  phase.end(`${changes.size} changed rules`);
  return { changes, issues };
}

async function textsOf(
  catalog: Start['catalog'],
  rules: readonly PlannedRule[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await catalog.rule.findMany({
    where: { id: { in: rules.map(({ read }) => read.id) } },
    select: { id: true, raw: true },
  });
  return new Map(rows.map(({ id, raw }) => [id, ruleText.read(raw, id)]));
}

/** The rule of a text that holds one. */
function ruleIn(text: string): Rule | null {
  return parseRules(text)[0]?.rule ?? null;
}
