import Link from 'next/link';
import { CodeBlock } from '@/components/ui/code-block';
import { CopyButton } from '@/components/ui/copy-button';
import { Section } from '@/components/ui/section';
import { hrefOfChoice, type QueryChoice } from '@/lib/catalog/query-choice';
import type { RuleDetail } from '@/lib/catalog/rule';
import { TARGET_NAME } from '@/lib/target';
import type { TraceLine } from '@/lib/translate';
// Not through the index, which would load Microsoft's parser.
import { findValueLists } from '@/lib/translate/value-lists';
import { Cost } from './cost';
import { Counterparts } from './counterparts';
import { Diagnostics } from './diagnostics';
import { ListLine } from './list-line';
import { Outcome, type OutcomeMeanings } from './outcome';
import { QueryTabs } from './query-tabs';
import { traceOfQuery, traceOfRule } from './trace-map';
import { TraceTable } from './trace-table';
import { ValueBoxes } from './value-boxes';

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
          <span className="flex flex-wrap gap-x-4 text-sm">
            <Link href={`/translate?rule=${encodeURIComponent(rule.id)}`} prefetch={false}>
              Edit and test this rule
            </Link>
            <Link href={`/compare?a=${encodeURIComponent(rule.id)}`} prefetch={false}>
              Compare with another
            </Link>
          </span>
        }
      >
        {choice ? (
          <>
            <QueryTabs
              ruleId={rule.id}
              translations={rule.translations}
              choice={choice}
              meanings={meanings}
            />
            <p className="pt-2 pb-3">
              <Outcome outcome={choice.variant.outcome} meanings={meanings} explain />
            </p>
          </>
        ) : null}
        <div className="sides">
          <Original rule={rule} trace={trace} />
          <div className="side" id="kql">
            {choice ? (
              <Query rule={rule} choice={choice} />
            ) : (
              <h3 className="font-semibold">KQL</h3>
            )}
          </div>
        </div>
        {trace.length > 0 ? (
          <Section inner id="why" title="Why this query">
            <TraceTable trace={trace} kql={choice?.variant.kql ?? ''} />
          </Section>
        ) : null}
      </Section>
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
        name="sigma"
        label="Sigma rule"
        whole={`/rules/${encodeURIComponent(rule.id)}/sigma`}
        traceOf={traceOfRule(trace, rule.raw)}
      />
    </div>
  );
}

function Query({ rule, choice }: { rule: RuleDetail; choice: QueryChoice }) {
  const { translation, variant } = choice;
  const { kql, diagnostics } = variant;
  const href = hrefOfChoice(rule.id, choice, '/query');
  return (
    <>
      <div className="side-head">
        <h3 className="font-semibold">KQL</h3>
        {kql === null ? null : (
          <span className="flex gap-2">
            <CopyButton
              kind="kql"
              label="Copy KQL"
              about={`for ${TARGET_NAME[translation.target]}`}
              href={href}
            />
            <a className="button" href="#deploy">
              Deploy
            </a>
          </span>
        )}
      </div>
      <Diagnostics diagnostics={diagnostics} ruleId={rule.id} />
      {kql === null ? null : (
        <ShownQuery
          kql={kql}
          label={`KQL for ${TARGET_NAME[translation.target]}`}
          whole={href}
          trace={variant.trace}
        />
      )}
      {variant.cost ? <Cost cost={variant.cost} /> : null}
    </>
  );
}

/** A query, with a box for each placeholder whose values it needs. */
function ShownQuery({
  kql,
  label,
  whole,
  trace,
}: {
  kql: string;
  label: string;
  /** The address of the whole query. */
  whole: string;
  trace: readonly TraceLine[];
}) {
  const lines = kql.split('\n');
  const lists = findValueLists(kql);
  return (
    <>
      <ValueBoxes placeholders={lists.map(({ placeholder }) => placeholder)} />
      <CodeBlock
        text={kql}
        language="kusto"
        name="kql"
        label={label}
        whole={whole}
        traceOf={traceOfQuery(trace)}
        around={(line, shown) => {
          const text = lines[line - 1] ?? '';
          const list = lists.find(({ name }) => text.startsWith(`let ${name} = `));
          if (!list) return shown;
          return (
            <ListLine placeholder={list.placeholder} text={text}>
              {shown}
            </ListLine>
          );
        }}
      />
    </>
  );
}
