import type { Metadata } from 'next';
import { notFound, permanentRedirect } from 'next/navigation';
import { cache } from 'react';
import { pageId } from '@/app/page-id';
import '@/components/changes/changes.css';
import { KIND_MEANING, KindName } from '@/components/changes/meaning';
import { Diff } from '@/components/rule/diff';
import { ExternalLink } from '@/components/ui/external-link';
import { Icon } from '@/components/ui/icon';
import { Section } from '@/components/ui/section';
import { StrangerText } from '@/components/ui/stranger-text';
import { formatTime } from '@/components/ui/time';
import { changeHref } from '@/lib/catalog/changes/kinds';
import { getRuleHistory } from '@/lib/catalog/rule-history';
import { spellRuleId } from '@/lib/catalog/spell-rule-id';
import { plainLine } from '@/lib/text/plain-text';

const readHistory = cache(getRuleHistory);

export async function generateMetadata({
  params,
}: PageProps<'/rules/[id]/history'>): Promise<Metadata> {
  const history = await readHistory((await params).id);
  return { title: history ? `History of ${plainLine(history.title, 'title')}` : 'Rule not found' };
}

export default async function HistoryPage({ params }: PageProps<'/rules/[id]/history'>) {
  const id = await pageId(params);
  const history = await readHistory(id);
  if (!history) {
    const spelt = await spellRuleId(id);
    if (spelt) permanentRedirect(`/rules/${encodeURIComponent(spelt)}/history`);
    notFound();
  }
  return (
    <div className="page pt-4 pb-8">
      <a
        href={`/rules/${encodeURIComponent(history.id)}`}
        className="mb-2 inline-flex items-center gap-1.5 text-sm"
      >
        <Icon name="back" /> <StrangerText text={history.title} kind="title" />
      </a>
      <h1 className="mb-4 font-semibold text-2xl">History</h1>
      {history.versions.map(
        ({ id, change, syncId, judged, seenAt, commit, path, upstreamUrl, hunks }) => (
          <Section
            key={id}
            id={`v${id}`}
            title={`${change[0]?.toUpperCase()}${change.slice(1)}`}
            actions={<span className="text-muted text-sm">{formatTime(seenAt)}</span>}
          >
            <p className="mb-2 text-muted text-sm">
              {upstreamUrl ? (
                <ExternalLink href={upstreamUrl}>
                  <StrangerText text={path} kind="path" breaks />
                </ExternalLink>
              ) : (
                <StrangerText text={path} kind="path" breaks />
              )}
              {commit ? <code className="text-xs"> {commit.slice(0, 12)}</code> : null}
            </p>
            {judged ? (
              <div className="mb-2">
                <KindName kind={judged.meaning} />{' '}
                <span className="text-muted">{KIND_MEANING[judged.meaning]}</span>{' '}
                <a href={changeHref(syncId, history.id)} className="text-sm">
                  In words and in KQL
                </a>
              </div>
            ) : null}
            {hunks === null ? (
              <p className="text-muted">This is the first version in the catalog.</p>
            ) : (
              <Diff hunks={hunks} />
            )}
          </Section>
        ),
      )}
    </div>
  );
}
