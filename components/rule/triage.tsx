import { Section } from '@/components/ui/section';
import { WithCode } from '@/components/ui/with-code';
import type { QueryGuidance } from '@/lib/catalog/guidance';
import type { RuleDetail } from '@/lib/catalog/rule';
import { QueryLines } from './query-lines';
import { Statements } from './statements';

/** What to find out on a match, in order, each with the query that answers it. */
export function Triage({
  rule,
  guidance,
}: {
  rule: RuleDetail;
  /** Of the query that is shown. */
  guidance: QueryGuidance | null;
}) {
  const { pivots = null, alsoReads = [] } = guidance ?? {};
  const steps = rule.enrichment?.triage ?? [];
  if (steps.length === 0) return null;
  return (
    <Section inner id="triage" title="Triage">
      {alsoReads.length > 0 ? (
        <p className="mb-2 max-w-3xl text-muted text-sm">
          <WithCode text={`The queries also read ${alsoReads.join(', ')}.`} />
        </p>
      ) : null}
      <Statements
        statements={steps}
        ordered
        extra={(at) => {
          const pivot = pivots?.ofSteps[at];
          return pivot ? <QueryLines title={pivot.title} kql={pivot.kql} /> : null;
        }}
      />
      {pivots && pivots.others.length > 0 ? (
        <details className="mt-3">
          <summary className="link text-sm">More queries that follow a match</summary>
          {pivots.others.map(({ title, kql }) => (
            <QueryLines key={title} title={title} kql={kql} />
          ))}
        </details>
      ) : null}
    </Section>
  );
}
