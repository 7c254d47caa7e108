import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound, permanentRedirect } from 'next/navigation';
import { cache } from 'react';
import { pageId } from '@/app/page-id';
import { RevokedTechnique } from '@/components/coverage/revoked-technique';
import { TechniqueDetail } from '@/components/coverage/technique-detail';
import { TechniqueRules } from '@/components/coverage/technique-rules';
import '@/components/coverage/technique.css';
import { Icon } from '@/components/ui/icon';
import { NO_FILTER } from '@/lib/catalog/feed-filter';
import { getLastSync } from '@/lib/catalog/last-sync';
import { getTechnique } from '@/lib/catalog/technique';
import { proofMeanings } from '@/lib/glossary';

const readTechnique = cache(getTechnique);

export async function generateMetadata({
  params,
}: PageProps<'/techniques/[id]'>): Promise<Metadata> {
  const answer = await readTechnique((await params).id);
  if (!answer) return { title: 'Technique not found' };
  const { id, name } = answer.technique;
  return { title: `${id} ${name}` };
}

export default async function TechniquePage({ params }: PageProps<'/techniques/[id]'>) {
  const id = await pageId(params);
  const answer = await readTechnique(id);
  if (!answer) notFound();
  if (answer.technique.id !== id)
    permanentRedirect(`/techniques/${encodeURIComponent(answer.technique.id)}`);
  const sync = await getLastSync();
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
        <RevokedTechnique technique={answer.technique} version={sync?.attackVersion ?? null} />
      ) : (
        <TechniqueDetail
          technique={answer.technique}
          rules={
            <TechniqueRules
              technique={answer.technique}
              filter={NO_FILTER}
              meanings={proofMeanings()}
            />
          }
        />
      )}
    </article>
  );
}
