import { headers } from 'next/headers';
import { EmptyCatalog } from '@/components/feed/empty-catalog';
import { BundleForm } from '@/components/selection/bundle-form';
import { KeepSelection } from '@/components/selection/keep-selection';
import { SelectedRules } from '@/components/selection/selected-rules';
import { SelectionCoverage } from '@/components/selection/selection-coverage';
import '@/components/selection/selection.css';
import { CopyButton } from '@/components/ui/copy-button';
import { countOf } from '@/components/ui/count';
import { Empty } from '@/components/ui/empty';
import { getLastSync } from '@/lib/catalog/last-sync';
import { selectionHref, selectionNames } from '@/lib/catalog/selection';
import { deployTools } from '@/lib/deploy-tools';
import { originOf } from '@/lib/web/origin';
import { webSettings } from '@/lib/web/settings';
import { selectedRules } from './selected';

export const metadata = {
  title: 'Selection',
  description: 'Rules that you marked, as one bundle that deploys.',
};

/** `?rules=<ids>` has the selection, so that it can be shared; `?all=1` selects a filtered feed. */
export default async function SelectionPage({ searchParams }: PageProps<'/selection'>) {
  const [selected, sync] = await Promise.all([selectedRules(await searchParams), getLastSync()]);
  if (!sync) return <EmptyCatalog />;
  const { rules, index } = selected;
  const names = selectionNames(rules, index);
  return (
    <div className="page pt-4 pb-8">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
        <h1 className="font-semibold text-xl">
          Selection{rules.length > 0 ? `: ${countOf(rules.length, 'rule')}` : ''}
        </h1>
        {rules.length > 0 ? (
          <p className="flex flex-wrap items-center gap-2">
            <KeepSelection ids={rules.map(({ id }) => id)} />
            <CopyButton
              compact
              label="Copy the address"
              about="of this selection"
              text={originOf(await headers(), webSettings()) + selectionHref(names)}
            />
          </p>
        ) : null}
      </div>
      <LeftOut selected={selected} />
      {rules.length === 0 ? (
        <NothingSelected />
      ) : (
        <div className="selection">
          <div className="min-w-0">
            <SelectedRules rules={rules} names={names} />
          </div>
          <aside aria-label="What is selected" className="space-y-6">
            <BundleForm rules={names.join(',')} ways={[...deployTools().knowledge.ways]} />
            <SelectionCoverage rules={rules} index={index} />
            <p className="text-sm">
              <a href="/deployed">What have I deployed already?</a>
            </p>
          </aside>
        </div>
      )}
    </div>
  );
}

function LeftOut({ selected }: { selected: Awaited<ReturnType<typeof selectedRules>> }) {
  const { unknown, leftOut } = selected;
  return (
    <>
      {unknown.length > 0 ? (
        <p className="note note-warning mt-3">
          {countOf(unknown.length, 'rule')} of this address {unknown.length === 1 ? 'is' : 'are'}{' '}
          not in the catalog: <code className="stranger">{unknown.slice(0, 20).join(', ')}</code>
        </p>
      ) : null}
      {leftOut > 0 ? (
        <p className="note note-warning mt-3">
          {countOf(leftOut, 'more rule')} left out: a workspace runs at most 512. Narrow the filter.
        </p>
      ) : null}
    </>
  );
}

function NothingSelected() {
  return (
    <div className="mt-4">
      <Empty title="No rule is selected">
        <p>
          Mark rules in the <a href="/">feed</a> with their boxes or the <kbd>x</kbd> key, or take
          every rule of a list with <i>Select</i>. Then download them as one bundle that deploys.
        </p>
      </Empty>
    </div>
  );
}
