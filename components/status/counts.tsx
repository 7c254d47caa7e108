import { formatCount } from '@/components/ui/count';
import { Icon } from '@/components/ui/icon';
import { PROOF_MEANING, PROOF_NAME } from '@/components/ui/proof';
import type { SyncSummary } from '@/lib/catalog/status';
import { PROOFS } from '@/lib/proof/types';
import { TARGET_NAME, TARGETS } from '@/lib/target';
import { OUTCOMES } from '@/lib/translate/types';

/** What the catalog holds: rules, their queries, and how far these are known to be right. */
export function Counts({ summary }: { summary: SyncSummary }) {
  const { rules, translations, proofs } = summary;
  return (
    <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
      {rules ? (
        <table className="table h-fit">
          <caption className="eyebrow pb-1 text-left">Rules</caption>
          <tbody>
            {Object.entries(rules.byCollection).map(([collection, count]) => (
              <tr key={collection}>
                <td>{collection}</td>
                <td className="num">{formatCount(count)}</td>
              </tr>
            ))}
            <tr className="font-semibold">
              <td>all, of which in the feed {formatCount(rules.inFeed)}</td>
              <td className="num">{formatCount(rules.total)}</td>
            </tr>
          </tbody>
        </table>
      ) : null}
      <div className="space-y-6">
        {translations ? (
          <table className="table">
            <caption className="eyebrow pb-1 text-left">Queries of all rules</caption>
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
        ) : null}
        {proofs ? (
          <table className="table">
            <caption className="eyebrow pb-1 text-left">Proof of all rules</caption>
            <tbody>
              {PROOFS.map((proof) => (
                <tr key={proof}>
                  <td>
                    <span className={`proof proof-${proof}`}>
                      <Icon name={proof} />
                      {PROOF_NAME[proof]}
                    </span>
                    <p className="text-faint text-xs">{PROOF_MEANING[proof]}</p>
                  </td>
                  <td className="num">{formatCount(proofs[proof] ?? 0)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : null}
      </div>
    </div>
  );
}
