import type { Metadata } from 'next';
import { notFound, permanentRedirect } from 'next/navigation';
import { cache } from 'react';
import { pageId } from '@/app/page-id';
import { choiceOf } from '@/app/saved-tables';
import { EnvironmentSwitch } from '@/components/environment/switch';
import { hypothesisFor } from '@/components/feed/hypothesis-for';
import { AttackContext } from '@/components/rule/attack-context';
import { DataNeeded } from '@/components/rule/data-needed';
import { Deploy } from '@/components/rule/deploy';
import { Detection } from '@/components/rule/detection';
import { EvidencePanel } from '@/components/rule/evidence';
import { Facts } from '@/components/rule/facts';
import { FalsePositives } from '@/components/rule/false-positives';
import { Hypothesis } from '@/components/rule/hypothesis';
import { LinkPreview } from '@/components/rule/link-preview';
import { MachineWritten } from '@/components/rule/machine-written';
import { OriginalSource } from '@/components/rule/original-source';
import { Programs } from '@/components/rule/programs';
import { type PagePart, RuleAside } from '@/components/rule/rule-aside';
import { RuleHeader } from '@/components/rule/rule-header';
import { RunsHere } from '@/components/rule/runs-here';
import { Triage } from '@/components/rule/triage';
import { Tuning } from '@/components/rule/tuning';
import { Section } from '@/components/ui/section';
import { ruleFormats } from '@/lib/catalog/deploy/rule-formats';
import { detectionGuidance, queryGuidance, techniqueGuidance } from '@/lib/catalog/guidance';
import { modelTextsOf, type ShownModelText } from '@/lib/catalog/model-texts';
import { neighboursOf } from '@/lib/catalog/neighbours';
import { chooseQuery, placeOf, type QueryChoice } from '@/lib/catalog/query-choice';
import { getRule, type RuleDetail } from '@/lib/catalog/rule';
import { getRunnableQueries } from '@/lib/catalog/runnable-queries';
import { spellRuleId } from '@/lib/catalog/spell-rule-id';
import { deployTools } from '@/lib/deploy-tools';
import { definitionOf, outcomeMeanings, proofMeanings } from '@/lib/glossary';
import { parseOwnTables } from '@/lib/own-tables/own-tables';
import { plainLine } from '@/lib/text/plain-text';
import { webSettings } from '@/lib/web/settings';

const readRule = cache(getRule);

export async function generateMetadata({ params }: PageProps<'/rules/[id]'>): Promise<Metadata> {
  const rule = await readRule((await params).id);
  if (!rule) return { title: 'Rule not found' };
  return {
    title: plainLine(rule.title, 'title'),
    description: descriptionOf(rule),
    alternates: { types: twinsOf(`/rules/${encodeURIComponent(rule.id)}`) },
  };
}

function twinsOf(page: string): Record<string, string> {
  return {
    'application/json': `${page}.json`,
    'text/markdown': `${page}.md`,
    'application/yaml': `${page}.yml`,
  };
}

function descriptionOf({ enrichment }: RuleDetail): string | null {
  return enrichment && plainLine(enrichment.hypothesis.replaceAll('`', ''), 'description');
}

export default async function RulePage({ params, searchParams }: PageProps<'/rules/[id]'>) {
  const id = await pageId(params);
  const rule = await readRule(id);
  if (!rule) {
    const spelt = await spellRuleId(id);
    if (spelt) permanentRedirect(`/rules/${encodeURIComponent(spelt)}`);
    notFound();
  }
  const { target, table, env, format } = await searchParams;
  const { own, runnable } = await ownQueries(rule.id, one(env));
  const shown = one(target) === undefined ? runnable?.shown : null;
  const choice = shown
    ? chooseQuery(
        rule.translations,
        shown.target,
        shown.primary ? undefined : (shown.table ?? undefined),
      )
    : chooseQuery(rule.translations, one(target), one(table));
  const formats = choice && (await formatsOf(rule.id, choice));
  const detection = detectionGuidance(rule);
  const guidance = choice && queryGuidance(rule, choice.translation, placeOf(choice));
  const [techniques, neighbours, written] = await Promise.all([
    techniqueGuidance(rule),
    neighboursOf(rule),
    modelTextsOf(rule),
  ]);
  const meanings = proofMeanings();
  const { enrichment } = rule;
  const hypothesis =
    enrichment && hypothesisFor(enrichment.hypothesis, tablesOf(rule), choice?.variant.table);

  return (
    <article className="page pt-4 pb-8">
      <LinkPreview rule={rule} description={descriptionOf(rule)} origin={webSettings().publicUrl} />
      <RuleHeader rule={rule} choice={choice} meanings={meanings} outcomes={outcomeMeanings()} />
      <EnvironmentSwitch choice={own} hrefOfAll={`/rules/${encodeURIComponent(rule.id)}`}>
        <RunsHere ruleId={rule.id} runnable={runnable} choice={choice} />
      </EnvironmentSwitch>
      <div className="rule">
        <div className="min-w-0">
          {written.filter(isTrusted).map((shown) => (
            <MachineWritten key={shown.state} shown={shown} />
          ))}
          <Hypothesis rule={rule} text={hypothesis} words={detection.words} />
          {written
            .filter((shown) => !isTrusted(shown))
            .map((shown) => (
              <MachineWritten key={shown.state} shown={shown} />
            ))}
          <Detection rule={rule} choice={choice} meanings={outcomeMeanings()} />
          <Section id="match" title="On a match">
            <div className="sides">
              <Triage rule={rule} guidance={guidance} />
              <FalsePositives rule={rule} tuning={guidance?.tuning ?? null} />
            </div>
          </Section>
          <Section id="proof" title="Proof">
            <EvidencePanel rule={rule} choice={choice} meanings={meanings} />
            <Tuning rule={rule} choice={choice} />
          </Section>
          <Section id="use" title="In your environment">
            {choice && formats ? (
              <Deploy ruleId={rule.id} choice={choice} formats={formats} open={one(format)} />
            ) : null}
            <div className="sides">
              <DataNeeded
                data={detection.data}
                definition={rule.document.logsource?.definition ?? null}
              />
              <Programs programs={detection.programs} />
            </div>
          </Section>
          <Section id="background" title="Background">
            <div className="sides sides-wide">
              <Section inner id="attack" title="MITRE ATT&CK context">
                {enrichment ? (
                  <AttackContext
                    ruleId={rule.id}
                    context={enrichment.attackContext}
                    guidance={techniques}
                    neighbours={neighbours}
                  />
                ) : (
                  <p className="text-muted">This rule has not been enriched yet.</p>
                )}
              </Section>
              <div>
                <OriginalSource rule={rule} />
                <Facts
                  rule={rule}
                  choice={choice}
                  licence={rule.licence}
                  confidenceMeaning={definitionOf('confidence')}
                />
              </div>
            </div>
          </Section>
        </div>
        <RuleAside ruleId={rule.id} choice={choice} parts={PARTS} />
      </div>
    </article>
  );
}

const PARTS: readonly PagePart[] = [
  { id: 'hypothesis', title: 'Hunt hypothesis' },
  { id: 'detection', title: 'Detection rule' },
  { id: 'match', title: 'On a match' },
  { id: 'proof', title: 'Proof' },
  { id: 'use', title: 'In your environment' },
  { id: 'background', title: 'Background' },
];

/** Only what an operator accepted, and still holds, comes before the texts that are written by fixed rules. */
const isTrusted = ({ state, isStale }: ShownModelText) => state === 'accepted' && !isStale;

/** The choice of tables that the address or the browser has, and what of the rule runs with it. */
async function ownQueries(ruleId: string, env: string | undefined) {
  const { saved, shown } = await choiceOf(parseOwnTables(env ?? ''));
  const own = shown ?? (saved?.on && env !== 'all' ? saved.own : null);
  return {
    own: { saved, shown: own },
    runnable: own && (await getRunnableQueries(ruleId, own)),
  };
}

/** The chosen query in every format; null if there is no query to deploy. */
function formatsOf(id: string, { translation, variant, primary }: QueryChoice) {
  if (variant.kql === null) return null;
  const query = { target: translation.target, table: primary ? null : variant.table };
  return ruleFormats(id, query, deployTools());
}

/** The tables of all its queries, alternatives included. */
function tablesOf({ translations }: RuleDetail): string[] {
  return translations.flatMap((translation) =>
    [translation, ...translation.alternatives].flatMap(({ table }) => table ?? []),
  );
}

function one(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0];
}
