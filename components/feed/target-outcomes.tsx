import type { IndexedQuery } from '@/lib/catalog/rule-index';
import { TARGET_NAME, TARGETS, type Target } from '@/lib/target';

/** The letter of each target in a row. */
export const LETTER = {
  'sentinel-asim': 'A',
  sentinel: 'S',
  'defender-xdr': 'D',
} as const satisfies Record<Target, string>;

/** How well a rule's query on each target says what the rule does, a letter for each. */
export function TargetOutcomes({ queries }: { queries: readonly IndexedQuery[] }) {
  const outcomes = TARGETS.map((target) => {
    const own = queries.filter((query) => query.target === target);
    const best = own.find(({ primary }) => primary) ?? own[0];
    return { target, outcome: best?.outcome ?? 'unsupported' };
  });
  const label = outcomes
    .map(({ target, outcome }) => `${TARGET_NAME[target]}: ${outcome}`)
    .join(', ');
  return (
    <span className="row-target" role="img" aria-label={label} title={label}>
      {outcomes.map(({ target, outcome }) => (
        <b key={target} data-outcome={outcome}>
          {LETTER[target]}
        </b>
      ))}
    </span>
  );
}
