import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { hypothesisFor } from '@/components/feed/hypothesis-for';
import { AttackContext } from '@/components/rule/attack-context';
import { Detection } from '@/components/rule/detection';
import { EvidencePanel } from '@/components/rule/evidence';
import { Facts } from '@/components/rule/facts';
import { OriginalSource } from '@/components/rule/original-source';
import { chooseQuery } from '@/components/rule/query-choice';
import { RuleHeader } from '@/components/rule/rule-header';
import { Statements } from '@/components/rule/statements';
import { Section } from '@/components/ui/section';
import { WithCode } from '@/components/ui/with-code';
import { getRule, type RuleDetail } from '@/lib/catalog/rule';

const readRule = cache(getRule);

export async function generateMetadata({ params }: PageProps<'/rules/[id]'>): Promise<Metadata> {
  const rule = await readRule((await params).id);
  return { title: rule?.title ?? 'No such rule', description: rule?.enrichment?.hypothesis };
}

export default async function RulePage({ params, searchParams }: PageProps<'/rules/[id]'>) {
  const rule = await readRule((await params).id);
  if (!rule) notFound();
  const { target, table } = await searchParams;
  const choice = chooseQuery(rule.translations, one(target), one(table));
  const now = new Date();
  const { enrichment } = rule;
  const hypothesis =
    enrichment && hypothesisFor(enrichment.hypothesis, tablesOf(rule), choice?.variant.table);

  return (
    <article className="page pt-4 pb-8">
      <RuleHeader rule={rule} choice={choice} now={now} />
      <div className="rule">
        <div className="min-w-0">
          <Section id="hypothesis" title="Hunt hypothesis">
            {(hypothesis ?? rule.description).split('\n').map((line, at) => (
              <p key={line} className={at === 0 ? 'max-w-3xl text-lg' : 'mt-1 max-w-3xl'}>
                {enrichment ? <WithCode text={line} /> : line}
              </p>
            ))}
            {enrichment && rule.description ? (
              <p className="mt-2 max-w-3xl text-muted text-sm">
                The rule’s own words: {rule.description}
              </p>
            ) : null}
          </Section>
          <Detection rule={rule} choice={choice} />
          <EvidencePanel rule={rule} choice={choice} />
          <Section id="false-positives" title="False positive guidance">
            <Statements
              statements={
                enrichment?.falsePositives ??
                rule.document.falsepositives.map((text) => ({ text, basis: 'the rule' }))
              }
            />
          </Section>
          {enrichment && enrichment.triage.length > 0 ? (
            <Section id="triage" title="Triage">
              <Statements statements={enrichment.triage} />
            </Section>
          ) : null}
          <Section id="attack" title="MITRE ATT&CK context">
            {enrichment ? (
              <AttackContext context={enrichment.attackContext} />
            ) : (
              <p className="text-muted">Not enriched yet.</p>
            )}
          </Section>
          <OriginalSource rule={rule} />
        </div>
        <Facts rule={rule} choice={choice} now={now} />
      </div>
    </article>
  );
}

/** Of all its queries, alternatives too. */
function tablesOf({ translations }: RuleDetail): string[] {
  return translations.flatMap((translation) =>
    [translation, ...translation.alternatives].flatMap(({ table }) => table ?? []),
  );
}

function one(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0];
}
