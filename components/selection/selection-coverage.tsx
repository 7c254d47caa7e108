import { AsideSection } from '@/components/ui/aside-section';
import { Chip } from '@/components/ui/chip';
import { countOf } from '@/components/ui/count';
import type { IndexedRule, RuleIndex } from '@/lib/catalog/rule-index';

/** The techniques and the tables of the selected rules, most rules first. */
export function SelectionCoverage({
  rules,
  index,
}: {
  rules: readonly IndexedRule[];
  index: RuleIndex;
}) {
  const techniques = counted(rules.flatMap((rule) => rule.techniques));
  const tactics = counted(rules.flatMap((rule) => rule.tactics));
  const tables = counted(rules.flatMap((rule) => rule.tables));
  const nameOf = (tactic: string) =>
    index.tactics.find(({ shortName }) => shortName === tactic)?.name ?? tactic;
  return (
    <>
      <AsideSection
        id="selected-coverage"
        title={`${countOf(techniques.length, 'technique')}, ${countOf(tactics.length, 'tactic')}`}
      >
        <ul className="flex flex-wrap gap-1.5">
          {techniques.map(([id, count]) => (
            <li key={id}>
              <Chip mono href={`/techniques/${id}`} title={index.techniques.get(id)?.name}>
                {id}
                {count > 1 ? <span className="num text-faint"> {count}</span> : null}
              </Chip>
            </li>
          ))}
        </ul>
        <p className="pt-2 text-muted text-xs">
          {tactics.map(([tactic]) => nameOf(tactic)).join(', ')}
        </p>
      </AsideSection>
      <AsideSection id="selected-tables" title={countOf(tables.length, 'table')}>
        <ul className="space-y-0.5 font-mono text-xs">
          {tables.map(([table, count]) => (
            <li key={table}>
              {table} <span className="num text-faint">{count}</span>
            </li>
          ))}
        </ul>
        <p className="pt-2 text-sm">
          <a href="/environment">Which of them do I have?</a>
        </p>
      </AsideSection>
    </>
  );
}

function counted(values: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}
