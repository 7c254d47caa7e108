'use client';

import { useId, useState } from 'react';
import { Diagnostics } from '@/components/rule/diagnostics';
import { Outcome, type OutcomeMeanings } from '@/components/rule/outcome';
import { RuleWords } from '@/components/rule/rule-words';
import { traceOfQuery } from '@/components/rule/trace-map';
import { TraceTable } from '@/components/rule/trace-table';
import { CopyButton } from '@/components/ui/copy-button';
import { StrangerText } from '@/components/ui/stranger-text';
import type { Target } from '@/lib/target';
import { TARGET_NAME } from '@/lib/target';
import { plainLine } from '@/lib/text/plain-text';
import type { TranslatedRule, TranslatedVariant } from '@/lib/workbench/types';
import { FoldableCode } from './foldable-code';
import { PastedDeploy } from './pasted-deploy';

/** A rule's query for the chosen target, with its notes, its trace and the formats to deploy it in. */
export function RuleQueries({
  text,
  place,
  rule,
  meanings,
}: {
  /** The whole text, of which this is the rule at `place`. */
  text: string;
  place: number;
  rule: TranslatedRule;
  meanings: OutcomeMeanings;
}) {
  const name = useId();
  const [chosen, setChosen] = useState<Target | null>(null);
  const best =
    rule.targets.find(({ outcome }) => outcome === 'exact') ??
    rule.targets.find(({ outcome }) => outcome !== 'unsupported') ??
    rule.targets[0];
  const shown = rule.targets.find(({ target }) => target === chosen) ?? best;
  if (!shown) return null;
  return (
    <section aria-label={plainLine(rule.title, 'title') || 'Untitled rule'} className="mb-6">
      <div className="side-head">
        <h2 className="font-semibold">
          <StrangerText text={rule.title || 'Untitled rule'} kind="title" />
        </h2>
        {shown.copy === null ? null : (
          <CopyButton
            kind="kql"
            label="Copy KQL"
            about={`for ${TARGET_NAME[shown.target]}`}
            text={shown.copy}
          />
        )}
      </div>
      <fieldset className="tabs">
        <legend className="sr-only">Target</legend>
        <div>
          {rule.targets.map(({ target, outcome }) => (
            <label key={target} className="tab">
              <input
                type="radio"
                name={name}
                className="sr-only"
                checked={target === shown.target}
                onChange={() => setChosen(target)}
              />
              {TARGET_NAME[target]} <Outcome outcome={outcome} meanings={meanings} />
            </label>
          ))}
        </div>
      </fieldset>
      <Query variant={shown} label={`KQL for ${TARGET_NAME[shown.target]}`} meanings={meanings} />
      <RuleWords words={rule.words} />
      {shown.kql === null ? null : <PastedDeploy rule={text} place={place} target={shown.target} />}
    </section>
  );
}

function Query({
  variant,
  label,
  meanings,
}: {
  variant: TranslatedVariant;
  label: string;
  meanings: OutcomeMeanings;
}) {
  return (
    <div data-counterparts="">
      <p className="py-2">
        <Outcome outcome={variant.outcome} meanings={meanings} explain />
      </p>
      <Diagnostics diagnostics={variant.diagnostics} />
      {variant.lines.length > 0 ? (
        <div className="mt-2">
          <FoldableCode
            // Another query has other folds.
            key={variant.kql}
            label={label}
            lines={variant.lines}
            traceOf={traceOfQuery(variant.trace)}
          />
        </div>
      ) : null}
      {variant.trace.length > 0 ? (
        <details className="mt-2 text-sm">
          <summary className="link">Why this query</summary>
          <TraceTable trace={variant.trace} kql={variant.kql ?? ''} />
        </details>
      ) : null}
    </div>
  );
}
