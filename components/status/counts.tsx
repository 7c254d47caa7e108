import type { ReactNode } from 'react';
import { formatCount } from '@/components/ui/count';
import { StrangerText } from '@/components/ui/stranger-text';
import type { SyncSummary } from '@/lib/catalog/status';
import { TARGET_NAME, TARGETS } from '@/lib/target';
import { OUTCOMES } from '@/lib/translate/types';

/** How many rules the catalog holds, by collection and by outcome on each target. */
export function Counts({ summary: { rules, translations } }: { summary: SyncSummary }) {
  return (
    <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
      {rules ? <RuleCounts rules={rules} /> : null}
      {translations ? <OutcomeCounts translations={translations} /> : null}
    </div>
  );
}

function RuleCounts({ rules }: { rules: NonNullable<SyncSummary['rules']> }) {
  return (
    <table className="table h-fit">
      <Caption>Rules by collection</Caption>
      <tbody>
        {Object.entries(rules.byCollection).map(([collection, count]) => (
          <tr key={collection}>
            <td>
              <StrangerText text={collection} kind="word" />
            </td>
            <td className="num">{formatCount(count)}</td>
          </tr>
        ))}
        <tr className="font-semibold">
          <td>Total</td>
          <td className="num">{formatCount(rules.total)}</td>
        </tr>
        <tr>
          <td>In the feed</td>
          <td className="num">{formatCount(rules.inFeed)}</td>
        </tr>
      </tbody>
    </table>
  );
}

function OutcomeCounts({
  translations,
}: {
  translations: NonNullable<SyncSummary['translations']>;
}) {
  return (
    <table className="table h-fit">
      <Caption>Rules by outcome</Caption>
      <thead>
        <tr>
          <th scope="col">Target</th>
          {OUTCOMES.map((outcome) => (
            <th key={outcome} scope="col" className="num">
              {outcome}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {TARGETS.map((target) => (
          <tr key={target}>
            <td>{TARGET_NAME[target]}</td>
            {OUTCOMES.map((outcome) => (
              <td key={outcome} className="num">
                {formatCount(translations[target]?.[outcome] ?? 0)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Caption({ children }: { children: ReactNode }) {
  return <caption className="pb-1 text-left font-semibold text-base">{children}</caption>;
}
