import { WithCode } from '@/components/ui/with-code';
import type { Cost as CostHint, CostLevel, CostStep } from '@/lib/translate/types';

const COLOUR = {
  cheap: 'text-good',
  moderate: 'text-warn',
  heavy: 'text-bad',
} as const satisfies Record<CostLevel, string>;

const STEP = {
  index: 'Index',
  filter: 'Filter',
  compute: 'Compute',
  scan: 'Scan',
  group: 'Group',
  join: 'Join',
} as const satisfies Record<CostStep['kind'], string>;

/** How much a query makes its service read, and the steps behind that. */
export function Cost({ cost }: { cost: CostHint }) {
  return (
    <details className="mt-2">
      <summary className="link text-sm">
        Cost: <span className={COLOUR[cost.level]}>{cost.level}</span>
      </summary>
      <ol className="facts mt-1">
        {cost.steps.map(({ kind, text }) => (
          <li key={`${kind} ${text}`} className="contents">
            <span className="cost-kind">{STEP[kind]}</span>
            <span className="cost-text">
              <WithCode text={text} />
            </span>
          </li>
        ))}
      </ol>
      <p className="pt-1 text-muted text-sm">
        <a href="/glossary#cost">How the cost is found</a>
      </p>
    </details>
  );
}
