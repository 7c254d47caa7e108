import type { Metadata } from 'next';
import { notFound, permanentRedirect } from 'next/navigation';
import { cache } from 'react';
import { pageId } from '@/app/page-id';
import { carriedBy, choiceOf } from '@/app/saved-tables';
import { firstOf } from '@/app/search-params';
import { RevokedTechnique } from '@/components/coverage/revoked-technique';
import { TechniqueDetail } from '@/components/coverage/technique-detail';
import { TechniqueRules } from '@/components/coverage/technique-rules';
import '@/components/coverage/technique.css';
import { EnvironmentSwitch } from '@/components/environment/switch';
import { formatCount } from '@/components/ui/count';
import { Icon } from '@/components/ui/icon';
import { feedHref, parseFeedFilter } from '@/lib/catalog/feed-filter';
import { getLastSync } from '@/lib/catalog/last-sync';
import { getTechnique } from '@/lib/catalog/technique';
import { outcomeMeanings, proofMeanings } from '@/lib/glossary';
import { parseOwnTables } from '@/lib/own-tables/own-tables';

const readTechnique = cache((id: string, env: string) => getTechnique(id, parseOwnTables(env)));

export async function generateMetadata({
  params,
  searchParams,
}: PageProps<'/techniques/[id]'>): Promise<Metadata> {
  const answer = await readTechnique((await params).id, firstOf((await searchParams).env));
  if (!answer) return { title: 'Technique not found' };
  const { id, name } = answer.technique;
  const page = `/techniques/${id}`;
  return {
    title: `${id} ${name}`,
    alternates: { types: { 'application/json': `${page}.json`, 'text/markdown': `${page}.md` } },
  };
}

export default async function TechniquePage({
  params,
  searchParams,
}: PageProps<'/techniques/[id]'>) {
  const id = await pageId(params);
  const env = firstOf((await searchParams).env);
  const answer = await readTechnique(id, env);
  if (!answer) notFound();
  if (answer.technique.id !== id)
    permanentRedirect(`/techniques/${encodeURIComponent(answer.technique.id)}`);
  const [sync, choice] = await Promise.all([getLastSync(), choiceOf(parseOwnTables(env))]);
  const filter = { ...parseFeedFilter({ env }), env: choice.shown };
  const inFeed = feedHref(filter, { technique: [answer.technique.id] });
  return (
    <article className="page pt-4 pb-8">
      <nav aria-label="Back" className="mb-2 flex gap-4 text-sm">
        <a href="/coverage" className="inline-flex items-center gap-1.5">
          <Icon name="back" /> Coverage
        </a>
        <a href="/techniques">All techniques</a>
      </nav>
      {answer.kind === 'revoked' ? (
        <RevokedTechnique technique={answer.technique} version={sync?.attackVersion ?? null} />
      ) : (
        <>
          <EnvironmentSwitch
            choice={choice}
            hrefOfAll={`/techniques/${encodeURIComponent(answer.technique.id)}`}
          >
            {`${formatCount(answer.technique.rules.length)} of ${formatCount(answer.technique.allRules)} rules run with them`}
          </EnvironmentSwitch>
          <TechniqueDetail
            technique={answer.technique}
            inFeed={inFeed}
            rules={
              <TechniqueRules
                technique={answer.technique}
                filter={filter}
                carried={carriedBy(filter, choice)}
                inFeed={inFeed}
                meanings={proofMeanings()}
                outcomes={outcomeMeanings()}
              />
            }
          />
        </>
      )}
    </article>
  );
}
