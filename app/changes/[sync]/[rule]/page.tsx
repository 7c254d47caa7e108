import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import '@/components/changes/changes.css';
import { OneChangeView } from '@/components/changes/one-change';
import { changeHref, changesHref } from '@/lib/catalog/changes/kinds';
import { type OneChange, oneChange } from '@/lib/catalog/changes/one-change';
import { outcomeMeanings } from '@/lib/glossary';
import { plainLine } from '@/lib/text/plain-text';
import { isTranslateRefusal } from '@/lib/workbench/translate-refusal';
import { syncIdOf } from '../../sync-id';
import { translateVersions } from '../../translate-versions';

const readChange = cache(oneChange);

export async function generateMetadata({
  params,
}: PageProps<'/changes/[sync]/[rule]'>): Promise<Metadata> {
  const { sync, rule } = await params;
  const change = await readChange(syncIdOf(sync) ?? 0, rule);
  return { title: change ? `Change of ${plainLine(change.title, 'title')}` : 'Change not found' };
}

/**
 * One change of a rule: what it means, in words, in Sigma and in KQL. `?queries=later` leaves the KQL out:
 * the page leads there while the translating threads are busy.
 */
export default async function ChangePage({
  params,
  searchParams,
}: PageProps<'/changes/[sync]/[rule]'>) {
  const { sync, rule } = await params;
  const syncId = syncIdOf(sync) ?? notFound();
  const change = (await readChange(syncId, decodeURIComponent(rule))) ?? notFound();
  const isLater = (await searchParams).queries === 'later';
  const href = changeHref(syncId, change.ruleId);
  return (
    <div className="page pt-4 pb-8">
      <p className="mb-2 text-sm">
        <a href={changesHref(syncId)}>All changes of this sync</a>
      </p>
      <OneChangeView
        change={change}
        queries={isLater ? null : await queriesOf(change, href)}
        href={href}
        meanings={outcomeMeanings()}
      />
    </div>
  );
}

async function queriesOf({ before, after }: OneChange, href: string) {
  try {
    return await translateVersions(before.text, after.text);
  } catch (error) {
    if (!isTranslateRefusal(error)) throw error;
    redirect(`${href}?queries=later`);
  }
}
