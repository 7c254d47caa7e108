import { EXAMPLE } from '@/components/translate/example';
import type { Texts } from '@/components/translate/shared-texts';
import { Workbench } from '@/components/translate/workbench';
import { getRule, type RuleDetail } from '@/lib/catalog/rule';
import { outcomeMeanings } from '@/lib/glossary';
import { translatePool } from '@/lib/workbench/shared-pool';

export const metadata = {
  title: 'Translate',
  description:
    'Paste a Sigma rule to see its KQL. Paste events to see which ones match, and why others do not.',
};

/** `?rule=<id>` opens a rule of the catalog with its samples, ready to edit; without it, there is an example. */
export default async function TranslatePage({ searchParams }: PageProps<'/translate'>) {
  translatePool().warm();
  const { rule: id } = await searchParams;
  const rule = typeof id === 'string' ? await getRule(id) : null;
  return (
    <div className="page pt-4 pb-8">
      <h1 className="mb-1 font-semibold text-xl">Translate</h1>
      <p className="mb-3 max-w-3xl text-muted">
        Paste a Sigma rule to get KQL for each target, with the reason for every line. Paste events
        below it to test the rule and the queries. The server stores nothing; what you paste stays
        in this tab, unless you share its address.
      </p>
      <noscript>
        <p className="note note-warning mb-3">
          This page needs JavaScript. Without it, run <code>npm run translate</code> and{' '}
          <code>npm run prove</code> instead.
        </p>
      </noscript>
      <Workbench
        initial={rule ? textsOf(rule) : EXAMPLE}
        ruleId={rule?.id ?? null}
        meanings={outcomeMeanings()}
      />
    </div>
  );
}

const SAMPLES = 3;

/** A rule of the catalog with a few of the samples that it ran on. */
function textsOf({ raw, evidence }: RuleDetail): Texts {
  const samples = new Map(
    evidence
      .filter(({ kind }) => kind !== 'constructed')
      .map(({ name, event }) => [name, JSON.stringify(event, null, 2)]),
  );
  return { rule: raw, events: [...samples.values()].slice(0, SAMPLES).join('\n') };
}
