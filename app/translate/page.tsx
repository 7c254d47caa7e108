import { Workbench } from '@/components/translate/workbench';
import { getRule } from '@/lib/catalog/rule';
import { warmWorker } from '@/lib/workbench/worker-queue';

export const metadata = {
  title: 'Translate',
  description: 'Paste a Sigma rule and see its KQL; paste events and see what fires, and why not.',
};

/** `?rule=<id>` opens a rule of the catalog, with its samples, for trying changes. */
export default async function TranslatePage({ searchParams }: PageProps<'/translate'>) {
  warmWorker();
  const { rule: id } = await searchParams;
  const rule = typeof id === 'string' ? await getRule(id) : null;
  const samples = new Map(
    rule?.evidence
      .filter(({ kind }) => kind !== 'constructed')
      .map(({ name, event }) => [name, JSON.stringify(event, null, 2)]),
  );
  return (
    <div className="page pt-4 pb-8">
      <h1 className="font-semibold text-xl">Translate</h1>
      <p className="mb-3 max-w-3xl text-muted">
        A Sigma rule becomes KQL for each target, with the reason for every line. Events pasted
        below it are run through the rule and through the queries. Nothing of it is kept.
      </p>
      <noscript>
        <p className="note note-warning mb-3">
          This page works while you type and needs JavaScript. The same is done by{' '}
          <code>npm run translate</code> and <code>npm run prove</code>.
        </p>
      </noscript>
      <Workbench rule={rule?.raw ?? ''} events={[...samples.values()].slice(0, 3).join('\n')} />
    </div>
  );
}
