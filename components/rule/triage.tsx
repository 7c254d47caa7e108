import { Section } from '@/components/ui/section';
import type { RuleDetail } from '@/lib/catalog/rule';
import type { Pivot } from '@/lib/pivots';
import { QueryLines } from './query-lines';
import { Statements } from './statements';

/** What to find out on a match, in order, each with the query that answers it. */
export function Triage({
  rule,
  pivots,
}: {
  rule: RuleDetail;
  /** By step. */
  pivots: readonly (Pivot | null)[];
}) {
  const steps = rule.enrichment?.triage ?? [];
  if (steps.length === 0) return null;
  return (
    <Section id="triage" title="Triage">
      <Statements
        statements={steps}
        ordered
        extra={(at) => {
          const pivot = pivots[at];
          return pivot ? <QueryLines title={pivot.title} kql={pivot.kql} /> : null;
        }}
      />
    </Section>
  );
}
