import type { ConfidenceReason, Enrichment } from '@/lib/enrich/types';

const EFFECT = {
  raises: { sign: '+', word: 'raises', colour: 'text-good' },
  lowers: { sign: '−', word: 'lowers', colour: 'text-warn' },
  neutral: { sign: '·', word: 'neutral', colour: 'text-faint' },
} as const satisfies Record<ConfidenceReason['effect'], object>;

/** A word, and every reason for it. */
export function Confidence({ enrichment }: { enrichment: Enrichment }) {
  return (
    <section aria-labelledby="confidence">
      <h2 id="confidence" className="aside-title">
        Confidence <span className="text-text">{enrichment.confidence}</span>
      </h2>
      <ul className="space-y-1 text-sm">
        {enrichment.reasons.map(({ effect, text }) => (
          <li key={text} className="grid grid-cols-[0.875rem_1fr]">
            <span className={`font-mono ${EFFECT[effect].colour}`} aria-hidden="true">
              {EFFECT[effect].sign}
            </span>
            <span>
              <span className="sr-only">{EFFECT[effect].word}: </span>
              {text}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
