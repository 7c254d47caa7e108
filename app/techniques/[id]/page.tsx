import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound, permanentRedirect } from 'next/navigation';
import { cache } from 'react';
import { TechniqueFacts } from '@/components/coverage/technique-facts';
import { TechniqueLinks } from '@/components/coverage/technique-links';
import '@/components/coverage/technique.css';
import { RuleRow } from '@/components/feed/rule-row';
import { Chip } from '@/components/ui/chip';
import { countOf } from '@/components/ui/count';
import { Icon } from '@/components/ui/icon';
import { Section } from '@/components/ui/section';
import { NO_FILTER } from '@/lib/catalog/feed-filter';
import { getLastSync } from '@/lib/catalog/last-sync';
import { getTechnique, type RevokedTechnique, type TechniqueView } from '@/lib/catalog/technique';

const SHOWN_RULES = 25;

const readTechnique = cache(getTechnique);

export async function generateMetadata({
  params,
}: PageProps<'/techniques/[id]'>): Promise<Metadata> {
  const answer = await readTechnique((await params).id);
  if (!answer) return { title: 'No such technique' };
  const { id, name } = answer.technique;
  return { title: `${id} ${name}` };
}

export default async function TechniquePage({ params }: PageProps<'/techniques/[id]'>) {
  const { id } = await params;
  const answer = await readTechnique(id);
  if (!answer) notFound();
  if (answer.technique.id !== id) permanentRedirect(`/techniques/${answer.technique.id}`);
  const sync = await getLastSync();
  const version = sync?.attackVersion ?? null;
  return (
    <article className="page pt-4 pb-8">
      <nav aria-label="Back" className="mb-2 flex gap-4 text-sm">
        <Link href="/coverage" prefetch={false} className="inline-flex items-center gap-1.5">
          <Icon name="back" /> Coverage
        </Link>
        <Link href="/techniques" prefetch={false}>
          All techniques
        </Link>
      </nav>
      {answer.kind === 'revoked' ? (
        <Revoked technique={answer.technique} version={version} />
      ) : (
        <Live technique={answer.technique} />
      )}
    </article>
  );
}

function Revoked({ technique, version }: { technique: RevokedTechnique; version: string | null }) {
  const { id, name, successor } = technique;
  return (
    <>
      <h1 className="font-semibold text-2xl">
        <code className="text-muted text-xl">{id}</code> {name}
      </h1>
      <div className="note note-warning my-4 max-w-prose">
        {successor ? (
          <p>
            ATT&amp;CK{version ? ` ${version}` : ''} no longer has this technique. In its place
            stands{' '}
            <Link href={`/techniques/${successor.id}`} prefetch={false}>
              <code className="text-xs">{successor.id}</code> {successor.name}
            </Link>
            , and rules that name {id} count there.
          </p>
        ) : (
          <p>
            ATT&amp;CK{version ? ` ${version}` : ''} has deprecated this technique, and nothing took
            its place. Rules that name it count for no technique.
          </p>
        )}
      </div>
    </>
  );
}

function Live({ technique }: { technique: TechniqueView }) {
  const { id, name, description, rules, index } = technique;
  const shown = rules.slice(0, SHOWN_RULES);
  const now = new Date();
  return (
    <>
      <header className="pb-4">
        <h1 className="text-balance font-semibold text-2xl">
          <code className="text-muted text-xl">{id}</code> {name}
        </h1>
        <div className="mt-2 flex flex-wrap items-center gap-1.5">
          {technique.tactics.map((tactic) => (
            <Chip key={tactic.shortName} href={`/techniques?tactic=${tactic.shortName}`}>
              {tactic.name}
            </Chip>
          ))}
          <Chip href={`/?technique=${id}`}>{countOf(rules.length, 'rule')}</Chip>
        </div>
      </header>
      <div className="technique">
        <div className="min-w-0">
          {description ? (
            <Section id="description" title="Description">
              <div className="max-w-3xl space-y-2">
                {description.split('\n\n').map((paragraph) => (
                  <p key={paragraph} className="whitespace-pre-line">
                    {paragraph}
                  </p>
                ))}
              </div>
            </Section>
          ) : (
            <p className="note note-info mb-4 text-sm">
              The bundle that was loaded describes this technique not yet; ids, names and tactics
              are known. <a href={technique.url}>Read it at MITRE</a>.
            </p>
          )}
          <Section
            id="rules"
            title={countOf(rules.length, 'rule')}
            actions={
              rules.length > 0 ? (
                <Link href={`/?technique=${id}`} prefetch={false} className="text-sm">
                  Open in the feed
                </Link>
              ) : null
            }
          >
            {rules.length === 0 ? (
              <p className="text-muted">
                No rule in the feed names {id}
                {technique.subs.length > 0 ? ' or one of its sub-techniques' : ''}.
              </p>
            ) : (
              <ol aria-label={`Rules for ${id}`}>
                {shown.map((rule) => (
                  <RuleRow key={rule.id} rule={rule} filter={NO_FILTER} index={index} now={now} />
                ))}
              </ol>
            )}
            {rules.length > SHOWN_RULES ? (
              <p className="mt-3 text-sm">
                The newest {SHOWN_RULES}.{' '}
                <Link href={`/?technique=${id}`} prefetch={false}>
                  All {countOf(rules.length, 'rule')}
                </Link>
              </p>
            ) : null}
          </Section>
          {technique.detections.length > 0 ? (
            <Section id="detection" title="Detection strategies">
              <TechniqueLinks links={technique.detections} />
            </Section>
          ) : null}
          {technique.dataComponents.length > 0 ? (
            <Section id="data" title="Data components">
              <TechniqueLinks links={technique.dataComponents} />
            </Section>
          ) : null}
          {technique.mitigations.length > 0 ? (
            <Section id="mitigations" title="Mitigations">
              <TechniqueLinks links={technique.mitigations} />
            </Section>
          ) : null}
          {technique.groups.length > 0 ? (
            <Section id="groups" title="Groups">
              <TechniqueLinks
                links={technique.groups}
                known={technique.known.groups}
                noun="group"
              />
            </Section>
          ) : null}
          {technique.software.length > 0 ? (
            <Section id="software" title="Software">
              <TechniqueLinks
                links={technique.software}
                known={technique.known.software}
                noun="program"
              />
            </Section>
          ) : null}
        </div>
        <TechniqueFacts technique={technique} />
      </div>
    </>
  );
}
