import Link from 'next/link';
import { CodeBlock } from '@/components/ui/code-block';
import { CopyButton } from '@/components/ui/copy-button';
import { Section } from '@/components/ui/section';
import type { RuleDetail } from '@/lib/catalog/rule';
import { TARGET_NAME } from '@/lib/target';
import type { TraceLine } from '@/lib/translate';
import { Counterparts } from './counterparts';
import { Diagnostics } from './diagnostics';
import { Outcome, type OutcomeMeanings } from './outcome';
import { choiceHref, type QueryChoice } from './query-choice';
import { QueryTabs } from './query-tabs';
import { traceOfQuery, traceOfRule } from './trace-map';
import { TraceTable } from './trace-table';

/** The rule and its query, side by side where there is room, and the trace from one to the other. */
export function Detection({
  rule,
  choice,
  meanings,
}: {
  rule: RuleDetail;
  choice: QueryChoice | null;
  meanings: OutcomeMeanings;
}) {
  const trace = choice?.variant.trace ?? [];
  return (
    <Counterparts>
      <Section
        id="detection"
        title="Detection rule"
        actions={
          <Link
            href={`/translate?rule=${encodeURIComponent(rule.id)}`}
            prefetch={false}
            className="text-sm"
          >
            Edit and test this rule
          </Link>
        }
      >
        <div className="sides">
          <Original rule={rule} trace={trace} />
          <div className="side" id="kql">
            {choice ? (
              <Query rule={rule} choice={choice} meanings={meanings} />
            ) : (
              <h3 className="font-semibold">KQL</h3>
            )}
          </div>
        </div>
      </Section>
      {trace.length > 0 ? (
        <Section id="why" title="Why this query">
          <TraceTable trace={trace} />
        </Section>
      ) : null}
    </Counterparts>
  );
}

function Original({ rule, trace }: { rule: RuleDetail; trace: readonly TraceLine[] }) {
  return (
    <div className="side">
      <div className="side-head">
        <h3 className="font-semibold">Sigma (original)</h3>
        <CopyButton
          compact
          label="Copy Sigma"
          href={`/rules/${encodeURIComponent(rule.id)}/sigma`}
        />
      </div>
      <Diagnostics diagnostics={rule.document.diagnostics} text={rule.raw} />
      <CodeBlock
        text={rule.raw}
        language="yaml"
        label="Sigma rule"
        traceOf={traceOfRule(trace, rule.raw)}
      />
    </div>
  );
}

function Query({
  rule,
  choice,
  meanings,
}: {
  rule: RuleDetail;
  choice: QueryChoice;
  meanings: OutcomeMeanings;
}) {
  const { translation, variant, primary } = choice;
  const { kql, outcome, diagnostics } = variant;
  const table = primary ? null : variant.table;
  return (
    <>
      <div className="side-head">
        <h3 className="font-semibold">KQL</h3>
        {kql === null ? null : (
          <CopyButton
            kind="kql"
            label="Copy KQL"
            about={`for ${TARGET_NAME[translation.target]}`}
            href={choiceHref(rule.id, translation.target, table, '/query')}
          />
        )}
      </div>
      <QueryTabs
        ruleId={rule.id}
        translations={rule.translations}
        choice={choice}
        meanings={meanings}
      />
      <p className="pt-2">
        <Outcome outcome={outcome} meanings={meanings} explain />
      </p>
      <div className="pt-2">
        <Diagnostics diagnostics={diagnostics} />
      </div>
      {kql === null ? null : (
        <CodeBlock
          text={kql}
          language="kusto"
          label={`KQL for ${TARGET_NAME[translation.target]}`}
          traceOf={traceOfQuery(variant.trace)}
        />
      )}
    </>
  );
}
