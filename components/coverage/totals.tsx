import { formatCount } from '@/components/ui/count';
import type { Coverage } from '@/lib/attack';

/** The totals of the matrix in four figures. */
export function Totals({ coverage, total }: { coverage: Coverage; total: number }) {
  const { counts, totals } = coverage;
  const figures = [
    [
      'Techniques with a rule',
      `${totals.coveredTechniques} of ${totals.techniques}`,
      percent(totals.coveredTechniques, totals.techniques),
    ],
    [
      'Sub-techniques with a rule',
      `${totals.coveredSubTechniques} of ${totals.subTechniques}`,
      percent(totals.coveredSubTechniques, totals.subTechniques),
    ],
    [
      'Rules that name a technique',
      `${formatCount(counts.rules)} of ${formatCount(total)}`,
      percent(counts.rules, total),
    ],
    [
      'Of those, rules with a query',
      formatCount(counts.translated),
      `${formatCount(counts.proven)} proven`,
    ],
  ] as const;
  return (
    <dl className="totals">
      {figures.map(([name, figure, share]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <span className="num">{figure}</span> <span className="text-faint">{share}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '' : `${Math.round((part / whole) * 100)}%`;
}
