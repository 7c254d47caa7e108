import type { ReactNode } from 'react';
import { formatCount } from '@/components/ui/count';
import { Icon } from '@/components/ui/icon';
import { PROOF_NAME, type ProofMeanings } from '@/components/ui/proof';
import { StrangerText } from '@/components/ui/stranger-text';
import type { SyncSummary } from '@/lib/catalog/status';
import { PROOFS } from '@/lib/proof/types';
import { TARGET_NAME, TARGETS } from '@/lib/target';
import { OUTCOMES } from '@/lib/translate/types';

/** How many rules the catalog holds, by collection, by outcome on each target, and by proof. */
export function Counts({
  summary: { rules, translations, proofs },
  meanings,
}: {
  summary: SyncSummary;
  meanings: ProofMeanings;
}) {
  return (
    <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
      {rules ? <RuleCounts rules={rules} /> : null}
      <div className="space-y-6">
        {translations ? <OutcomeCounts translations={translations} /> : null}
        {proofs ? <ProofCounts proofs={proofs} meanings={meanings} /> : null}
      </div>
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
    <table className="table">
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

function ProofCounts({
  proofs,
  meanings,
}: {
  proofs: NonNullable<SyncSummary['proofs']>;
  meanings: ProofMeanings;
}) {
  return (
    <table className="table">
      <Caption>Rules by proof</Caption>
      <tbody>
        {PROOFS.map((proof) => (
          <tr key={proof}>
            <td>
              <span className={`proof proof-${proof}`}>
                <Icon name={proof} />
                {PROOF_NAME[proof]}
              </span>
              <p className="text-faint text-xs">{meanings[proof]}</p>
            </td>
            <td className="num">{formatCount(proofs[proof] ?? 0)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Caption({ children }: { children: ReactNode }) {
  return <caption className="eyebrow pb-1 text-left">{children}</caption>;
}
