import type { OutcomeMeanings } from '@/components/rule/outcome';
import { TARGET_NAME, TARGETS } from '@/lib/target';
import { LETTER } from './target-outcomes';

const OUTCOMES = ['exact', 'approximate', 'unsupported'] as const;

/** What the letters and colours of `TargetOutcomes` mean. */
export function OutcomeLegend({ meanings }: { meanings: OutcomeMeanings }) {
  return (
    <details name="menu" className="menu">
      <summary className="button" data-kind="quiet">
        Legend ▾
      </summary>
      <div className="menu-panel">
        <dl className="outcome-legend">
          {TARGETS.map((target) => (
            <div key={target}>
              <dt className="row-target">
                <b data-outcome="none">{LETTER[target]}</b>
              </dt>
              <dd>{TARGET_NAME[target]}</dd>
            </div>
          ))}
          {OUTCOMES.map((outcome) => (
            <div key={outcome}>
              <dt className="row-target">
                <b data-outcome={outcome} aria-hidden="true">
                  {LETTER.sentinel}
                </b>
              </dt>
              <dd>
                <strong>{outcome}</strong> <span className="text-muted">{meanings[outcome]}</span>
              </dd>
            </div>
          ))}
        </dl>
        <a href="/glossary#outcome" className="text-sm">
          More in the glossary
        </a>
      </div>
    </details>
  );
}
