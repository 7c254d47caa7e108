import { countOf, formatCount } from '@/components/ui/count';
import type { CoverageGap, Lack } from '@/lib/catalog/coverage-gaps';
import { usesInWords } from './uses-in-words';

/** What a technique lacks beside a rule, which most of them lack. */
const LACK = {
  rule: null,
  query: 'rules without a query',
  tables: 'rules for other tables',
} as const satisfies Record<Lack, string | null>;

const SHOWN = 8;

/** The techniques that no query detects: the most used ones with what they lack, and all others folded. */
export function Gaps({ gaps, withTables }: { gaps: readonly CoverageGap[]; withTables: boolean }) {
  const known = gaps.some(({ known }) => known.groups + known.software > 0);
  return (
    <section aria-labelledby="gaps" className="gaps">
      <div className="gaps-head">
        <h2 id="gaps" className="font-semibold text-base">
          Gaps:{' '}
          {countOf(gaps.length, 'technique or sub-technique', 'techniques and sub-techniques')}{' '}
          without a rule that {withTables ? 'runs with your tables' : 'has a query'}
        </h2>
        {gaps.length === 0 ? null : (
          <p className="text-faint text-xs">
            {known
              ? 'Those that most known groups and programs use come first, those outside your own systems last.'
              : 'By number: this catalog was synced without MITRE’s bundle, which says how many groups and programs use a technique.'}
          </p>
        )}
      </div>
      {gaps.length === 0 ? null : (
        <ol className="gaps-first">
          {gaps.slice(0, SHOWN).map(({ id, name, lack, known }) => (
            <li key={id}>
              <a href={`/techniques/${id}`}>
                <span className="num">{id}</span> {name}
              </a>{' '}
              <span className="gaps-uses">
                {[LACK[lack], usesInWords(known)].filter(Boolean).join(' · ')}
              </span>
            </li>
          ))}
        </ol>
      )}
      {gaps.length > SHOWN ? (
        <details>
          <summary className="link text-sm">Show all {formatCount(gaps.length)}</summary>
          <ol className="gaps-others" start={SHOWN + 1}>
            {gaps.slice(SHOWN).map(({ id, name }) => (
              <li key={id}>
                <a href={`/techniques/${id}`}>{name}</a>
              </li>
            ))}
          </ol>
        </details>
      ) : null}
    </section>
  );
}
