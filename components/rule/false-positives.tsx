import { Section } from '@/components/ui/section';
import type { RuleDetail } from '@/lib/catalog/rule';
import type { TuningLines } from '@/lib/pivots';
import { QueryLines } from './query-lines';
import { Statements } from './statements';

/** Honest activity that matches, how much of it to expect, and lines that leave it out. */
export function FalsePositives({ rule, tuning }: { rule: RuleDetail; tuning: TuningLines | null }) {
  const { enrichment, document } = rule;
  const volume = enrichment?.volume ?? null;
  return (
    <Section inner id="false-positives" title="False positive guidance">
      {volume ? (
        <p className="mb-2 max-w-3xl">
          Expected volume: <strong>{volume.expected}</strong>
          <span className="text-muted">
            , because {volume.reasons.join(', and ')}. A judgement, not a measurement.
          </span>
        </p>
      ) : null}
      <Statements
        statements={
          enrichment?.falsePositives ??
          document.falsepositives.map((text) => ({ text, basis: 'rule: falsepositives' }))
        }
      />
      {tuning ? (
        <div className="mt-3">
          <QueryLines title="Count matches by what is usual" kql={tuning.survey} />
          {tuning.exclusion ? (
            <QueryLines title="Leave out what you know" kql={tuning.exclusion} />
          ) : null}
          <p className="text-faint text-xs">Append the lines to the query above.</p>
        </div>
      ) : null}
    </Section>
  );
}
