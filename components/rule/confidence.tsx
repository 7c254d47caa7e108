import { AsideSection } from '@/components/ui/aside-section';
import { WithCode } from '@/components/ui/with-code';
import type { ConfidenceReason, Enrichment } from '@/lib/enrich/types';

const EFFECT = {
  raises: { sign: '+', word: 'raises', colour: 'text-good' },
  lowers: { sign: '−', word: 'lowers', colour: 'text-warn' },
  neutral: { sign: '·', word: 'neutral', colour: 'text-faint' },
} as const satisfies Record<ConfidenceReason['effect'], object>;

/** How far you can trust a match of the query, with every reason. */
export function Confidence({
  enrichment,
  meaning,
}: {
  enrichment: Enrichment;
  /** What confidence means, from the glossary. */
  meaning: string;
}) {
  return (
    <AsideSection
      inner
      id="confidence"
      title={
        <>
          <a href="/glossary#confidence" title={meaning} className="text-inherit">
            Confidence
          </a>{' '}
          <span className="text-text">{enrichment.confidence}</span>
        </>
      }
    >
      <ul className="space-y-1 text-sm">
        {enrichment.reasons.map(({ effect, text }) => (
          <li key={text} className="grid grid-cols-[0.875rem_1fr]">
            <span className={`font-mono ${EFFECT[effect].colour}`} aria-hidden="true">
              {EFFECT[effect].sign}
            </span>
            <span>
              <span className="sr-only">{EFFECT[effect].word}: </span>
              <WithCode text={text} />
            </span>
          </li>
        ))}
      </ul>
    </AsideSection>
  );
}
